"""A language as the reader needs it: its table (`languages/*.json`), and guesses of grammar from a word."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any, Final

from reelwright.film.text.languages import primary_language
from reelwright.film.text.reading.numerals import Gender, Numerals
from reelwright.film.text.stopwords import stop_words

LANGUAGES: Final = frozenset({"de", "en", "es", "fr", "it", "pt"})
"""Languages with a table of their own; `measures` knows money and units of some more."""


@dataclass(frozen=True)
class Unit:
    """What a number counts: its name for one and for more, and for money the name of its hundredth part."""

    one: str
    many: str
    gender: Gender = "m"
    cent: str = ""
    cents: str = ""
    few: str = ""
    """The form behind two, three and four in Slavic languages."""


@dataclass(frozen=True)
class ReadingLanguage:
    """One language's table, and what follows from it."""

    code: str
    table: Mapping[str, Any]
    is_british: bool = False
    """Whether English follows Britain: dates begin with the day, and "and" stands in numbers."""

    @cached_property
    def numerals(self) -> Numerals:
        """Its numbers."""
        return Numerals(self.table["numerals"])

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """What is written behind a number; squares and cubes of lengths included."""
        plain = {sign: Unit(*names) for sign, names in self.table["units"].items()}
        return {
            **self._powers(plain),
            **_in_other_case(plain),
            **plain,
            **{sign.replace("°", "° "): unit for sign, unit in plain.items() if sign in {"°C", "°F"}},
            "%": self._invariable("percent"),
            "‰": self._invariable("permille"),
        }

    @cached_property
    def currencies(self) -> Mapping[str, Unit]:
        """Money by its sign and by its code."""
        known = {sign: Unit(*names) for sign, names in self.table["currencies"].items()}
        return {**{code: known[sign] for code, sign in _CURRENCY_CODES.items() if sign in known}, **known}

    @cached_property
    def unit_pattern(self) -> str:
        """A pattern of what may stand behind a number, the longest first."""
        units = either([*self.currencies, *self.units])
        # In Spanish and Italian "ha" is hectares only before "of" and at the end: elsewhere it means "has".
        verbs = ("es", "it")
        return (
            re.sub(r"(?<=\|)ha(?=\|)", r"ha(?=\\s(?:de|di|con|y|e)\\b|[.,;:)]|$)", units)
            if self.code in verbs
            else units
        )

    def word(self, name: str) -> str:
        """Return a word of the table's list `words`; empty where the language says nothing there."""
        return str(self.table["words"].get(name, ""))

    def listed(self, part: str, name: str) -> frozenset[str]:
        """Return a list of words from a part of the table."""
        return _words(self.table[part].get(name, ""))

    def is_noun(self, word: str) -> bool:
        """Say whether a word that follows a number is probably what is counted."""
        if not word.isalpha() or (word.casefold() in stop_words(self.code) and not self._is_listed_noun(word)):
            return False
        return word[0].isupper() and word[1:].islower() if self.code == "de" else word[0].islower()

    def gender_of(self, word: str) -> Gender:
        """Guess the gender of a noun, from its ending where no list has it; empty for what is no noun."""
        noun = word.casefold()
        if not self.is_noun(word):
            return ""
        if noun in self.listed("gender", "masculine"):
            return "m"
        if noun in self.listed("gender", "neuter") or noun.endswith(
            tuple(self.listed("gender", "neuter_ends")) or "\0"
        ):
            return "n"
        endings = tuple(self.listed("gender", "feminine_ends"))
        return "f" if noun in self.listed("gender", "feminine") or noun.endswith(endings) else "m"

    def _is_listed_noun(self, word: str) -> bool:
        """Say whether the table knows a small word as a noun too: Italian "ora" is "now" and "hour"."""
        return word.casefold() in self.listed("gender", "feminine") | self.listed("gender", "masculine")

    def is_article(self, word: str) -> bool:
        """Say whether a German ordinal is declined by the word."""
        return word.casefold() in self.listed("ranks", "weak") | self.listed("ranks", "plain") | self.listed(
            "ranks", "mixed"
        )

    def declined(self, ordinal: str, article: str, noun: str = "") -> str:
        """Decline a German ordinal by the word before it, and behind "ein" or nothing by the noun that follows."""
        if article.casefold() in self.listed("ranks", "weak"):
            return f"{ordinal}n"
        if article.casefold() in self.listed("ranks", "plain"):
            is_dative = article == "der" and bool(noun) and self.gender_of(noun) == "f"  # "in der 90. Minute"
            return f"{ordinal}n" if is_dative else ordinal
        return f"{ordinal}{_STRONG_ENDINGS[self.gender_of(noun) if noun else '']}"

    def spelt(self, letters: str) -> str:
        """Return letters by their names, which voices know of most: `letters` of the table has the others."""
        names = self.table["letters"]
        return " ".join(names.get(letter, letter) for letter in letters.upper() if letter.isalnum())

    def _invariable(self, name: str) -> Unit:
        return Unit(self.word(name), self.word(name))

    def _powers(self, units: Mapping[str, Unit]) -> dict[str, Unit]:
        """Name square and cubic lengths, which the table need not list."""
        return {
            f"{length}{sign}": units.get(f"{length}{sign.translate(_RAISED)}")
            or Unit(f"{units[length].one} {self.word(f'one_{power}')}", f"{units[length].many} {self.word(power)}")
            for length in ("km", "m", "cm", "mm")
            for sign, power in (("²", "square"), ("2", "square"), ("³", "cubic"), ("3", "cubic"))
        }


