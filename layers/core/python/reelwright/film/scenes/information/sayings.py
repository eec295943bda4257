"""Information in words: ordered steps, a quotation, one thing against another."""

import re
from functools import cache
from typing import Final

from reelwright.film.scenes.information.model import Information, Item
from reelwright.film.scenes.information.pieces import Piece, bare, clauses_of, core_of, sentences_of
from reelwright.film.scenes.information.words import phrases, words
from reelwright.film.text.characters import is_spaceless, width_of
from reelwright.film.text.negation import negates
from reelwright.film.text.stopwords import stop_words
from reelwright.film.text.tokens import tokens_of
from reelwright.film.text.words import on_one_line

_LONGEST_STEP: Final = 64
_MOST_STEPS: Final = 5
_LONGEST_QUOTE: Final = 130
_FEWEST_QUOTED_WORDS: Final = 4
_FEWEST_QUOTED_LETTERS: Final = 6
_MOST_SIDE_WORDS: Final = 3
_QUOTED: Final = re.compile("\"([^\"]+)\"|“([^”“]+)[”“]|„([^“”]+)[“”]|«\\s?([^»]+?)\\s?»|「([^」]+)」|『([^』]+)』")
_INTRODUCES: Final = re.compile(r"[:：]\s*$")  # noqa: RUF001 - a full-width colon


def steps_in(text: str, language: str) -> Information | None:
    """At least two steps of a list: "first ... then ..."."""
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
    marked = _marked(text, language)
    if not marked or text[: marked[0].start()].strip() or len(marked) > _MOST_STEPS:
        return (), False
    opens = marked[0]["first"] is not None
    if opens and (marked[0].re and _is_idiom(text, language) or not _is_order(text, marked, language)):
        return (), False
    ends = [*(one.start() for one in marked[1:]), len(text)]
    pieces = [bare(Piece(text[one.end() : end], one.end())) for one, end in zip(marked, ends, strict=True)]
    pieces = [_without_joint(piece, language) for piece in pieces]
    if any(not piece.text or width_of(piece.text) > _LONGEST_STEP for piece in pieces):
        return (), False
    return tuple(Item(text=on_one_line(piece.text), start=piece.start, end=piece.end) for piece in pieces), opens


def _marked(text: str, language: str) -> list[re.Match[str]]:
    """Find the ordering words that begin a clause, with or without "and" before them."""
    pattern = _order_pattern(language)
    if pattern is None:
        return []
    starts = {clause.start for clause in clauses_of(text, language)}
    found = [pattern.match(text, start) for start in sorted(starts)]
    spans = [one for one in found if one is not None]
    inside = [one for one in _joined_pattern(language).finditer(text) if all(one.start() >= kept.end() or one.end() <= kept.start() for kept in spans)]
    first = [one for one in spans if one["first"]]
    kept = spans if len(first) <= 1 else spans[:1]
    return sorted([*kept, *inside], key=lambda one: one.start())


@cache
def _order_pattern(language: str) -> re.Pattern[str] | None:
    first, following = phrases("first", language), phrases("next", language)
    if not first:
        return None
    joints = "|".join(sorted(words("joints", language)))
    either = rf"(?:(?P<first>{_either(first)})|(?P<next>{_either(following)}))"
    return re.compile(rf"(?:(?P<joint>{joints})\s+)?{either}(?![\w'’])[,:]?\s*", re.IGNORECASE)  # noqa: RUF001 - an apostrophe


@cache
def _joined_pattern(language: str) -> re.Pattern[str]:
    """A pattern for "and then" within a clause."""
    joints = "|".join(sorted(words("joints", language)))
    return re.compile(rf"\s(?P<joint>{joints})\s+(?P<first>(?!))?(?P<next>{_either(phrases('next', language))})(?!\w)[,:]?\s*", re.IGNORECASE)


def _either(listed: tuple[str, ...]) -> str:
    return "|".join(re.escape(one).replace("'", "['’]") for one in listed)  # noqa: RUF001 - an apostrophe


def _is_idiom(text: str, language: str) -> bool:
    folded = text.casefold()
    return any(folded.startswith(idiom) for idiom in phrases("idioms", language))


def _is_order(text: str, marked: list[re.Match[str]], language: str) -> bool:
    """Check that "first" orders, and counts nothing ("first love"): a mark follows it, or a verb and its small word."""
    opening = marked[0]
    if opening.group().rstrip().endswith((",", ":")) or " " in opening["first"] or "'" in opening["first"]:
        return True
    following = tokens_of(text[opening.end() :])[:2]
    if len(following) < 2:  # noqa: PLR2004 - a verb and what it is done to
        return False
    small = following[1].text.casefold()
    return small in stop_words(language) and not negates(small, language)


