"""Tokens: words without the marks around them, for comparing and counting.

Words (`text.words`) keep their marks, because they are shown; tokens do not.
"""

import re
from typing import Final, NamedTuple

from reelwright.film.text.characters import APOSTROPHES, STRAIGHT_APOSTROPHE, is_spaceless
from reelwright.film.text.stopwords import stop_words

_TOKEN: Final = re.compile(rf"[^\W_]+(?:[{APOSTROPHES}\-.][^\W_]+)*")
_FOLDED_TOKEN: Final = re.compile(rf"[^\W_]+(?:[{APOSTROPHES}][^\W_]+)?")
_OWNER: Final = re.compile(rf"[{APOSTROPHES}]s?$")
_LETTER_RUN: Final = re.compile(r"[^\W\d_]+")
_SPACELESS_BREAK: Final = re.compile(
    r"[的了是在和有我你他她它们这那就不也都很与及或为被把从到对于而之其所以让会能要个]"
    r"|[のはをがにでともやへ]|です|ます|した|する|して|から|まで|ない|こと|もの|これ|それ"
)
"""Function words of Chinese and Japanese, which separate the meaningful words."""
_SPACELESS_LENGTHS: Final = range(1, 7)
_SHORTEST_WORD: Final = 3
_SHORTEST_WORD_WITHOUT_STOP_WORDS: Final = 4
_ARABIC: Final = re.compile(r"[\u0620-\u064a]")
_ARABIC_PRONOUN: Final = re.compile(r"(?:كما|هما|ك|كم|كن|ه|ها|هم|هن|نا|ي)$")  # noqa: RUF001 - Arabic itself


class Token(NamedTuple):
    """A word without marks, as written, and its position in the text."""

    text: str
    start: int
    end: int


def tokens_of(text: str) -> tuple[Token, ...]:
    """Split a text into tokens; apostrophes, hyphens and dots within a word stay."""
    return tuple(Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text))


def folded_tokens(text: str) -> list[str]:
    """Split a text into tokens for comparison: case-folded, split at hyphens, without a last `'s`."""
    return [_OWNER.sub("", word) for word in _FOLDED_TOKEN.findall(text.casefold().replace("-", " "))]


def written_tokens(text: str) -> list[str]:
    """List the tokens of `folded_tokens` as they are written."""
    return [_OWNER.sub("", word) for word in _FOLDED_TOKEN.findall(text.replace("-", " "))]


def letter_runs(text: str) -> list[str]:
    """Find the runs of letters in a text, as written: "you're 5" has "you" and "re"."""
    return _LETTER_RUN.findall(text)


def begins_word(phrase: str, text: str) -> bool:
    """Check whether a case-folded phrase begins at a word of the text: "bed" does in "beds", not in "climbed"."""
    return f" {phrase.replace('-', ' ')}" in f" {' '.join(folded_tokens(text))}"


def content_words(text: str, language: str) -> list[str]:
    """List the words of the text that carry meaning, as written, in order and with repeats.

    Stop words and words with digits are left out, and short words if no stop words are known. Scripts without
    spaces are cut at the particles of Chinese and Japanese.
    """
    return [word for token in tokens_of(text) for word in content_parts(token.text, language)]


def content_parts(token: str, language: str) -> list[str]:
    """Split a token into its parts with meaning: itself, nothing, or the parts of a run without spaces."""
    if is_spaceless(token[0]):
        return [part for part in _SPACELESS_BREAK.split(token) if len(part) in _SPACELESS_LENGTHS]
    stops = stop_words(language)
    shortest = _SHORTEST_WORD if stops else _SHORTEST_WORD_WITHOUT_STOP_WORDS
    carries = (
        len(token) >= shortest
        and not any(character.isdigit() for character in token)
        and token.casefold().translate(STRAIGHT_APOSTROPHE) not in stops
    )
    return [token] if carries else []


def word_variants(word: str) -> tuple[str, ...]:
    """List the word and, for Arabic, the word without an attached pronoun: word vectors lack the attached form."""
    if not _ARABIC.match(word):
        return (word,)
    stem = _ARABIC_PRONOUN.sub("", word)
    if stem == word or len(stem) < _SHORTEST_WORD:
        return (word,)
    return (word, stem[:-1] + "ة" if stem.endswith("ت") else stem)
