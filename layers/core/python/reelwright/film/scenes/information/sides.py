"""One thing against another: "coffee versus tea"."""

from typing import Final

from reelwright.film.scenes.information.model import Information, Item
from reelwright.film.scenes.information.pieces import Stretch, bare, clauses_of
from reelwright.film.text.characters import width_of
from reelwright.film.text.stopwords import stop_words
from reelwright.film.text.tokens import tokens_of
from reelwright.film.text.wordlists import phrases
from reelwright.film.text.words import on_one_line

_MOST_SIDE_WORDS: Final = 3
_WIDEST_SIDE: Final = 24


def against_in(text: str, language: str) -> Information | None:
    """Find one thing against another: "coffee versus tea"."""
    for clause in clauses_of(text, language):
        for marker in phrases("versus", language):
            place = clause.text.casefold().find(f" {marker} ")
            if place < 0:
                continue
            behind = place + len(marker) + 2
            left = bare(Stretch(clause.text[:place], clause.start))
            right = _right_side(Stretch(clause.text[behind:], clause.start + behind), language)
            whole = marker in phrases("versus", "*") or right.end == bare(clause).end
            if _is_side(left) and _is_side(right) and whole and left.start == clause.start:
                sides = tuple(Item(text=on_one_line(one.text), start=one.start, end=one.end) for one in (left, right))
                because = f"one thing against another: {sides[0].text}, {sides[1].text}"
                return Information(kind="versus", items=sides, because=because)
    return None


def _right_side(piece: Stretch, language: str) -> Stretch:
    """Take the words up to the first small word behind a word of meaning."""
    stops = stop_words(language)
    kept, meaning = 0, False
    for token in tokens_of(piece.text):
        small = token.text.casefold() in stops
        if small and meaning:
            break
        meaning = meaning or not small
        kept = token.end
    return bare(Stretch(piece.text[:kept], piece.start))


def _is_side(piece: Stretch) -> bool:
    return 0 < len(tokens_of(piece.text)) <= _MOST_SIDE_WORDS and width_of(piece.text) <= _WIDEST_SIDE
