"""Light behind subjects."""

import numpy as np
import pytest

from reelwright_media.painting.composition import Spot
from reelwright_media.painting.palette import Palette
from reelwright_media.painting.sprites import shine_behind

SPOT = Spot(0.5, 0.5, 0.5, 0.0, 0.0, stands=False)


def light_of(subject: int, ground: float, tones: Palette) -> float:
    """Measure the light that a subject of this grey gets on a ground of this grey."""
    image = np.full((120, 120, 3), ground, np.float32)
    shine_behind(image, SPOT, tones, np.full((40, 40, 4), (subject, subject, subject, 255), np.uint8))
    return float(image[60, 60].mean()) - ground


@pytest.fixture
def tones() -> Palette:
    """Build a palette with a bright accent."""
    grey = [np.full(3, level, np.float32) for level in (0.1, 0.2, 0.3, 1.0)]
    return Palette(*grey)


def test_a_dark_subject_on_a_dark_ground_gets_a_lamp(tones: Palette) -> None:
    """Black busts on black would not be seen."""
    assert light_of(20, 0.1, tones) > light_of(200, 0.1, tones) + 0.2
    assert light_of(20, 0.6, tones) == pytest.approx(light_of(200, 0.6, tones))
