"""A film's treatment prints its pictures in one way, and no two treatments look alike."""

from itertools import combinations

import numpy as np
import pytest

from reelwright.film.scenes.model import PictureBrief
from reelwright.film.scenes.treatments import TREATMENTS
from reelwright_media.canvas.pictures import decode_picture
from reelwright_media.painting.pictures import PaintedPictures

PALETTE = ("#2a2fa0", "#5f6ff0", "#10123f", "#ffcf5a")


def picture(name: str, subject: str | None = "fluent:house") -> np.ndarray:
    """Paint a small picture in a treatment."""
    brief = PictureBrief(
        text="A house.",
        scenery="mountains",
        subjects=() if subject is None else (subject,),
        tint=PALETTE,
        mood="awe",
        seed=5,
        treatment=TREATMENTS[name],
    )
    return decode_picture(PaintedPictures().paint(brief, width=216, height=384)).astype(int)


def test_no_two_treatments_print_the_same_picture() -> None:
    """The same brief is another maker's picture in each of them."""
    drawn = {name: picture(name) for name in TREATMENTS}
    for one, other in combinations(drawn, 2):
        assert np.abs(drawn[one] - drawn[other]).mean() > 2, (one, other)


@pytest.mark.parametrize("name", TREATMENTS)
def test_a_subject_stands_out_in_every_treatment(name: str) -> None:
    """Where it stands the picture differs clearly from the scenery alone."""
    inside = (slice(110, 190), slice(70, 146))
    changed = np.abs(picture(name)[inside] - picture(name, None)[inside]).max(axis=2)
    assert (changed > 24).mean() > 0.3
