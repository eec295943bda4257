"""Which names of voices a request may use, and which a provider is told."""

from pathlib import Path
from typing import get_args

import pytest

from reelwright.film.scenes.model import Mood
from reelwright.film.voices.table import GENDERS, RANDOM, VOICES, cast_voice, name_known_to, names_for, voices_of


@pytest.mark.parametrize(("language", "first"), [("en-US", "af_heart"), ("en-GB", "bf_emma"), ("fr", "ff_siwis")])
def test_names_are_those_of_the_accent_best_first(language: str, first: str) -> None:
    """And a gender, which every voice understands, and `random`."""
    names = names_for(language)
    assert names[0] == first
    assert names[-3:] == (*GENDERS, RANDOM)
    accents = {VOICES[name].accent for name in names[:-3]}
    assert len(accents) == 1


def test_where_kokoro_is_silent_every_name_gives_its_gender() -> None:
    """Espeak speaks German, in a man's or a woman's voice."""
    assert set(names_for("de")) == {*VOICES, *GENDERS, RANDOM}


@pytest.mark.parametrize(
    ("provider", "name", "told"),
    [
        ("kokoro", "af_heart", "af_heart"),
        ("espeak", "male", "male"),
        ("kokoro", "en-US-JennyNeural", None),
        ("espeak", "Joanna", None),
        ("azure", "en-US-JennyNeural", "en-US-JennyNeural"),
        ("polly", "en-US-JennyNeural", None),
        ("azure", "am_puck", "male"),
        ("polly", "female", "female"),
        ("kokoro", None, None),
    ],
)
def test_no_provider_gets_the_name_of_another_ones_voice(provider: str, name: str | None, told: str | None) -> None:
    """A provider that takes over for azure speaks with its own voice, of the same gender if that is known."""
    assert name_known_to(provider, name, asked="azure") == told


def test_the_page_of_voices_names_them_all() -> None:
    """`docs/voices.md` has a row for each voice, with what the table says of it, and no other."""
    page = Path(__file__).resolve().parents[4] / "docs" / "voices.md"
    rows = [row.split(" | ") for row in page.read_text(encoding="utf-8").splitlines() if row.startswith("| `")]
    assert [(row[0].strip("| `"), row[2].rstrip(" |")) for row in rows] == [
        (voice.name, f"{voice.gender}; {voice.description}") for voice in VOICES.values()
    ]


def test_the_default_voice_suits_the_mood_and_differs_between_films() -> None:
    """A creator's films do not all have one speaker; the same script has the same one again."""
    heard = {mood: {cast_voice(None, "en-US", mood=mood, seed=seed) for seed in range(20)} for mood in get_args(Mood)}
    assert all(name is not None and mood in VOICES[name].moods for mood, names in heard.items() for name in names)
    assert len(set.union(*heard.values())) == 4
    assert cast_voice(None, "en-US", mood="awe", seed=3) == cast_voice(None, "en-US", mood="awe", seed=3)


def test_every_mood_of_a_voice_is_a_mood() -> None:
    """A typing slip would silence the voice."""
    assert {mood for voice in VOICES.values() for mood in voice.moods} == set(get_args(Mood))


def test_random_is_any_voice_of_the_language() -> None:
    """By the seed, whatever the mood; a language without voices gets a gender."""
    names = {cast_voice(RANDOM, "hi", mood="calm", seed=seed) for seed in range(40)}
    assert names == {voice.name for voice in voices_of("hi")}
    assert cast_voice(RANDOM, "de", mood="calm", seed=1) in GENDERS


@pytest.mark.parametrize("asked", ["am_puck", "female"])
def test_a_requested_voice_is_not_cast(asked: str) -> None:
    """The mood is for films that name none."""
    assert cast_voice(asked, "en", mood="awe", seed=1) == asked


def test_other_providers_are_not_told_a_random_local_voice() -> None:
    """They choose their own default."""
    assert name_known_to("polly", RANDOM) is None
