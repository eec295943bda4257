"""The voices of Kokoro as data, and the one that a film gets."""

import random
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

from reelwright.film.voices.languages import espeak_code
from reelwright.values import Value

Gender = Literal["female", "male"]


class Voice(Value):
    """A voice. `accent` is the espeak code of its training accent, `moods` are the films it suits; its file is `<name>.bin`."""

    name: str
    accent: Literal["en-us", "en-gb", "es", "fr-fr", "it", "pt-br", "hi"]
    gender: Gender
    description: str
    moods: tuple[str, ...] = ()


# The order is the preference within an accent. Grades: VOICES.md of Kokoro-82M. Moods: by pitch, pace and liveliness.
_ROWS: Final = (
    ("af_heart", "en-us", "female", "warm and clear; the best voice of all (grade A)", ("awe", "calm")),
    ("af_bella", "en-us", "female", "lively, close to the microphone (grade A-)", ("upbeat", "drive", "calm")),
    ("am_michael", "en-us", "male", "calm narrator (grade C+)", ("awe", "tense", "drive")),
    ("am_puck", "en-us", "male", "young and playful (grade C+)", ("comedy", "upbeat")),
    ("bf_emma", "en-gb", "female", "composed, documentary (grade B-)", ("awe", "calm", "upbeat")),
    ("bm_george", "en-gb", "male", "dry and measured (grade C)", ("tense", "comedy", "drive")),
    ("ef_dora", "es", "female", "Spanish, even", ("calm", "upbeat", "awe")),
    ("em_alex", "es", "male", "Spanish, even", ("tense", "drive", "comedy")),
    ("ff_siwis", "fr-fr", "female", "French, trained on the SIWIS recordings (grade B-)", ()),
    ("if_sara", "it", "female", "Italian, even", ("calm", "upbeat", "awe")),
    ("im_nicola", "it", "male", "Italian, even", ("tense", "drive", "comedy")),
    ("pf_dora", "pt-br", "female", "Brazilian Portuguese, even", ("calm", "upbeat", "awe")),
    ("pm_alex", "pt-br", "male", "Brazilian Portuguese, even", ("tense", "drive", "comedy")),
    ("hf_alpha", "hi", "female", "Hindi, clear (grade C)", ("calm", "awe")),
    ("hf_beta", "hi", "female", "Hindi, lively (grade C)", ("upbeat",)),
    ("hm_omega", "hi", "male", "Hindi, low (grade C)", ("tense", "awe")),
    ("hm_psi", "hi", "male", "Hindi, even (grade C)", ("drive", "comedy")),
)
VOICES: Final[Mapping[str, Voice]] = MappingProxyType(
    {
        name: Voice(name=name, accent=accent, gender=gender, description=description, moods=moods)
        for name, accent, gender, description, moods in _ROWS
    }
)
# Seseo is a matter of phonemes, not of the voice: the same speakers read Latin American Spanish.
_ACCENT_OF_CODE: Final = MappingProxyType(
    {accent: accent for _, accent, *_ in _ROWS} | {"es-419": "es"},
)


@lru_cache(maxsize=512)
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


RANDOM: Final = "random"
"""Accepted instead of a voice name: any voice of the language, by the film's seed."""
GENDERS: Final = ("female", "male")
"""Accepted by every local provider instead of a voice name."""
LOCAL_SPEAKERS: Final = ("kokoro", "espeak")
"""The speech providers whose voice names are known here; names of other providers are not known."""


def names_for(language: str) -> tuple[str, ...]:
    """List the voice names that a request may use for a BCP 47 `language`, best first.

    If Kokoro has no voice for the language, espeak speaks it and takes the gender from any of Kokoro's names.
    """
    offered = voices_of(language) or tuple(VOICES.values())
    return (*(voice.name for voice in offered), *GENDERS, RANDOM)


def cast_voice(asked: str | None, language: str, *, mood: str | None, seed: int) -> str | None:
    """Choose the local voice of a film: the requested one, any by seed for `random`, else one that suits its mood.

    None, the provider's own default, if Kokoro has no voice for the language or no mood is given.
    """
    offered = tuple(voice.name for voice in voices_of(language))
    choice = random.Random(f"voice|{seed}")  # noqa: S311 - a repeatable choice, not a secret
    if asked == RANDOM:
        return choice.choice(offered or GENDERS)
    suiting = [name for name in offered if mood in VOICES[name].moods]
    return choice.choice(suiting) if asked is None and suiting else asked


def name_known_to(provider: str, name: str | None, *, asked: str | None = None) -> str | None:
    """Filter the requested voice for a provider, so that no provider gets the name of another one's voice.

    A local provider only gets names of local voices. Another one gets any name if the request asks for that provider;
    from a local voice or for a fallback it gets the gender alone, which every provider maps to a voice of the language.
    """
    if name in GENDERS or name is None:
        return name
    if provider in LOCAL_SPEAKERS:
        return name if name in VOICES else None
    if name in VOICES:
        return VOICES[name].gender
    return name if provider == asked and name != RANDOM else None