def _without_joint(piece: Piece, language: str) -> Piece:
    """Remove an "and" that leads to the next step."""
    tokens = tokens_of(piece.text)
    if len(tokens) > 1 and tokens[-1].text.casefold() in words("joints", language):
        return bare(Piece(piece.text[: tokens[-1].start], piece.start))
    return piece


def quote_in(text: str, language: str) -> Information | None:
    """A quotation that somebody said or wrote; words in quotation marks alone are none."""
    for found in _QUOTED.finditer(text):
        group = next(number for number, inner in enumerate(found.groups(), 1) if inner is not None)
        inner = bare_quote(Piece(found[group], found.start(group)))
        before, after = text[: found.start()], text[found.end() :]
        if not _is_quotation(inner.text, before, after, language):
            continue
        speaker = _speaker(before, after, language)
        item = Item(text=on_one_line(inner.text), label=speaker, start=inner.start, end=inner.end)
        return Information(kind="quote", items=(item,), because=f"a quotation{f' of {speaker}' if speaker else ''}")
    return None


def bare_quote(piece: Piece) -> Piece:
    """Remove white space and a comma at the end of a quotation; its own full stop stays."""
    left = piece.text.lstrip()
    return Piece(left.rstrip(" ,\u00a0"), piece.start + len(piece.text) - len(left))


def _is_quotation(inner: str, before: str, after: str, language: str) -> bool:
    long_enough = len(tokens_of(inner)) >= _FEWEST_QUOTED_WORDS or (
        is_spaceless(inner[:1] or " ") and len(inner) >= _FEWEST_QUOTED_LETTERS
    )
    if not long_enough or width_of(inner) > _LONGEST_QUOTE or negates(before, language):
        return False
    around = {token.text.casefold() for token in (*tokens_of(before)[-4:], *tokens_of(after)[:4])}
    alone = not tokens_of(before) and not tokens_of(after)
    return alone or bool(_INTRODUCES.search(before)) or bool(around & words("said", language))


def _speaker(before: str, after: str, language: str) -> str:
    """Find the name beside "said"; "" if none stands there."""
    said = words("said", language)
    behind = tokens_of(after)[:5]
    for place, token in enumerate(behind):
        if token.text.casefold() in said:
            following = _names(behind[place + 1 :])
            leading = _names(behind[:place])
            name = following or leading
            return after[name[0].start : name[-1].end] if name else ""
    ahead = tokens_of(sentences_of(before, language)[-1].text if before.strip() else "")
    base = sentences_of(before, language)[-1].text if before.strip() else ""
    for place, token in enumerate(ahead):
        if token.text.casefold() in said:
            name = _names(ahead[:place])
            return base[name[0].start : name[-1].end] if name and len(name) <= _MOST_SIDE_WORDS else ""
    return ""


def _names(tokens: "tuple | list") -> list:  # type: ignore[type-arg]
    """Take the capitalised words at the start."""
    names = []
    for token in tokens:
        if not token.text[:1].isupper():
            break
        names.append(token)
    return names


def against_in(text: str, language: str) -> Information | None:
    """One thing against another: "coffee versus tea"."""
    for clause in clauses_of(text, language):
        for marker in phrases("versus", language):
            found = re.search(rf"\s{re.escape(marker)}\s", f"{clause.text} ", re.IGNORECASE)
            if found is None:
                continue
            left = bare(Piece(clause.text[: found.start()], clause.start))
            right = _right_side(Piece(clause.text[found.end() - (found.end() > len(clause.text)) :], clause.start + found.end()), language)
            universal = marker in phrases("versus", "*")
            if _is_side(left) and _is_side(right) and (universal or right.end == bare(clause).end) and left.start == clause.start:
                sides = tuple(Item(text=on_one_line(one.text), start=one.start, end=one.end) for one in (left, right))
                because = f"one thing against another: {sides[0].text}, {sides[1].text}"
                return Information(kind="versus", items=sides, because=because)
    return None


def _right_side(piece: Piece, language: str) -> Piece:
    """Take the words up to the first small word behind a word of meaning."""
    stops = stop_words(language)
    kept, meaning = 0, False
    for token in tokens_of(piece.text):
        small = token.text.casefold() in stops
        if small and meaning:
            break
        meaning = meaning or not small
        kept = token.end
    return bare(Piece(piece.text[:kept], piece.start))


def _is_side(piece: Piece) -> bool:
    return 0 < len(tokens_of(piece.text)) <= _MOST_SIDE_WORDS and width_of(piece.text) <= 2 * 12
