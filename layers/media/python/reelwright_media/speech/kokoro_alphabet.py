"""Kokoro's alphabet: converts espeak-ng's phonemes to the 114 symbols that the model was trained on.

`kokoro_alphabet.json` holds both tables. `symbols` is the `vocab` of Kokoro-82M's own `config.json` (v1.0).
`spellings` are ordered replacements: misaki, Kokoro's phonemizer, writes a diphthong or affricate as one letter, while
espeak ties its parts with '^'. The English tables follow misaki's espeak fallback (American and British differ in
vowels); `romance` follows its table for every other language, and
`hi` adds the retroflex flap, which espeak writes with a dot that Kokoro would read as a full stop. Using the English table
on Spanish or French is audible:
it took the word error rate of a recogniser from 0 to 28 % and from 18 to 47 %.
"""

import json
import re
from pathlib import Path
from typing import Final

_TABLES = json.loads(Path(__file__).with_name("kokoro_alphabet.json").read_text("utf-8"))
SYMBOLS: Final[dict[str, int]] = _TABLES["symbols"]
_SPELLINGS: Final[dict[str, list[tuple[str, str]]]] = _TABLES["spellings"]
_TIE = "^"
_SYLLABIC = re.compile("(\\S)\u0329")  # combining vertical line below: a syllabic consonant
PUNCTUATION: Final = frozenset(symbol for symbol, number in SYMBOLS.items() if number <= SYMBOLS["\u201d"])
SPACE: Final = SYMBOLS[" "]


def spelled(phonemes: str, espeak_code: str) -> str:
    """Convert espeak's tied `phonemes` of the language `espeak_code` to Kokoro's alphabet; unknown symbols are dropped."""
    for theirs, ours in _SPELLINGS.get(espeak_code, _SPELLINGS["romance"]):
        phonemes = phonemes.replace(theirs, ours)
    if espeak_code.startswith("en"):
        phonemes = _SYLLABIC.sub("\u1d4a\\1", phonemes)
    return "".join(symbol for symbol in phonemes.replace(_TIE, "") if symbol in SYMBOLS)
