"""Caption files beside the film: SRT (SubRip) and VTT (WebVTT, W3C)."""

from typing import Final

from reelwright.film.captions.model import CaptionLine
from reelwright.film.text.words import on_one_line

_MILLISECONDS_PER_HOUR: Final = 3_600_000
_MILLISECONDS_PER_MINUTE: Final = 60_000
_FULL_WIDTH: Final = {"<": "\uff1c", "{": "\uff5b"}
"""SubRip has no escapes: what players would take for a tag (`<b>`, `{\\an8}`) begins with the full-width form instead."""
_VTT_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def srt(lines: tuple[CaptionLine, ...]) -> str:
    """Format the lines as SubRip text, numbered from 1, times with a comma, without markup; empty for no lines."""
    cues = (
        f"{number}\n{_clock(line.start_seconds, ',')} --> {_clock(line.end_seconds, ',')}\n{_unmarked(line.text)}\n"
        for number, line in enumerate(lines, start=1)
    )
    return "\n".join(cues)


def vtt(lines: tuple[CaptionLine, ...], language: str = "", *, height: float | None = None) -> str:
    """Format the lines as WebVTT; `&`, `<` and `>` are escaped, and so is the arrow that would end a cue.

    `height` places the cues: their top as a share (0-1) of the frame, as the setting `line`; None leaves it to the player.
    """
    place = "" if height is None else f" line:{round(100 * height)}%"
    head = f"WEBVTT\nLanguage: {language}\n" if language.replace("-", "").isalnum() else "WEBVTT\n"
    cues = (
        f"{_clock(line.start_seconds, '.')} --> {_clock(line.end_seconds, '.')}{place}\n{_escaped(line.text)}\n"
        for line in lines
    )
    return "\n".join((head, *cues))


def _clock(seconds: float, mark: str) -> str:
    """Format a time as `hh:mm:ss`, `mark` and milliseconds; negative times become zero."""
    whole = max(0, round(seconds * 1000))
    hours, rest = divmod(whole, _MILLISECONDS_PER_HOUR)
    minutes, rest = divmod(rest, _MILLISECONDS_PER_MINUTE)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{mark}{rest % 1000:03}"


def _plain(text: str) -> str:
    """Put the text on one line: an empty line or an arrow in the text would start a new cue."""
    return on_one_line(text).replace("-->", "→")


def _unmarked(text: str) -> str:
    plain = _plain(text)
    return "".join(
        _FULL_WIDTH[one] if _begins_markup(one, after) else one
        for one, after in zip(plain, [*plain[1:], ""], strict=True)
    )


def _begins_markup(character: str, after: str) -> bool:
    return (character == "<" and (after.isalpha() or after in {"/", "!"})) or (character == "{" and after == "\\")


def _escaped(text: str) -> str:
    return "".join(_VTT_ESCAPES.get(character, character) for character in _plain(text))
