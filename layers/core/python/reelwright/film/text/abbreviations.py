"""The one table of abbreviations: whether their full stop may end a sentence, and how each language says them.

`abbreviations.json` holds it by language (`*`: every language) and by role. A row is an abbreviation as scripts write it,
with its spoken form: words, `[words, condition, ...]` where a voice says them only under a condition (`Condition`), or null
where a voice reads it as written. Sentences, captions, quantities, reading rules and voices all use this table.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, get_args

from reelwright.film.text.languages import primary_language
from reelwright.film.text.stopwords import stop_words
from reelwright.values import Value

Role = Literal["title", "number", "inside", "magnitude", "name", "ending", "bare"]
"""How the full stop of an abbreviation depends on its neighbours.

`title`: a name follows, so the stop never ends a sentence. `number`: it is an abbreviation before a number only ("No. 5",
"p. 12", "s. XV"). `inside`: the stop never ends a sentence ("e.g.", "approx."). `magnitude`: likewise, even after a number
("5 Mio. Euro"). `name`: it closes a name, and ends a sentence before a capitalised stop word only ("the U.S. Senate",
"in the U.S. It"). `ending`: the stop may end a sentence, and does before a capital ("etc.", "5 p.m."). `bare`: it has no
full stop, so a full stop after it ends the sentence ("km", "EUA"); "Mr" is read like "Mr.".
"""
Condition = Literal["digit", "name", "roman", "date", "name in street", "after digit", "after roman", "after percent"]
"""The neighbour that an abbreviation's spoken form requires; `reading/shortened.py` holds the patterns."""
_EVERY_LANGUAGE: Final = "*"
_NUMERAL: Final = re.compile(r"\d|[IVXLC]+\b")
_HALF_DAYS: Final = frozenset({"a.m", "p.m"})
_TIME_ZONE: Final = re.compile(r"(?:[ECMP][DS]?T|GMT|UTC|BST|CES?T|EES?T|IST|JST|AE[DS]T|local)\b")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_PARTS: Final = re.compile(r"[^.]+\.")


class Abbreviation(Value):
    """One row of the table, in one language."""

    written: str
    """As scripts write it: `Dr.`, `p. ej.`, `km`."""
    role: Role
    spoken: str | None
    """The spoken words, in the language of the row; None if it is read as written."""
    conditions: tuple[Condition, ...] = ()
    """Any of these must hold for the spoken form; without one it always applies."""

    @property
    def key(self) -> str:
        """The spelling that variants share: `z. B.`, `z.B.` and `Z. B.` are all `z.b`."""
        return _key(self.written)

    @property
    def parts(self) -> tuple[str, ...]:
        """The words it may be written as, case-folded: `z.` and `b.`; one word for `Dr.`."""
        written = self.written.casefold()
        return tuple(written.split() if " " in written else _PARTS.findall(written))


def abbreviation_of(word: str, language: str) -> Abbreviation | None:
    """Return the row of a word in a BCP 47 language, with or without its last full stop; None for other words."""
    return _stopped(primary_language(language)).get(_key(word))


def is_abbreviation(written: str, language: str) -> bool:
    """Check whether the table has this very spelling: "no." in Spanish, not "no"."""
    return any(row.written == written for row in abbreviations(language))


@cache
def abbreviations(language: str) -> tuple[Abbreviation, ...]:
    """Return the rows of a BCP 47 language, those for every language included; several may differ in case only."""
    table = _table()
    parts = (table[_EVERY_LANGUAGE], table.get(primary_language(language), {}))
    return tuple(row for part in parts for row in _rows(part))


def stop_belongs_to(word: str, *, before: str, following: str, language: str) -> bool:
    """Check whether the full stop after `word` belongs to it and ends no sentence: "Dr. Lee", "No. 5", "J. Verne".

    `before` is the previous word, `following` the text after it; both are empty at the ends of a text. The caller checks for
    a lower-case letter after the full stop, which also means that the sentence continues.
    """
    code = primary_language(language)
    pairs = _pairs(code)
    if any((word.casefold(), after) in pairs for after in _openings(following)):
        return True
    row = _closings(code).get((before.casefold(), word.casefold())) or abbreviation_of(word, code)
    if row is None:
        return len(word) == 1 and word.isupper() and word != "I"
    return _keeps_stop(row, before, following, code)


def _keeps_stop(row: Abbreviation, before: str, following: str, language: str) -> bool:
    match row.role:
        case "number":
            return _NUMERAL.match(following) is not None
        case "name":
            return not opens_sentence(following, language)
        case "magnitude":
            return True
        case "ending":
            is_named = row.key == "hwy" and _NUMERAL.match(following) is not None
            return is_named or (row.key in _HALF_DAYS and _TIME_ZONE.match(following) is not None)
        case "bare":
            return False
        case _:
            # After a number it is a unit, which may end a sentence: "it is 6 ft. Then", though "Ft. Worth" is a place.
            return not before[-1:].isdigit()


def opens_sentence(following: str, language: str) -> bool:
    """Check whether a text begins with a capitalised stop word, as sentences do and names do not: "It", "The"."""
    first = _FIRST_WORD.match(following)
    return first is not None and first[0][:1].isupper() and first[0].casefold() in stop_words(language)


def _key(written: str) -> str:
    return "".join(written.split()).removesuffix(".").casefold()


@cache
def _table() -> Mapping[str, Any]:
    table: dict[str, Any] = json.loads(resources.files(__package__).joinpath("abbreviations.json").read_text("utf-8"))
    return table


def _rows(part: Mapping[str, Any]) -> Iterator[Abbreviation]:
    for role in get_args(Role):
        for written, entry in part.get(role, {}).items():
            spoken, *conditions = entry if isinstance(entry, list) else [entry]
            yield Abbreviation(written=written, role=role, spoken=spoken, conditions=tuple(conditions))


@cache
def _stopped(language: str) -> Mapping[str, Abbreviation]:
    """Return the rows that have a full stop by key; a language's own row replaces the one for every language."""
    rows = [row for row in abbreviations(language) if row.role != "bare"]
    own = len(list(_rows(_table()[_EVERY_LANGUAGE])))
    # Of spellings with one key the first is the entry: "Sig." before "sig.".
    return {row.key: row for row in (*rows[:own], *reversed(rows[own:]))}


@cache
def _pairs(language: str) -> frozenset[tuple[str, str]]:
    """List adjacent parts of abbreviations of several words: the word without its full stop, and the part after it."""
    rows = abbreviations(language)
    return frozenset(
        (part.removesuffix("."), after)
        for row in rows
        for part, after in zip(row.parts, row.parts[1:], strict=False)
        if part.endswith(".")
    )


@cache
def _closings(language: str) -> Mapping[tuple[str, str], Abbreviation]:
    """Return the rows of several words by their last two: the part before, and the last word without its stop."""
    return {
        (row.parts[-2], row.parts[-1].removesuffix(".")): row for row in abbreviations(language) if len(row.parts) > 1
    }


def _openings(following: str) -> tuple[str, ...]:
    """List possible starts of an abbreviation's next part: the first word, and that word up to its first full stop."""
    word = following.split(maxsplit=1)[0].casefold() if following.strip() else ""
    return (word, word[: word.find(".") + 1]) if "." in word else (word,)
