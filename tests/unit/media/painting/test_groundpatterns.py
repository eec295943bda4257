"""The grounds that hide a scenery change from scene to scene of a film."""

from itertools import combinations

import numpy as np
import pytest

from reelwright.film.scenes.treatments import HIDING, GroundPrint
from reelwright_media.painting.groundpatterns import PATTERNS, Size, pattern
from reelwright_media.painting.palette import palette

TONES = palette(("#2a2fa0", "#5f6ff0", "#10123f", "#ffcf5a"))
SIZE = Size(96, 54, 0.4)


def test_each_print_that_hides_a_scenery_has_a_pattern() -> None:
    """The treatments name the prints, and the patterns draw them."""
    assert set(PATTERNS) == HIDING


@pytest.mark.parametrize("kind", PATTERNS)
def test_a_pattern_has_three_shades(kind: GroundPrint) -> None:
    """Scenes of a film have seeds of their own, and so one of the shades."""
    shades = [pattern(kind, SIZE, TONES, seed) for seed in range(3)]
    assert all(np.abs(one - other).mean() > 0.01 for one, other in combinations(shades, 2))


@pytest.mark.parametrize("kind", ["stripes", "blocks", "waves"])
def test_a_pattern_with_a_direction_is_mirrored_in_half_of_the_scenes(kind: GroundPrint) -> None:
    """The next three seeds have the same shades, the other way round."""
    assert np.array_equal(pattern(kind, SIZE, TONES, 3), pattern(kind, SIZE, TONES, 0)[:, ::-1])


def test_the_disc_is_behind_the_subject() -> None:
    """Its middle is where the layout has the subject."""
    for middle_v in (0.3, 0.6):
        drawn = pattern("flat", Size(96, 54, middle_v), TONES, 0)
        rows = np.nonzero((drawn != drawn[0, 0]).any(axis=2).any(axis=1))[0]
        assert abs((rows[0] + rows[-1] + 1) / 2 / 96 - middle_v) < 0.02
