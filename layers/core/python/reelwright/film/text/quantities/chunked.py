"""A text in one language as chunks, with questions about their neighbours: joined, in a phrase, singular, loud."""

import re
from typing import Final

from reelwright.film.text.abbreviations import abbreviation_of
from reelwright.film.text.characters import APOSTROPHES
from reelwright.film.text.languages import primary_language
from reelwright.film.text.quantities.chunks import Chunk, chunks
from reelwright.film.text.quantities.language import Phrase, QuantityWords, quantity_words
from reelwright.film.text.quantities.model import Quantity, QuantityKind
from reelwright.film.text.stopwords import stop_words

_SINGULARS: Final = ("ss", "us", "is", "ous")
_PHONE: Final = re.compile(r"\(\d{3}\)\s?\d{3}-\d{4}")
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
        """Check whether a chunk is one capital letter: behind a unit it names a direction ("40 mi W")."""
        return len(self.chunks[place].text) == 1 and self.chunks[place].text.isupper()

    def is_part_of_more(self, first: int, last: int) -> bool:
        """Check whether a number is cut: of a year ('98), of a telephone number, of a letter that multiplies (7,8 M)."""
        start = self.chunks[first].start
        if (start and self._text[start - 1] in APOSTROPHES) or any(low <= start < high for low, high in self._phones):
            return True
        behind = self.chunks[last + 1].text if self.joined(last) else ""
        return len(behind) == 1 and behind.isupper() and behind not in _WORDS_OF_ONE_LETTER

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
        letters = sum(map(str.isalpha, chunk.text))
        fewest = 1 if short else _FEWEST_LETTERS_OF_A_NOUN
        return letters >= fewest and chunk.folded not in self.stops and chunk.folded not in self.words.months

    def is_plural(self, chunk: Chunk) -> bool:
        """Check whether a noun is plural by its ending or by the table; German shows it by no ending."""
        if self.language == "de":
            return chunk.capitalised
        folded = chunk.folded
        regular = folded.endswith(("s", "x") if self.language == "fr" else "s") and not folded.endswith(_SINGULARS)
        return regular or folded in self.words.nouns

    def quantity(self, first: int, last: int, kind: QuantityKind, *, shown: bool) -> Quantity:
        """Build the quantity from one chunk to another."""
        return Quantity(self.chunks[first].start, self.chunks[last].end, kind, shown)
