"""A film without a title gets one from its own script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.scenes.titling import title_of
from reelwright.film.text.characters import width_of

TITLES = [
    ("en", "The moon pulls the ocean. Twice a day it lets go.", "The moon pulls the ocean"),
    ("en", "In 1998, two brothers borrowed $15,000. It went well.", "In 1998, two brothers borrowed $15,000"),
    ("en", "In 1998, two brothers borrowed $15,000 from one aunt.", "Two brothers borrowed $15,000 from one aunt"),
    ("es", "¿Sabes por qué gira? Es la luz.", "¿Sabes por qué gira?"),
    ("de", "Wer jeden Monat 500 € spart, der hat am Ende eine halbe Million.", "Wer jeden Monat 500 € spart"),
    ("en", "Listen. The moon pulls the ocean.", "The moon pulls the ocean"),
    ("en", "Stop!", "Stop!"),
    ("ja", "深海には誰も知らない世界があります。", "深海には誰も知らない世界があります"),
]


@pytest.mark.parametrize(("language", "script", "title"), TITLES)
def test_the_title_is_the_first_thing_that_the_script_says(language: str, script: str, title: str) -> None:
    """Whole sentences first, then whole clauses; in the script's language and with whole quantities."""
    assert title_of(script, language) == title


def test_a_sentence_that_fits_nowhere_is_cut_where_a_line_may_end() -> None:
    """An ellipsis says that it goes on; no title ends with "the" or inside a quantity."""
    title = title_of("Did you know that the deep ocean is darker than any night you have lived through?", "en")
    assert title == "Did you know that the deep ocean is darker\u2026"
    assert "1.2" not in title_of(f"{'Nobody believed ' * 2}the town of 1.2 million people there then", "en")[-5:]


@given(st.text("abc 1.,?!\u4f60\u597d\u3002$%", min_size=1, max_size=120))
def test_a_title_is_never_longer_than_a_thumbnail_holds(script: str) -> None:
    """Whatever the script is; it may be empty."""
    assert width_of(title_of(script, "en")) <= 46
