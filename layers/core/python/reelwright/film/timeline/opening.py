"""The hook of a film: the first words, shown as a title.

The hook consists of whole caption lines, so that title and captions never share a line. A first sentence that fits is shown
whole, a longer one up to the end of a clause, else up to a line of the first three seconds
after which a reader would pause.
"""

from itertools import accumulate
from typing import Final

from reelwright.film.captions.lines import LineShape
from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.captions.phrases import WHOLE, parting_cost
from reelwright.film.text.characters import width_of
from reelwright.film.text.sentences import ends_clause, ends_sentence
from reelwright.film.timeline.model import HookTitle

HOOK_SECONDS: Final = 3.0
"""The last line of a title begins by then: viewers of short films have decided whether they swipe on."""
_LONGEST_SECONDS: Final = 5.0
"""A whole first sentence, or its first clauses, may stay this long."""
_WIDEST_LINES: Final = 3.0
"""Capacity of a title, in caption lines of the platform."""
_FEW_WORDS: Final = 2
"""A clause of so few words ("In 1943,") says too little to be a hook."""


def hook_of(lines: tuple[CaptionLine, ...], shape: LineShape, language: str = "en") -> HookTitle | None:
    """Build the hook of a film that begins with these lines; None if nothing is spoken.

    `shape` is the size of a caption line on the platform. Deterministic.
    """
    fitting = [taken for taken in accumulate(((line,) for line in lines), _joined) if _fits(taken, shape)]
    if not fitting:
        fitting = [lines[:1]] if lines else []
    if not fitting:
        return None
    whole = [taken for taken in fitting if _is_whole(taken, lines[len(taken) :], language)]
    clauses = [taken for taken in fitting if ends_clause(taken[-1].words[-1].text) and len(_words(taken)) > _FEW_WORDS]
    quick = [taken for taken in fitting if taken[-1].start_seconds < HOOK_SECONDS]
    cheapest = sorted(quick, key=lambda taken: (_cost_of_end(taken, lines, language), -len(taken)))
    chosen = whole[0] if whole else (clauses[::-1] or cheapest or fitting)[0]
    return HookTitle(words=_words(chosen), end_seconds=chosen[-1].end_seconds)


_Lines = tuple[CaptionLine, ...]


def _is_whole(taken: _Lines, rest: _Lines, language: str) -> bool:
    """Check whether the lines end with a whole sentence."""
    words = ("", *(word.text for line in taken for word in line.words))
    following = rest[0].words[0].text if rest else ""
    return ends_sentence(words[-1], following, language, before=words[-2])


def _cost_of_end(taken: _Lines, lines: _Lines, language: str) -> float:
    """Price a title that ends with these lines: "In 1943, a ship rescued" ends worse than "... rescued a captain"."""
    following = lines[len(taken) :]
    if not following or len(_words(taken)) <= _FEW_WORDS:
        return 0.0 if not following else WHOLE
    return parting_cost(taken[-1].words[-1].text, following[0].words[0].text, language=language)


def _joined(taken: _Lines, more: _Lines) -> _Lines:
    return taken + more


def _fits(taken: _Lines, shape: LineShape) -> bool:
    width = sum(width_of(line.text) + 1 for line in taken)
    return width <= _WIDEST_LINES * shape.characters and taken[-1].end_seconds <= _LONGEST_SECONDS


def _words(taken: _Lines) -> tuple[CaptionWord, ...]:
    return tuple(word for line in taken for word in line.words)
