"""How wide text is said to be, against how wide it is drawn."""

import numpy as np
import pytest

from reelwright.film.text.characters import main_script
from reelwright_media.typography.faces import faces_for, runs
from reelwright_media.typography.measuring import advances
from reelwright_media.typography.vector import Layer, line_markup, rasterise

TEXTS = ["hello", "WORLD", "jumpy,", "المحيط", "समुद्र", "มืดมาก", "深海は", "바다는", "חשוך", "AVATAR"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_as_wide_as_it_is_drawn(text: str) -> None:
    """Between two posts the text takes what is measured, to a hundredth of the type size, in every script."""
    faces = faces_for(text, "caption", main_script(text))

    def span(drawn: str) -> float:
        row = [(run, "#fff") for run in runs(f"|{drawn}|", faces)]
        markup = line_markup(row, x=1000, y=150, size=100, layer=Layer())
        columns = np.flatnonzero(
            rasterise(markup, 2000, 250, {run.face.font.path for run, _ in row})[..., 3].max(axis=0)
        )
        return float(columns[-1] - columns[0])

    assert advances([text], faces)[0] == pytest.approx((span(text) - span("")) / 100, abs=0.04)


def test_a_text_is_as_wide_alone_as_among_others() -> None:
    """What was measured before, or in which order, changes nothing; nothing to draw has no width."""
    faces = faces_for("abc", "caption", "latin")
    together = advances(["one", "two", "\U0001f600", "three"], faces)
    assert together == [advances([text], faces)[0] for text in ("one", "two", "\U0001f600", "three")]
    assert together[2] == 0
    assert together[0] > 0
