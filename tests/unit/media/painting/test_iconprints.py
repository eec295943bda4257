"""What a treatment makes of the colours of a thing."""

import colorsys

import numpy as np
import pytest

from reelwright_media.painting.iconprints import Cut, printed_icon
from reelwright_media.painting.palette import colour, palette

_TONES = palette(("#ffd070", "#d06030", "#401828", "#ffb020"))
_SKINS = ("#f7dece", "#f3d2a2", "#d5ab88", "#af7e57", "#7c533e", "#51362b")
"""The skin tones of emoji, light to dark."""


@pytest.mark.parametrize("skin", _SKINS)
@pytest.mark.parametrize("shade", [0.75, 1.0])
def test_ink_keeps_the_hue_of_every_skin(skin: str, shade: float) -> None:
    """Its shades become few steps of lightness; a brown face turns neither red nor black."""
    tone = np.asarray(colour(skin) * np.float32(shade), np.float32)
    alpha = np.zeros((40, 40), np.float32)
    alpha[10:30, 10:30] = 1
    inked, _ = printed_icon("ink", Cut(tone * alpha[..., None], alpha, 20.0), _TONES)
    before = colorsys.rgb_to_hls(*map(float, tone))
    after = colorsys.rgb_to_hls(*map(float, inked.rgb[20, 20]))
    assert after[0] == pytest.approx(before[0], abs=0.02)
    assert after[1] == pytest.approx(before[1], abs=0.15)
    assert after[1] > 0.5 * before[1]
