"""Converts a text to the phonemes given to a voice: two texts sound the same if these are equal."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reelwright.film.text.characters import STRAIGHT_APOSTROPHE
from reelwright.film.text.cleaning import clean
from reelwright.film.text.reading.aloud import said_words
from reelwright.film.text.words import words_of
from reelwright.film.voices.languages import espeak_code
from reelwright.film.voices.table import kokoro_code
from reelwright_media.speech.espeak import audible_text, read_text
from reelwright_media.speech.espeak_library import espeak
from reelwright_media.speech.kokoro_alphabet import SYMBOLS, spelled
from reelwright_media.speech.kokoro_script import passages
from reelwright_media.speech.reading import voiced_words

_SYMBOL_OF: Final = {number: symbol for symbol, number in SYMBOLS.items()}
_PAUSES: Final = re.compile(r"[^\w\s'\u0300-\u036f\u0900-\u097f-]+")  # Hindi vowel signs are no word characters to `re`
_NOT_COMPARED: Final = re.compile(r"[ˈˌ.,;:!?—…\"“”() ]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: a text as a script writes it, and the readings that a narrator may give."""

    language: str
    text: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the product says of a row, beside what each reading sounds like."""

    row: Row
    heard: str
    wanted: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Compare without stress, pauses and spaces: they differ with the number of words, not with the reading."""
        return compared(self.heard) in map(compared, self.wanted)


def rows_of(table: Path) -> list[Row]:
    """Read a table: language, text and readings, separated by tabs; `#` begins a comment line."""
    lines = [line.split("\t") for line in table.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [Row(language, text, tuple(filter(None, found))) for language, text, *found in filter(_is_row, lines)]


def _is_row(cells: list[str]) -> bool:
    return len(cells) > 2


def verdicts(rows: Iterable[Row]) -> list[Verdict]:
    """Judge every row."""
    return [
        Verdict(row, spoken(row.text, row.language), tuple(plain(said, row.language) for said in row.readings))
        for row in rows
    ]


def spoken(text: str, language: str) -> str:
    """Return the phonemes that the product's own voice of the language is given for a text."""
    text = clean(text)
    code = kokoro_code(language)
    if code is None:
        code = espeak_code(language, espeak().languages) or language
        return espeak().phonemes(audible_text(read_text(text, words_of(text, language), language).text, code), code)
    found = passages(
        voiced_words(said_words(words_of(text, language), language), language), lambda piece: phonemes(piece, language)
    )
    return " ".join("".join(_SYMBOL_OF[symbol.number] for symbol in passage.symbols) for passage in found)


def plain(text: str, language: str) -> str:
    """Return the phonemes of a text of words alone, past every reading rule of the product: only pauses divide it."""
    pieces = _PAUSES.split(clean(text).translate(STRAIGHT_APOSTROPHE))
    return " ".join(phonemes(piece, language) for piece in pieces if piece.strip())


def phonemes(piece: str, language: str) -> str:
    """Return the phonemes of words spoken in one breath, in the alphabet of the voice that speaks the language."""
    code = kokoro_code(language)
    if code is not None:
        return spelled(espeak().phonemes(piece, code), code)
    code = espeak_code(language, espeak().languages) or language
    return espeak().phonemes(piece, code)


def compared(sounds: str) -> str:
    """Return the phonemes without stress marks, punctuation and spaces."""
    return _NOT_COMPARED.sub("", sounds)
