"""Which voice answers to a language tag."""

import pytest

from reelwright.film.voices.languages import espeak_code
from reelwright.film.voices.table import VOICES, default_voice, kokoro_code, voices_of
from reelwright_media.speech.espeak_library import espeak


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en", "en-us"),
        ("en-GB", "en-gb"),
        ("en-AU", "en-gb"),
        ("ar", "ar"),
        ("ar-EG", "ar"),
        ("zh", "cmn"),
        ("zh-CN", "cmn"),
        ("zh-Hant-TW", "cmn"),
        ("zh-Hant-HK", "yue"),
        ("pt", "pt-br"),
        ("pt-PT", "pt"),
        ("es-MX", "es-419"),
        ("no", "nb"),
        ("de_CH", "de"),
        ("xx", None),
        ("", None),
    ],
)
def test_a_tag_finds_the_code_of_its_accent(language: str, code: str | None) -> None:
    """The region decides where espeak knows its accent, else the language does; an unknown language has no code."""
    assert espeak_code(language, espeak().languages) == code


@pytest.mark.parametrize("language", ["de", "pt-PT", "ja", "zh", "ar", "nl", "xx"])
def test_kokoro_does_not_offer_what_it_would_mispronounce(language: str) -> None:
    """A language without a voice of its accent has no voice at all."""
    assert kokoro_code(language) is None
    assert default_voice(language) is None
    assert voices_of(language) == ()


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("en", "af_heart"),
        ("en-US", "af_heart"),
        ("en-GB", "bf_emma"),
        ("es", "ef_dora"),
        ("es-MX", "ef_dora"),
        ("fr-FR", "ff_siwis"),
        ("it", "if_sara"),
        ("pt", "pf_dora"),
        ("pt-BR", "pf_dora"),
        ("hi", "hf_alpha"),
        ("hi-IN", "hf_alpha"),
    ],
)
def test_the_default_voice_has_the_accent_of_the_language(language: str, voice: str) -> None:
    """Every language of Kokoro has a best voice of its own accent."""
    found = default_voice(language)
    assert found is not None
    assert found.name == voice


def test_every_voice_is_offered_for_some_language() -> None:
    """A voice that no tag leads to would be dead data."""
    offered = {voice.name for tag in ("en-US", "en-GB", "es", "fr", "it", "pt", "hi") for voice in voices_of(tag)}
    assert offered == set(VOICES)
