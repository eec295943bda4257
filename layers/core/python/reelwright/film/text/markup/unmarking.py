"""Extracts the spoken passages of a pasted script, and counts the parts left out."""

from functools import lru_cache
from typing import Literal

from reelwright.film.text.characters import EMOJI
from reelwright.film.text.cleaning import clean, closed, speakable
from reelwright.film.text.markup.cues import without_cues, without_times
from reelwright.film.text.markup.directions import (
    with_pauses,
    without_bracketed,
    without_bullets,
    without_labels,
    without_starred_actions,
)
from reelwright.film.text.markup.html import without_html
from reelwright.film.text.markup.markdown import looks_like_markdown, without_markdown
from reelwright.film.text.markup.pauses import (
    DEFAULT_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    cut_at_pauses,
    without_marks,
)
from reelwright.film.text.markup.tally import LeftOut, Tally
from reelwright.film.text.words import on_one_line
from reelwright.values import Value

__all__ = [
    "DEFAULT_PAUSE_SECONDS",
    "LONGEST_PAUSE_SECONDS",
    "PassageText",
    "ScriptFormat",
    "Unmarked",
    "unmark",
    "unmark_title",
]

ScriptFormat = Literal["auto", "plain", "markdown"]
"""`plain`: everything is spoken. `markdown`: a Markdown document, `[pause 1s]` included. `auto`: a pasted script; markup,
stage directions, labels and time stamps are removed where they can be recognised."""


class PassageText(Value):
    """Text between two pauses of a script, and the seconds of the pause after it (0: none)."""

    text: str
    """Cleaned (`text.cleaning`), with at least one speakable word."""
    pause_seconds: float = 0.0


class Unmarked(Value):
    """The spoken passages of a script, and the number of removed pieces by kind."""

    passages: tuple[PassageText, ...]
    left_out: dict[LeftOut, int]


@lru_cache(maxsize=64)
def unmark(script: str, script_format: ScriptFormat) -> Unmarked:
    """Extract the spoken passages of a script; empty if nothing can be spoken."""
    left_out: Tally = Tally()
    text = without_marks("\n".join(script.splitlines()))
    if script_format == "plain":
        passages = _passages([(text, 0.0)], left_out)
    else:
        read = _read_markdown if script_format == "markdown" else _read_pasted
        passages = _passages(cut_at_pauses(read(text, left_out)), left_out)
    if not script.isascii():
        left_out["emoji"] = len(EMOJI.findall(script))
    return Unmarked(passages=passages, left_out={kind: left_out[kind] for kind in sorted(left_out) if left_out[kind]})


def unmark_title(title: str, script_format: ScriptFormat = "auto") -> str:
    """Put a title on one line, without Markdown, HTML and emoji; brackets and colons are kept."""
    text = without_marks(on_one_line(title))
    if script_format != "plain":
        text = without_html(text, Tally())
        if script_format == "markdown" or looks_like_markdown(text):
            text = without_markdown(text, Tally(), strict=False)
            text = text.removesuffix(".") if not title.rstrip().endswith(".") else text
    return on_one_line(clean(text))


def _read_markdown(text: str, left_out: Tally) -> str:
    return with_pauses(without_markdown(without_html(text, left_out), left_out, strict=True))


def _read_pasted(text: str, left_out: Tally) -> str:
    text = without_cues(without_html(text, left_out), left_out)
    text = without_starred_actions(text, left_out)
    if looks_like_markdown(text):
        text = without_markdown(text, left_out, strict=False)
    text, items = without_bullets(with_pauses(without_times(text, left_out)))
    if items:
        lines = text.split("\n")
        text = "\n".join(closed(line) if number in items else line for number, line in enumerate(lines))
    return without_bracketed(without_labels(without_bracketed(text, left_out), left_out), left_out)


def _passages(pieces: list[tuple[str, float]], left_out: Tally) -> tuple[PassageText, ...]:
    """Keep the speakable pieces; the pause of a dropped piece is added to the one before it."""
    passages: list[PassageText] = []
    for piece, seconds in pieces:
        text = clean(piece)
        if speakable(text):
            passages.append(PassageText(text=text, pause_seconds=seconds))
        elif seconds and passages:
            longer = min(LONGEST_PAUSE_SECONDS, passages[-1].pause_seconds + seconds)
            passages[-1] = passages[-1].model_copy(update={"pause_seconds": longer})
        elif seconds:
            left_out["pauses"] += 1
    return tuple(passages)
