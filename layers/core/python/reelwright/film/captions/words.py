"""Which pieces of a text are highlighted one by one: its words.

Where a language puts spaces between words, the words are what stands between white space, punctuation included, exactly
as written. Chinese, Japanese, Thai, Lao, Khmer and Burmese put none, so a chunk that holds such letters is cut further:

- Chinese: one character a word (each is a syllable, and karaoke highlights syllables);
- Japanese: one or two kanji with the one kana that follows, at most three hiragana, at most six katakana;
- Thai, Lao, Khmer, Burmese: two letter clusters (about a syllable); a cluster is never broken, so marks stay on letters;
- Latin letters, digits and Hangul inside such a chunk stay whole;
- closing marks stay with the piece before, opening brackets with the piece after.

No dictionary is used: the pieces are for the eye, not for grammar. The pieces of a chunk, put together, give the chunk.
"""

import re
import unicodedata
from collections.abc import Iterable

_HAN = "\u3005\u3007\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA = "\u3041-\u309f"
_KATAKANA = "\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_CLUSTERED = "\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
# Vowels written before the consonant they follow in speech, and those written after it without being combining marks.
_THAI_LAO_LEADING = "\u0e40-\u0e44\u0ec0-\u0ec4"
_THAI_LAO_FOLLOWING = "\u0e30\u0e32\u0e33\u0e45\u0e46\u0eb0\u0eb2\u0eb3\u0ec6"
_STACKING = "\u1039\u17d2"  # the next consonant is written under this one
_MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u1056-\u1059\u105e-\u1060"
    "\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d\u17b4-\u17d3\u17dd"
)
_CLUSTER = f"[{_THAI_LAO_LEADING}]?[{_CLUSTERED}](?:[{_STACKING}][{_CLUSTERED}]|[{_MARKS}{_THAI_LAO_FOLLOWING}])*"
_SPACELESS = re.compile(f"[{_HAN}{_HIRAGANA}{_KATAKANA}{_CLUSTERED}]")
_PIECES = (
    f"(?:{_CLUSTER}){{1,2}}",
    f"[{_HIRAGANA}]{{1,3}}",
    f"[{_KATAKANA}]{{1,6}}",
    f"[^{_HAN}{_HIRAGANA}{_KATAKANA}{_CLUSTERED}]",
)
_CHINESE = re.compile("|".join((f"[{_HAN}]", *_PIECES)))
_JAPANESE = re.compile("|".join((f"[{_HAN}]{{1,2}}[{_HIRAGANA}]?", *_PIECES)))
_OPENING = {"Ps", "Pi"}


def words_of(text: str, language: str) -> tuple[str, ...]:
    """Return the words of `text` (BCP 47 `language`), in order; see the top of this file for what a word is.

    Only white space of the text is missing from them. An empty or blank text has none.
    """
    pieces = _JAPANESE if language.lower().split("-")[0] == "ja" else _CHINESE
    return tuple(word for chunk in text.split() for word in _cut(chunk, pieces))


def sentence_of(words: Iterable[str]) -> str:
    """Return the words as a reader expects them: with spaces between, but none where both sides write without spaces."""
    sentence = ""
    for word in words:
        joined = not sentence or (_is_spaceless(sentence[-1]) and _is_spaceless(word[0]))
        sentence += word if joined else f" {word}"
    return sentence


def _cut(chunk: str, pieces: re.Pattern[str]) -> list[str]:
    """Cut one chunk between white space; whole where its script has spaces."""
    if not _SPACELESS.search(chunk):
        return [chunk]
    words: list[str] = []
    opening = ""
    for match in pieces.finditer(chunk):
        piece = match.group()
        if unicodedata.category(piece[0]) in _OPENING:
            opening += piece
        elif words and not opening and _stays(words[-1], piece):
            words[-1] += piece
        else:
            words.append(opening + piece)
            opening = ""
    if opening and words:
        words[-1] += opening
    return words or [chunk]


def _stays(word: str, piece: str) -> bool:
    """Say whether `piece` belongs to the word before: a mark always, a letter with spaces only after its like."""
    if _SPACELESS.match(piece):
        return False
    if not piece[0].isalnum():
        return True
    return not _SPACELESS.search(word)


def _is_spaceless(letter: str) -> bool:
    """Say whether no space is written beside this character: a spaceless script or a full-width mark."""
    if _SPACELESS.match(letter):
        return True
    # Hangul and emoji are wide too, yet stand between spaces; only wide marks carry their own white space.
    return unicodedata.category(letter).startswith("P") and unicodedata.east_asian_width(letter) in {"W", "F"}
