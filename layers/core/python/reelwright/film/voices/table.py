"""The voices of Kokoro as data, and the best one for a language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from reelwright.film.voices.languages import espeak_code
from reelwright.values import Value

Gender = Literal["female", "male"]


class Voice(Value):
    """A voice. `accent` is the espeak code of its training accent; its file is `<name>.bin`."""

    name: str
    accent: Literal["en-us", "en-gb", "es", "fr-fr", "it", "pt-br"]
    gender: Gender
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
# Seseo is a matter of phonemes, not of the voice: the same speakers read Latin American Spanish.
_ACCENT_OF_CODE: Final = MappingProxyType(
    {accent: accent for _, accent, _, _ in _ROWS} | {"es-419": "es"},
)


def kokoro_code(language: str) -> str | None:
    """Look up the espeak code that Kokoro uses for a BCP 47 `language`; None if it has no voice of that accent.

    German, for example, is not offered: the model was not trained on it and mispronounces half of the words.
    """
    return espeak_code(language, _ACCENT_OF_CODE)


def voices_of(language: str) -> tuple[Voice, ...]:
    """List Kokoro's voices for a BCP 47 `language`, best first; empty if it has none."""
    accent = _ACCENT_OF_CODE.get(kokoro_code(language) or "")
    return tuple(voice for voice in VOICES.values() if voice.accent == accent)


def default_voice(language: str) -> Voice | None:
    """Choose the best voice for a BCP 47 `language`; None if Kokoro has none."""
    return next(iter(voices_of(language)), None)


GENDERS: Final = ("female", "male")
"""Accepted by every local provider instead of a voice name."""
LOCAL_SPEAKERS: Final = ("kokoro", "espeak")
"""The speech providers whose voice names are known here; names of other providers are not known."""


def names_for(language: str) -> tuple[str, ...]:
    """List the voice names that a request may use for a BCP 47 `language`, best first.

    If Kokoro has no voice for the language, espeak speaks it and takes the gender from any of Kokoro's names.
    """
    offered = voices_of(language) or tuple(VOICES.values())
    return (*(voice.name for voice in offered), *GENDERS)


def name_known_to(provider: str, name: str | None) -> str | None:
    """Filter the requested voice for a provider: a local provider only gets names of local voices."""
    return None if provider in LOCAL_SPEAKERS and name not in VOICES and name not in GENDERS else name
