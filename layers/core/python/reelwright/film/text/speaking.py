"""Estimates speaking time from letters, before any speech is made."""

import re
from typing import Final

from reelwright.film.text.characters import CLAUSE_MARKS, DASHES, SENTENCE_MARKS, is_han, is_spaceless

WORDS_PER_MINUTE: Final = 155.0
"""Pace of the default voice; narrators speak 150 to 165 words per minute."""
_ARTICULATED_WORDS_PER_MINUTE: Final = 175.0
"""The same pace without pauses, which are counted separately."""
_LETTERS_PER_SECOND: Final = _ARTICULATED_WORDS_PER_MINUTE / 60 * 4.7
"""English words have 4.7 letters on average. Letters are counted because words are much longer in German, for example."""
_HAN_PER_SECOND: Final = 4.3
"""Mandarin is read at about 260 characters a minute."""
_KANA_AND_THAI_PER_SECOND: Final = 7.5
"""Japanese is read at 7-8 morae a second, Thai letters a little faster."""
SECONDS_PER_DIGIT: Final = 0.28
"""Digits take longer to say than letters: `10,994` is nine syllables."""
_SENTENCE_PAUSE_SECONDS: Final = 0.35
_CLAUSE_PAUSE_SECONDS: Final = 0.15
_SENTENCE_PAUSE: Final = re.compile(rf"[{SENTENCE_MARKS}]+(?=\D|$)")
_CLAUSE_PAUSE: Final = re.compile(rf"[{CLAUSE_MARKS}{DASHES}]+(?=\D|$)")


def speech_seconds(text: str, words_per_minute: float = WORDS_PER_MINUTE) -> float:
    """Estimate the seconds to speak `text` at the pace, pauses included; within about 15 % for prose."""
    han = sum(map(is_han, text))
    spaceless = sum(character.isalpha() and is_spaceless(character) for character in text) - han
    digits = sum(character.isdigit() for character in text)
    spaced = "".join(" " if is_spaceless(character) or character.isdigit() else character for character in text)
    words = sum(any(letter.isalpha() for letter in word) for word in spaced.split())
    letters = sum(character.isalpha() for character in spaced)
    voiced = (
        0.5 * words * 60 / _ARTICULATED_WORDS_PER_MINUTE
        + 0.5 * letters / _LETTERS_PER_SECOND
        + han / _HAN_PER_SECOND
        + max(0, spaceless) / _KANA_AND_THAI_PER_SECOND
        + digits * SECONDS_PER_DIGIT
    )
    pauses = (
        len(_SENTENCE_PAUSE.findall(text)) * _SENTENCE_PAUSE_SECONDS
        + len(_CLAUSE_PAUSE.findall(text)) * _CLAUSE_PAUSE_SECONDS
    )
    return (voiced + pauses) * WORDS_PER_MINUTE / words_per_minute
