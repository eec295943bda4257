"""Removes time stamps: SRT and WebVTT cues, and times at the start of a transcript's lines."""

import re
from typing import Final

from reelwright.film.text.markup.tally import Tally

_CUE: Final = re.compile(
    r"^[ \t]*(?:\d+[ \t]*\n[ \t]*)?(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}[ \t]*-->[ \t]*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}[^\n]*$",
    re.MULTILINE,
)
_VTT_HEAD: Final = re.compile(r"\AWEBVTT[^\n]*\n(?:[^\n]+\n)*")
_VTT_NOTE: Final = re.compile(r"^(?:NOTE|STYLE)\b[^\n]*(?:\n[^\n]+)*", re.MULTILINE)
_VOICE_TAG: Final = re.compile(r"</?(?:v|c|lang|ruby|rt)\b[^<>\n]*>")
_TIME: Final = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_DASH: Final = r"[-–—]"  # noqa: RUF001 - dashes look alike
_SPAN: Final = rf"{_TIME}(?:[ \t]*{_DASH}{{1,2}}>?[ \t]*{_TIME})?"
_BRACKETED: Final = re.compile(
    rf"[ \t]*\[{_SPAN}\][ \t]*:?[ \t]*(?:{_DASH}[ \t]+)?|^[ \t]*\({_SPAN}\)[ \t]*:?[ \t]*(?:{_DASH}[ \t]+)?",
    re.MULTILINE,
)
_BEHIND: Final = rf"(?:{_DASH}[ \t]+|:[ \t]+|\|[ \t]*|[ \t]*$|(?<=[ \t])(?=\w))"
_ZERO_BEFORE_LINE: Final = re.compile(rf"^[ \t]*(?:[-*•][ \t]+)?(?=0{{1,2}}:){_SPAN}[ \t]*{_BEHIND}", re.MULTILINE)
"""A time within the first minute at the start of a line: a time stamp. Schedules ("8:00 - wake up") start later."""
_BEFORE_LINE: Final = re.compile(rf"^[ \t]*(?:[-*•][ \t]+)?{_SPAN}[ \t]*{_BEHIND}", re.MULTILINE)


def without_cues(text: str, left_out: Tally) -> str:
    """Remove the numbers and times of subtitle cues; a text without cues is unchanged."""
    if "-->" not in text:
        return text
    text = _VTT_HEAD.sub("", text)
    if _CUE.search(text):
        text = _VOICE_TAG.sub("", _VTT_NOTE.sub("", text))
    text, count = _CUE.subn("", text)
    left_out["timestamps"] += count
    return text


def without_times(text: str, left_out: Tally) -> str:
    """Remove times in brackets, and those at the start of a transcript's lines."""
    if ":" not in text:
        return text
    if "[" in text or "(" in text:
        text, count = _BRACKETED.subn(" ", text)
        left_out["timestamps"] += count
    if "0:" in text and _ZERO_BEFORE_LINE.search(text):
        text, count = _BEFORE_LINE.subn("", text)
        left_out["timestamps"] += count
    return text
