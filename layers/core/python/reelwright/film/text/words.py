"""Words: the pieces of a text that captions highlight one by one.

In a language with spaces between words, a word is the text between white space, punctuation included, exactly as
written. Chinese, Japanese, Thai, Lao, Khmer and Burmese put none, so a chunk that holds such letters is cut further:

- Chinese: one character a word (each is a syllable, and karaoke highlights syllables);
- Japanese: one or two kanji with the one kana that follows, at most three hiragana, at most six katakana;
- Thai, Lao, Khmer, Burmese: two letter clusters (about a syllable); a cluster is never broken, so marks stay on letters;
- Latin letters, digits and Hangul inside such a chunk stay whole;
- closing marks stay with the piece before, opening brackets with the piece after; of straight quotes every other one opens.

No dictionary is used: the pieces are for display, not for grammar. The pieces of a chunk, joined, equal the chunk.
"""

import re
from collections.abc import Iterable
from typing import Final

from reelwright.film.text.characters import CLUSTERED, HAN, HIRAGANA, KATAKANA, SPACELESS, is_opening, is_spaceless
from reelwright.film.text.languages import primary_language

# Vowels written before the consonant they follow in speech, and those written after it without being combining marks.
_THAI_LAO_LEADING: Final = "\u0e40-\u0e44\u0ec0-\u0ec4"
_THAI_LAO_FOLLOWING: Final = "\u0e30\u0e32\u0e33\u0e45\u0e46\u0eb0\u0eb2\u0eb3\u0ec6"
_STACKING: Final = "\u1039\u17d2"  # the next consonant is written under this one
_MARKS: Final = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u1056-\u1059\u105e-\u1060"
    "\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d\u17b4-\u17d3\u17dd"
)
_CLUSTER: Final = f"[{_THAI_LAO_LEADING}]?[{CLUSTERED}](?:[{_STACKING}][{CLUSTERED}]|[{_MARKS}{_THAI_LAO_FOLLOWING}])*"
_PIECES: Final = (
    f"(?:{_CLUSTER}){{1,2}}",
    f"[{HIRAGANA}]{{1,3}}",
    f"[{KATAKANA}]{{1,6}}",
    f"[^{HAN}{HIRAGANA}{KATAKANA}{CLUSTERED}]",
)
_CHINESE: Final = re.compile("|".join((f"[{HAN}]", *_PIECES)))
_JAPANESE: Final = re.compile("|".join((f"[{HAN}]{{1,2}}[{HIRAGANA}]?", *_PIECES)))


def words_of(text: str, language: str) -> tuple[str, ...]:
    """Split `text` (BCP 47 `language`) into words, in order; the module docstring defines a word.

    Nothing but white space is lost. An empty or blank text has no words.
    """
    pieces = _JAPANESE if primary_language(language) == "ja" else _CHINESE
    return tuple(word for chunk in text.split() for word in _cut(chunk, pieces))


def chunks_of(text: str) -> tuple[str, ...]:
    """Split the text at white space, in any script: the units that a person counts as words."""
    return tuple(text.split())


def sentence_of(words: Iterable[str]) -> str:
    """Join words with spaces, but without one between two words of spaceless scripts."""
    sentence = ""
    for word in words:
        joined = not sentence or (is_spaceless(sentence[-1]) and is_spaceless(word[0]))
        sentence += word if joined else f" {word}"
    return sentence


def smallest_parts(text: str) -> list[str]:
    """Split a text into words, and spaceless scripts into letters, with the punctuation after them."""
    parts: list[str] = []
    for word in text.split():
        run = ""
        for character in word:
            breaks = run and is_spaceless(character) and character.isalpha() and is_spaceless(run[-1])
            if breaks:
                parts.append(run)
                run = ""
            run += character
        parts.append(run)
    return parts


def on_one_line(text: str) -> str:
    """Replace every run of white space, line breaks included, by one space."""
    return " ".join(text.split())


def _cut(chunk: str, pieces: re.Pattern[str]) -> list[str]:
    """Cut one chunk of a spaceless script; a chunk of other scripts stays whole."""
    if not SPACELESS.search(chunk):
        return [chunk]
    words: list[str] = []
    opening = ""
    for match in pieces.finditer(chunk):
        piece = match.group()
        if is_opening(piece[0]) or _opens_straight(chunk, match.start()):
            opening += piece
        elif words and not opening and _stays(words[-1], piece):
            words[-1] += piece
        else:
            words.append(opening + piece)
            opening = ""
    if opening and words:
        words[-1] += opening
    return words or [chunk]


def _opens_straight(chunk: str, place: int) -> bool:
    """Check for a straight quote that opens: every other one, but none behind a digit, where it means inches."""
    return chunk[place] == '"' and not chunk[:place][-1:].isdigit() and chunk.count('"', 0, place) % 2 == 0


def _stays(word: str, piece: str) -> bool:
    """Check whether `piece` belongs to the word before: a mark always, a letter with spaces only after its like."""
    if SPACELESS.match(piece):
        return False
    if not piece[0].isalnum():
        return True
    return not SPACELESS.search(word)
