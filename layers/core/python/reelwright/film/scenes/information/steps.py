"""Ordered steps: "first ... then ...", numbered from sentence to sentence."""

from typing import Final

from reelwright.film.scenes.information.model import Information, Item
from reelwright.film.scenes.information.pieces import Stretch, bare, clauses_of
from reelwright.film.text.characters import width_of
from reelwright.film.text.negation import negates
from reelwright.film.text.ordering import OrderingWord, ordering_words
from reelwright.film.text.stopwords import stop_words
from reelwright.film.text.tokens import tokens_of
from reelwright.film.text.wordlists import phrases, words
from reelwright.film.text.words import on_one_line

_LONGEST_STEP: Final = 64
_MOST_STEPS: Final = 5


def steps_in(text: str, language: str) -> Information | None:
    """Find at least two steps of a list: "first ... then ..."."""
    steps, opens = steps_of(text, language)
    return steps_scene(steps, 1) if opens and len(steps) > 1 else None


def steps_scene(steps: tuple[Item, ...], first: int) -> Information:
    """Build the scene of steps that are numbered from `first` on."""
    items = tuple(item.model_copy(update={"label": str(first + place)}) for place, item in enumerate(steps))
    return Information(kind="steps", items=items, because=f"ordered steps, from number {first} on")


def steps_of(text: str, language: str) -> tuple[tuple[Item, ...], bool]:
    """Find the steps that a text starts with an ordering word each; and whether the first of them opens a list.

    Empty if the text has anything before its first step, or if a step is too long to be shown.
    """
    starts = frozenset(clause.start for clause in clauses_of(text, language))
    marked = ordering_words(text, starts, language)
    if not marked or text[: marked[0].start].strip() or len(marked) > _MOST_STEPS:
        return (), False
    opens = marked[0].opens
    if opens and (_is_idiom(text, language) or not _is_order(text, marked[0], language)):
        return (), False
    ends = [*(one.start for one in marked[1:]), len(text)]
    pieces = [bare(Stretch(text[one.end : end], one.end)) for one, end in zip(marked, ends, strict=True)]
    pieces = [_without_joint(piece, language) for piece in pieces]
    if any(not piece.text or width_of(piece.text) > _LONGEST_STEP for piece in pieces):
        return (), False
    return tuple(Item(text=on_one_line(piece.text), start=piece.start, end=piece.end) for piece in pieces), opens


def _is_idiom(text: str, language: str) -> bool:
    folded = text.casefold()
    return any(folded.startswith(idiom) for idiom in phrases("idioms", language))


def _is_order(text: str, opening: OrderingWord, language: str) -> bool:
    """Check that "first" orders, and counts nothing ("first love"): a mark follows it, or a verb and its small word."""
    if opening.is_marked_off or len(tokens_of(opening.text)) > 1 or "'" in opening.text or "’" in opening.text:  # noqa: RUF001
        return True
    following = tokens_of(text[opening.end :])[:2]
    if len(following) < 2:  # noqa: PLR2004 - a verb and their meaning done to
        return False
    small = following[1].text.casefold()
    return small in stop_words(language) and not negates(small, language)


def _without_joint(piece: Stretch, language: str) -> Stretch:
    """Remove an "and" that leads to the next step."""
    tokens = tokens_of(piece.text)
    if len(tokens) > 1 and tokens[-1].text.casefold() in words("joints", language):
        return bare(Stretch(piece.text[: tokens[-1].start], piece.start))
    return piece
