"""Which names of voices a request may use, and which a provider is told."""

from pathlib import Path

import pytest

from reelwright.film.voices.table import GENDERS, VOICES, name_known_to, names_for


@pytest.mark.parametrize(("language", "first"), [("en-US", "af_heart"), ("en-GB", "bf_emma"), ("fr", "ff_siwis")])
def test_names_are_those_of_the_accent_best_first(language: str, first: str) -> None:
    """And a gender, which every voice understands."""
    names = names_for(language)
    assert names[0] == first
    assert names[-2:] == GENDERS
    accents = {VOICES[name].accent for name in names[:-2]}
    assert len(accents) == 1


def test_where_kokoro_is_silent_every_name_gives_its_gender() -> None:
    """Espeak speaks German, in a man's or a woman's voice."""
    assert set(names_for("de")) == {*VOICES, *GENDERS}


@pytest.mark.parametrize(
    ("provider", "name", "told"),
    [
        ("kokoro", "af_heart", "af_heart"),
        ("espeak", "male", "male"),
        ("kokoro", "en-US-JennyNeural", None),
        ("espeak", "Joanna", None),
        ("azure", "en-US-JennyNeural", "en-US-JennyNeural"),
        ("kokoro", None, None),
    ],
)
def test_a_local_voice_never_hears_a_name_of_somebody_elses(provider: str, name: str | None, told: str | None) -> None:
    """Where it takes over for another provider it speaks with its own best voice, instead of failing the job."""
    assert name_known_to(provider, name) == told


def test_the_page_of_voices_names_them_all() -> None:
    """`docs/voices.md` has a row for each voice, with what the table says of it, and no other."""
    page = Path(__file__).resolve().parents[4] / "docs" / "voices.md"
    rows = [row.split(" | ") for row in page.read_text(encoding="utf-8").splitlines() if row.startswith("| `")]
    assert [(row[0].strip("| `"), row[2].rstrip(" |")) for row in rows] == [
        (voice.name, f"{voice.gender}; {voice.description}") for voice in VOICES.values()
    ]
