"""A text in one language as chunks, with questions about their neighbours: joined, in a phrase, singular, loud."""

import re
from typing import Final

from reelwright.film.text.abbreviations import abbreviation_of
from reelwright.film.text.characters import APOSTROPHES
from reelwright.film.text.languages import primary_language
from reelwright.film.text.quantities.chunks import Chunk, chunks, is_magnitude
from reelwright.film.text.quantities.language import Phrase, QuantityWords, quantity_words
from reelwright.film.text.quantities.model import Grown, Quantity, QuantityKind
from reelwright.film.text.stopwords import stop_words

_PLURAL_ENDINGS: Final = {"it": ("i", "e"), "nl": ("en", "s")}
"""Endings of plurals of languages that have several."""
_SINGULARS: Final = ("ss", "us", "is", "ous")
_PHONE: Final = re.compile(r"\(\d{3}\)\s?\d{3}-\d{4}")
_LISTED: Final = re.compile(r",\s\d|\)|\s(?:e|y|et|und|and)\s\d")
"""A number alone in a list or in brackets, "58, 62 e 70" and "(38)": it says little by itself."""
_LISTED_BEHIND: Final = re.compile(r"\d,?\s(?:(?:e|y|et|und|and)\s)?$")
_JOINT: Final = 8
"""Characters of the longest of them."""
_LONGEST_SHARE: Final = 3
"""Words from a share to its magnitude: `of a million`."""
_ELIDED: Final = frozenset({"d"})
"""French and Italian `d'un million`: one chunk with its article."""
_CURRENCY_SIGNS: Final = "€$£¥₹"
_LARGER: Final = frozenset({"mi", "bi", "tri", "bn", "mn", "mln", "mld", "Mio", "Mrd", "M", "B"})
_ERAS: Final = frozenset({"BC", "AD", "BCE", "CE"})
_WORDS_OF_ONE_LETTER: Final = frozenset("AEIOUYNSW")
"""Vowels are words in some language; the others name directions."""
_LAST_DAY: Final = 31
_FEWEST_LETTERS_OF_A_NOUN: Final = 2


