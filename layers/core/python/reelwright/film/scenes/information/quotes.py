"""Quotations: a saying or a written line, with the name of its author beside it."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from reelwright.film.scenes.information.model import Information, Item
from reelwright.film.scenes.information.pieces import Stretch, sentences_of
from reelwright.film.text.characters import is_spaceless, width_of
from reelwright.film.text.negation import negates
from reelwright.film.text.quotations import quotations_of
from reelwright.film.text.tokens import Token, tokens_of
from reelwright.film.text.wordlists import words
from reelwright.film.text.words import on_one_line

_LONGEST_QUOTE: Final = 130
_FEWEST_QUOTED_WORDS: Final = 4
_FEWEST_QUOTED_LETTERS: Final = 6
_MOST_NAMES: Final = 3
_INTRODUCING: Final = (":", "：")  # noqa: RUF001 - a full-width colon


def quote_in(text: str, language: str) -> Information | None:
    """Find a quotation of a speaker or writer; words in quotation marks alone are none."""
    for quoted in quotations_of(text):
        inner = _trimmed(Stretch(text[quoted.start : quoted.end], quoted.start))
        before, after = text[: quoted.outer_start], text[quoted.outer_end :]
        if not _is_quotation(inner.text, before, after, language):
            continue
        speaker = _speaker(before, after, language)
        item = Item(text=on_one_line(inner.text), label=speaker, start=inner.start, end=inner.end)
        return Information(kind="quote", items=(item,), because=f"a quotation{f' of {speaker}' if speaker else ''}")
    return None


def _trimmed(piece: Stretch) -> Stretch:
    """Remove white space and a comma at the end of a quotation; its own full stop stays."""
    left = piece.text.lstrip()
    return Stretch(left.rstrip(" ,\u00a0"), piece.start + len(piece.text) - len(left))


def _is_quotation(inner: str, before: str, after: str, language: str) -> bool:
    long_enough = len(tokens_of(inner)) >= _FEWEST_QUOTED_WORDS or (
        is_spaceless(inner[:1] or " ") and len(inner) >= _FEWEST_QUOTED_LETTERS
    )
    if not long_enough or width_of(inner) > _LONGEST_QUOTE or negates(before, language):
        return False
    around = {token.text.casefold() for token in (*tokens_of(before)[-4:], *tokens_of(after)[:4])}
    alone = not tokens_of(before) and not tokens_of(after)
    return alone or before.rstrip().endswith(_INTRODUCING) or bool(around & words("said", language))


def _speaker(before: str, after: str, language: str) -> str:
    """Find the name beside "said"; "" if none stands there."""
    said = words("said", language)
    closing = sentences_of(after, language)[0].text if after.strip() else ""
    behind = tokens_of(closing)[:5]
    for place, token in enumerate(behind):
        if token.text.casefold() in said:
            following = _names(behind[place + 1 :], language)
            leading = _names(behind[:place], language)
            name = following or leading
            return closing[name[0].start : name[-1].end] if name else ""
    opening = sentences_of(before, language)[-1].text if before.strip() else ""
    ahead = tokens_of(opening)
    place = next((place for place, token in enumerate(ahead) if token.text.casefold() in said), 0)
    name = _names(ahead[:place], language)
    return opening[name[0].start : name[-1].end] if name and len(name) <= _MOST_NAMES else ""


def _names(tokens: Sequence[Token], language: str) -> list[Token]:
    """Take the capitalised words at the start. An article alone is no name: "The critics said"."""
    articles = words("articles", language) | words("determiners", language)
    capitalised = list(takewhile(lambda token: token.text[:1].isupper(), tokens))
    return capitalised if any(token.text.casefold() not in articles for token in capitalised) else []
