"""How sentences feel, from the real lexicon."""

import pytest

from reelwright_media.writing.vader import VaderValence


def test_english_sentences_have_a_sign() -> None:
    """Joy is above zero, grief below, a plain fact at zero; all within -1 to 1."""
    reader = VaderValence()
    assert 0.5 < reader.valence("I love this, it is wonderful!") <= 1.0
    assert -1.0 <= reader.valence("This is a terrible, sad disaster.") < -0.5
    assert reader.valence("The table has four legs.") == 0.0
    assert reader.valence("") == 0.0


@pytest.mark.parametrize("language", ["de", "de-DE", "es", "zh"])
def test_other_languages_are_not_judged_by_english_words(language: str) -> None:
    """The German article "die" must not count as a death."""
    assert VaderValence(language).valence("die Katze") == 0.0
    assert VaderValence("en-GB").valence("die Katze") < 0
