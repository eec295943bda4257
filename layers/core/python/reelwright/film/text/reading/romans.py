"""Roman numerals: of kings, centuries, wars and chapters."""
# ruff: noqa: RUF001 - signs and dashes of many languages are the subject here

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.numerals import Gender
from reelwright.film.text.reading.rule import Rule, following, preceding, text_before

_NUMERAL: Final = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_COMMON: Final = frozenset("IVX")
"""Letters of the numerals that stand alone in prose: "XL" and "MC" are sizes and people, "Le" and "De" begin words."""
_NOT_NUMERALS: Final = frozenset(("VI", "XX", "XXX"))
"""A pronoun in Italian, chromosomes, and a mark on posters: numerals only where the context says so."""
_FIRST_NUMERAL: Final = re.compile(r"([^\W\d_]+)\.? [IVX]+ (?:e|y|et|und|o|ou) $")
_SECOND_NUMERAL: Final = re.compile(r"\s(?:e|ed|o|al|y|et|und|a|ao)(?:\s(?:il|el|la|le|o))?\s[IVX]+\s([^\W\d_]+)")
_ONE_SIGN_NUMERALS: Final = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_LAST_RANKS: Final = {"ordinal": 3999, "ordinal to ten": 10, "first only": 1}
"""Up to which number kings and centuries have ranks; Spanish and Portuguese count on from eleven."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A numeral in its sentence."""

    letters: str
    value: int
    suffix: str
    stop: str
    before: str
    after: str
    after_both: str
    """The word behind the second numeral of "il XII e il XIV secolo"."""
    is_joined: bool
    """Whether nothing but a space stands between the numeral and the word before it."""
    is_noun: bool
    """Whether an article stands before that word: German writes nouns as names."""


def roman_rules() -> list[Rule]:
    """Return the rules of this file."""
    suffix = r"((?:(?<=\bI)(?:er|re|ère|ers|ᵉʳ)|e|ème|º|ª|ᵉ))(?!\w)"  # "Vers" is a word, "Ier" a rank
    suffixed = rf"(?<![\w.'’-])({_NUMERAL})(?:{suffix}|(\.)(?=[\s;:,)!?]|$)|(?![\w'’]))(?<!\s)"
    return [Rule(re.compile(suffixed), _numeral), Rule(re.compile(f"[{_ONE_SIGN_NUMERALS}]"), _one_sign)]


def _one_sign(match: re.Match[str], language: ReadingLanguage) -> str:
    return language.numerals.cardinal(_ONE_SIGN_NUMERALS.index(match[0]) + 1)


def _numeral(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say a numeral as its neighbours ask for; None for what is more likely a word, an acronym or an initial."""
    letters = match[1]
    suffix = match[2] or ""
    if not letters or (suffix and not _COMMON.issuperset(letters)):  # "Le" and "De" begin with numerals too
        return None
    found = _Found(
        letters,
        roman_value(letters),
        suffix,
        match[3] or "",
        _announcing(match),
        following(match),
        _following_both(match),
        *_context(match, language),
    )
    said = next(filter(None, (read(found, language) for read in _READERS)), None)
    if said is None:
        return None
    is_rank_mark = language.code == "de" and found.after  # German writes a rank with a full stop
    return said if is_rank_mark else said + found.stop


def _announcing(match: re.Match[str]) -> str:
    """Return the word before, or that before the first numeral of two: "secoli" for the XVI of "secoli XV e XVI"."""
    found = _FIRST_NUMERAL.search(text_before(match))
    return found[1] if found else preceding(match)


def _following_both(match: re.Match[str]) -> str:
    found = _SECOND_NUMERAL.match(match.string, match.end())
    return found[1] if found else ""


def _context(match: re.Match[str], language: ReadingLanguage) -> tuple[bool, bool]:
    """Return whether the word before a numeral touches it, and whether it has an article."""
    found = re.search(r"(?:(\w+) )?[\w-]+ $", text_before(match))
    return found is not None, found is not None and (found[1] or "").casefold() in language.listed("romans", "no_names")


def _by_suffix(found: _Found, language: ReadingLanguage) -> str | None:
    """Say "XXIe" and "IIª"."""
    if not found.suffix:
        return None
    gender: Gender = "f" if language.table["ordinals"].get(found.suffix) == "f" else "m"
    return language.numerals.ordinal(found.value, gender)


def _of_century(found: _Found, language: ReadingLanguage) -> str | None:
    if found.before.casefold() not in language.listed("romans", "centuries"):
        return None
    return _counted(found.value, language.table["romans"]["century"], "m", language)


def _of_chapter(found: _Found, language: ReadingLanguage) -> str | None:
    is_chapter = found.before.casefold() in language.listed("romans", "chapters")
    return language.numerals.cardinal(found.value) if is_chapter else None


def _of_what_follows(found: _Found, language: ReadingLanguage) -> str | None:
    """Say the rank of the next word: "II Guerra Mundial", "XXI secolo"."""
    shared = found.after_both.casefold()
    noun = shared if shared in language.listed("romans", "centuries") else found.after.casefold()
    if noun not in language.listed("romans", "ordinals_before") or (language.code == "de" and not found.stop):
        return None
    if language.code == "de":
        return language.declined(language.numerals.ordinal(found.value), found.before)
    return language.numerals.ordinal(found.value, language.gender_of(noun), before_noun=True)


def _of_king(found: _Found, language: ReadingLanguage) -> str | None:
    """Say the number of a person: "Carlos V", "Ludwig XIV."."""
    name = found.before
    is_name = found.is_joined and not (found.is_noun and language.code == "de")
    is_name = (
        is_name
        and name[:1].isupper()
        and name[1:].islower()
        and name.casefold() not in language.listed("romans", "no_names")
    )
    if not is_name or not _COMMON.issuperset(found.letters) or (language.code == "de" and not found.stop):
        return None
    is_woman = name.casefold() in language.listed("romans", "women") or (
        name.endswith("a") and name.casefold() not in language.listed("romans", "men")
    )
    if language.code == "de":
        return f"{'die' if is_woman else 'der'} {language.numerals.ordinal(found.value)}"
    return _counted(found.value, language.table["romans"]["kings"], "f" if is_woman else "m", language)


def _alone(found: _Found, language: ReadingLanguage) -> str | None:
    """Say what nothing explains as a plain number."""
    is_plain = len(found.letters) > 1 and _COMMON.issuperset(found.letters) and found.letters not in _NOT_NUMERALS
    return language.numerals.cardinal(found.value) if is_plain and not found.suffix else None


_READERS: Final[tuple[Callable[[_Found, ReadingLanguage], str | None], ...]] = (
    _by_suffix,
    _of_century,
    _of_chapter,
    _of_what_follows,
    _of_king,
    _alone,
)


def _counted(value: int, kind: str, gender: Gender, language: ReadingLanguage) -> str:
    """Say a number as a rank where the language does, else as a count."""
    is_rank = value <= _LAST_RANKS[kind]
    return language.numerals.ordinal(value, gender) if is_rank else language.numerals.cardinal(value)


def roman_value(letters: str) -> int:
    """Return the value of a numeral."""
    values = [_VALUES[letter] for letter in letters]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