def _in_other_case(units: Mapping[str, Unit]) -> dict[str, Unit]:
    """Add the signs that many write with capitals: "Tbsp", "KM", "LBS"."""
    certain = [sign for sign in units if sign in _WITH_CAPITALS]
    return {written: units[sign] for sign in certain for written in (sign.capitalize(), sign.upper())}


_WITH_CAPITALS: Final = frozenset("km kg km/h mph kph lb lbs oz tsp tbsp tbsps ml min mins hr hrs yd ft kcal".split())  # noqa: SIM905 - data
_STRONG_ENDINGS: Final[Mapping[Gender, str]] = {"m": "r", "f": "", "n": "s", "": "r"}
_RAISED: Final = str.maketrans("23", "²³")
_CURRENCY_CODES: Final = {
    "EUR": "€",
    "USD": "$",
    "US$": "$",
    "U$S": "$",
    "GBP": "£",
    "JPY": "¥",
    "BRL": "R$",
    "INR": "₹",
    "RUB": "₽",
    "TRY": "₺",
    "Fr.": "CHF",
}


_BRITISH_REGIONS: Final = frozenset({"au", "gb", "ie", "in", "nz", "za"})
"""Regions whose English is read with a British accent (`film.voices.languages`)."""


@cache
def reading_language(language: str) -> ReadingLanguage | None:
    """Return what is known of a BCP 47 language; None for one without a table."""
    code = primary_language(language)
    if code not in LANGUAGES:
        return None
    table = json.loads(resources.files(__package__).joinpath("languages", f"{code}.json").read_text("utf-8"))
    if language.lower().replace("_", "-") == "pt-pt":
        table["numerals"]["library"] = "pt"
    is_british = code == "en" and not _BRITISH_REGIONS.isdisjoint(language.lower().replace("_", "-").split("-")[1:])
    if is_british:
        table["numerals"]["mends"] = table["numerals"]["british"]
    return ReadingLanguage(code, table, is_british)


def either(signs: Iterable[str]) -> str:
    """Return a pattern of signs, the longest first."""
    return "|".join(re.escape(sign).replace(r"\ ", r"\s") for sign in sorted(signs, key=len, reverse=True))


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
