"""Numbers as words: cardinals, ordinals, decimals and digits, in the gender that the language asks for.

The words come from num2words; `mends` in a language's table are replacements for what it gets wrong (0.5.14: "veintiuno
mil", "quatre-vingtsième", "mil, novecentos"), and the other lists turn a numeral into its feminine or its short form.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from num2words import num2words

Gender = Literal["m", "f", "n", ""]
Replacements = Sequence[Sequence[str]]
_LARGEST: Final = 10**15
_GROUPED_DECIMALS: Final = 3
"""Decimals up to this many digits are read as one number ("coma setenta y cinco") where the language does that."""
_LAST_NAMED_ORDINAL: Final = 100


@dataclass(frozen=True, slots=True)
class Numerals:
    """The numerals of one language, from the part `numerals` of its table."""

    table: Mapping[str, str | Replacements]

    def cardinal(self, value: int, gender: Gender = "", *, before_noun: bool = False) -> str:
        """Return a whole number: `gender` is that of what is counted, `before_noun` asks for the short form (un, ein)."""
        if value >= _LARGEST:
            return self.digits(str(value))
        words = self._mended(_spelt(value, self._library, "cardinal"), "mends")
        if gender == "f":
            return self._mended(words, "feminine")
        return self._mended(words, "before_noun") if before_noun else words

    def ordinal(self, value: int, gender: Gender = "", *, before_noun: bool = False) -> str:
        """Return a rank; from the hundredth on the cardinal, as people say it."""
        if not 0 < value <= _LAST_NAMED_ORDINAL and self._library not in {"de", "en"}:
            return self.cardinal(value, gender)
        words = self._mended(_spelt(value, self._library, "ordinal"), "mends")
        if gender == "f":
            return self._mended(words, "ordinal_feminine")
        return self._mended(words, "ordinal_before_noun") if before_noun else words

    def year(self, value: int) -> str:
        """Return a year as it is read: by hundreds in German."""
        return self._mended(_spelt(value, self._library, "year"), "mends")

    def decimals(self, digits: str) -> str:
        """Return what stands behind the decimal mark."""
        if self.table["decimals"] == "digits" or len(digits) > _GROUPED_DECIMALS:
            return self.digits(digits)
        significant = digits.lstrip("0")
        zeros = [self.cardinal(0)] * (len(digits) - len(significant))
        return " ".join([*zeros, *([self.cardinal(int(significant))] if significant else [])])

    def digits(self, digits: str) -> str:
        """Return each digit on its own."""
        return " ".join(self.cardinal(int(digit)) for digit in digits if digit.isdigit())

    @property
    def _library(self) -> str:
        return str(self.table["library"])

    def _mended(self, words: str, mends: str) -> str:
        for pattern, replacement in self.table.get(mends, ()):
            words = re.sub(pattern, replacement, words)
        return words


@lru_cache(maxsize=4096)
def _spelt(value: int, library: str, kind: str) -> str:
    return str(num2words(value, lang=library, to=kind))
