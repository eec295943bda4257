"""Language detection: guesses of a statistical model, used only if they are certain enough.

The model (`ports.Languages`) is wrong on greetings, names and brands, and a wrong warning is worse than none. Measured with
fastText's lid.176 on short scripts of 26 languages (`tests/unit/test_recognizing.py`): without the rules below 6 of 93 are
wrong, with them none is wrong and 13 are undecided.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from reelwright.film.text.characters import CJK_SCRIPTS, letters_of, script_of_letters
from reelwright.film.text.languages import primary_language

_OTHER_SCRIPT_LETTERS: Final = 4
"""Other scripts than Latin have few candidate languages, so one word is enough."""
_OTHER_SCRIPT_PROBABILITY: Final = 0.3
_LATIN_WORDS: Final = 3
"""Below that a Latin text is often a name, a brand or an exclamation ("Mamma mia!")."""
_LATIN_RULES: Final = ((60, 0.5), (16, 0.65), (10, 0.9))
"""Number of letters of a Latin text, and the required probability: the shorter the text, the higher."""
_NO_ASCII_LETTERS: Final = bytes(code for code in range(128) if not chr(code).isalpha())
_IMPROBABLE: Final = 0.1
"""A requested language with a higher probability is never contradicted: Danish and Norwegian, Croatian and Serbian."""
_CJK_LANGUAGES: Final = {"japanese": "ja", "korean": "ko", "chinese": "zh"}
"""The script decides: the model takes short Chinese for Japanese."""
_SAME: Final = {
    "cmn": "zh", "yue": "zh", "hak": "zh", "wuu": "zh", "nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "fil": "tl",
    "hr": "sr", "bs": "sr", "sh": "sr", "arz": "ar", "azb": "az", "pnb": "pa", "ckb": "ku", "als": "de", "hyw": "hy",
}  # fmt: skip
"""Tags of one written language, or of languages that cannot be distinguished in short texts."""


class Guess(NamedTuple):
    """A language by its primary tag, and its probability (0-1)."""

    language: str
    probability: float


def sure_language(text: str, guesses: Iterable[Guess]) -> str | None:
    """Detect the language of a text as a primary tag; None if the text is too short or mixed.

    `guesses` are sorted, most likely first.
    """
    counted = {} if text.isascii() else letters_of(text)
    letters = len(text.encode().translate(None, _NO_ASCII_LETTERS)) if text.isascii() else sum(counted.values())
    script = script_of_letters(counted)
    if script in CJK_SCRIPTS and letters:
        return _CJK_LANGUAGES[script]
    best = next(iter(guesses), None)
    if best is None:
        return None
    if text.isascii() or _is_latin(counted):
        long_enough = len(text.split()) >= _LATIN_WORDS
        sure = any(letters >= least and best.probability >= probability for least, probability in _LATIN_RULES)
        return best.language if long_enough and sure else None
    sure = letters >= _OTHER_SCRIPT_LETTERS and best.probability >= _OTHER_SCRIPT_PROBABILITY
    return best.language if sure else None


def other_language(text: str, language: str, guesses: tuple[Guess, ...]) -> str | None:
    """Detect a language other than `language`; None if the text is, or may be, in `language`."""
    return contradiction(sure_language(text, guesses), language, guesses)


def contradiction(found: str | None, language: str, guesses: tuple[Guess, ...]) -> str | None:
    """Return the `sure_language` of a text if it contradicts `language`; None if that may be right."""
    given = _group(language)
    if found is None or _group(found) == given:
        return None
    likely = sum(guess.probability for guess in guesses if _group(guess.language) == given)
    return found if likely < _IMPROBABLE or found in _CJK_LANGUAGES.values() else None


def _group(language: str) -> str:
    primary = primary_language(language)
    return _SAME.get(primary, primary)


def _is_latin(letters: Mapping[str, int]) -> bool:
    latin = sum(count for letter, count in letters.items() if letter < "\u0250" or "\u1e00" <= letter <= "\u1eff")
    return 2 * latin > sum(letters.values())
