"""The voices of Kokoro as data, and which one speaks a language best."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from reelwright.values import Value


class Voice(Value):
    """A voice. `accent` is the espeak code of the accent it was trained in; `name` is also its file's (`<name>.bin`)."""

    name: str
    accent: Literal["en-us", "en-gb", "es", "fr-fr", "it", "pt-br"]
    gender: Literal["female", "male"]
    description: str


# The order is the preference within an accent. Grades of the English voices: VOICES.md of Kokoro-82M.
_ROWS: Final = (
    ("af_heart", "en-us", "female", "warm and clear; the best voice of all (grade A)"),
    ("af_bella", "en-us", "female", "lively, close to the microphone (grade A-)"),
    ("am_michael", "en-us", "male", "calm narrator (grade C+)"),
    ("am_puck", "en-us", "male", "young and playful (grade C+)"),
    ("bf_emma", "en-gb", "female", "composed, documentary (grade B-)"),
    ("bm_george", "en-gb", "male", "dry and measured (grade C)"),
    ("ef_dora", "es", "female", "Spanish, even"),
    ("em_alex", "es", "male", "Spanish, even"),
    ("ff_siwis", "fr-fr", "female", "French, trained on the SIWIS recordings (grade B-)"),
    ("if_sara", "it", "female", "Italian, even"),
    ("im_nicola", "it", "male", "Italian, even"),
    ("pf_dora", "pt-br", "female", "Brazilian Portuguese, even"),
    ("pm_alex", "pt-br", "male", "Brazilian Portuguese, even"),
)
VOICES: Final[Mapping[str, Voice]] = MappingProxyType(
    {
        name: Voice.model_validate({"name": name, "accent": accent, "gender": gender, "description": description})
        for name, accent, gender, description in _ROWS
    }
)
# Seseo is an accent of the phonemes, not of the voice: Latin American Spanish is read by the same speakers.
_ACCENT_OF_CODE: Final = MappingProxyType({"es-419": "es"})


def accent_of(espeak_code: str) -> str:
    """Return the accent of the voices that read an espeak language code."""
    return _ACCENT_OF_CODE.get(espeak_code, espeak_code)
