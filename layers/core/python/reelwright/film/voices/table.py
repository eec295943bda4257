"""The voices of Kokoro as data, and which one speaks a language best."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from reelwright.film.voices.languages import espeak_code
from reelwright.values import Value

Gender = Literal["female", "male"]


class Voice(Value):
    """A voice. `accent` is the espeak code of the accent it was trained in; `name` is also its file's (`<name>.bin`)."""

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
# Seseo is an accent of the phonemes, not of the voice: Latin American Spanish is read by the same speakers.
_ACCENT_OF_CODE: Final = MappingProxyType(
    {accent: accent for _, accent, _, _ in _ROWS} | {"es-419": "es"},
)


def kokoro_code(language: str) -> str | None:
    """Return the espeak code by which Kokoro reads a BCP 47 `language`; None where it has no voice of that accent.

    German, for one, is not offered: the model was never trained on it and half of its words come out wrong.
    """
    return espeak_code(language, _ACCENT_OF_CODE)


def voices_of(language: str) -> tuple[Voice, ...]:
    """Return Kokoro's voices for a BCP 47 `language`, best first; none where it does not speak it."""
    accent = _ACCENT_OF_CODE.get(kokoro_code(language) or "")
    return tuple(voice for voice in VOICES.values() if voice.accent == accent)


def default_voice(language: str) -> Voice | None:
    """Return the best voice for a BCP 47 `language`, None where Kokoro does not speak it."""
    return next(iter(voices_of(language)), None)


GENDERS: Final = ("female", "male")
"""What every local voice understands instead of a name."""
LOCAL_SPEAKERS: Final = ("kokoro", "espeak")
"""The providers of speech whose voices stand here; what others call theirs is not known."""


def names_for(language: str) -> tuple[str, ...]:
    """Return what a request may call a local voice for a BCP 47 `language`, best first.

    Where Kokoro does not speak the language, espeak does, and takes any of Kokoro's names for their gender.
    """
    offered = voices_of(language) or tuple(VOICES.values())
    return (*(voice.name for voice in offered), *GENDERS)


def name_known_to(provider: str, name: str | None) -> str | None:
    """Return the asked voice as a provider may be told it: a local one never hears the name of somebody else's voice."""
    return None if provider in LOCAL_SPEAKERS and name not in VOICES and name not in GENDERS else name