class ChunkedText:
    """The chunks of one text, and the words of its language."""

    def __init__(self, text: str, language: str) -> None:
        self.language = primary_language(language)
        self.words: QuantityWords = quantity_words(language)
        self.stops = stop_words(language)
        self.is_loud = text.upper() == text
        self._text = text
        self._phones = [found.span() for found in _PHONE.finditer(text)]
        self.chunks: list[Chunk] = chunks(text, self.words)

    def joined(self, place: int, count: int = 1) -> bool:
        """Check that no punctuation separates the next `count` chunks; the full stop of `Mio.` does not count."""
        for index in range(place, place + count):
            if index < 0 or index + 1 >= len(self.chunks) or self.chunks[index + 1].opens:
                return False
            chunk = self.chunks[index]
            abbreviated = chunk.marks == "." and abbreviation_of(chunk.text, self.language) is not None
            if chunk.marks and not abbreviated:
                return False
        return True

    def stands(self, phrase: Phrase, place: int) -> bool:
        """Check whether the words of a phrase stand at a place, joined."""
        window = self.chunks[place : place + len(phrase)]
        joined = all(self.joined(place + index) for index in range(len(phrase) - 1))
        return joined and tuple(chunk.folded for chunk in window) == phrase

    def stands_behind(self, phrase: Phrase, last: int) -> bool:
        """Check whether a phrase follows a chunk without a mark between."""
        return self.joined(last) and self.stands(phrase, last + 1)

    def is_between(self, place: int) -> bool:
        """Check whether "between" stands before a chunk."""
        return place > 0 and self.chunks[place - 1].folded in self.words.between

    def is_letter(self, place: int) -> bool:
        """Check whether a chunk is one letter: behind a unit it names a direction ("40 mi W"), or is no unit ("m s. n. m.")."""
        return len(self.chunks[place].text) == 1 and self.chunks[place].text.isalpha()

    def is_part_of_more(self, first: int, grown: Grown) -> bool:
        """Check whether a number says little by itself: it is cut out of something, or one of a list."""
        start, end = self.chunks[first].start, self.chunks[grown.last].end
        is_cut = (start and self._text[start - 1] in APOSTROPHES) or any(
            low <= start < high for low, high in self._phones
        )
        is_listed = first == grown.last and grown.kind == "number" and self._is_listed(start, end)
        return bool(is_cut) or is_listed or self._goes_on(grown.last)

    def _is_listed(self, start: int, end: int) -> bool:
        """Check whether another number stands beside one, or brackets around it."""
        before = self._text[max(0, start - _JOINT) : start]
        return _LISTED.match(self._text, end) is not None or _LISTED_BEHIND.search(before) is not None

    def _goes_on(self, last: int) -> bool:
        """Check for what belongs to a number and is not in it: a German rank's noun, inches, BC, a magnitude ("7,8 M")."""
        chunk = self.chunks[last]
        is_rank = (
            self.language == "de" and chunk.text.isdecimal() and chunk.marks == "." and last + 1 < len(self.chunks)
        )
        is_inches = (
            chunk.marks.startswith('"') and self._text.count('"', 0, chunk.end) % 2 == 0
        )  # no quotation was opened
        behind = self.chunks[last + 1].text if self.joined(last) else ""
        is_letter = len(behind) == 1 and behind.isupper() and behind not in _WORDS_OF_ONE_LETTER
        is_larger = behind.removesuffix("+").rstrip(_CURRENCY_SIGNS) in _LARGER
        is_larger = is_larger or behind.casefold().partition("-")[0] in self.words.magnitudes
        return is_rank or is_inches or is_letter or is_larger or behind in _ERAS or self._is_share(last)

    def _is_share(self, last: int) -> bool:
        """Check for a magnitude behind function words: "three quarters of a million", "1 in a million"."""
        for place in range(last + 1, min(last + 1 + _LONGEST_SHARE, len(self.chunks))):
            if not self.joined(place - 1):
                return False
            if is_magnitude(self.chunks[place], self.words):
                return True
            if self.chunks[place].folded.split("'")[0] not in self.stops | _ELIDED:
                return False
        return False

    def is_day(self, place: int) -> bool:
        """Check whether a chunk may be a day of a month."""
        if place >= len(self.chunks):
            return False
        chunk = self.chunks[place]
        digits = "".join(filter(str.isdecimal, chunk.text))
        return chunk.kind in {"number", "ordinal"} and len(digits) <= 2 and 0 < int(digits or 0) <= _LAST_DAY  # noqa: PLR2004

    def is_content(self, chunk: Chunk, *, short: bool = False) -> bool:
        """Check whether a chunk carries meaning; `short` allows a single letter, as names have it."""
        if chunk.folded in self.words.more:
            return not short
        if chunk.text.islower() and abbreviation_of(chunk.text, self.language) is not None:
            return False
        letters = sum(map(str.isalpha, chunk.text))
        fewest = 1 if short else _FEWEST_LETTERS_OF_A_NOUN
        return letters >= fewest and chunk.folded not in self.stops and chunk.folded not in self.words.months

    def is_plural(self, chunk: Chunk) -> bool:
        """Check whether a noun is plural by its ending or by the table; German shows it by no ending."""
        if self.language == "de":
            return chunk.capitalised
        folded = chunk.folded
        if self.language in _PLURAL_ENDINGS:
            return folded.endswith(_PLURAL_ENDINGS[self.language]) or folded in self.words.nouns
        regular = folded.endswith(("s", "x") if self.language == "fr" else "s") and not folded.endswith(_SINGULARS)
        return regular or folded in self.words.nouns

    def quantity(self, first: int, last: int, kind: QuantityKind, *, shown: bool) -> Quantity:
        """Build the quantity from one chunk to another."""
        return Quantity(self.chunks[first].start, self.chunks[last].end, kind, shown)
