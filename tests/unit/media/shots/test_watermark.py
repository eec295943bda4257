"""The logo of a brand in its corner."""

from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from reelwright.errors import ContentError
from reelwright.film.platforms.presets import PRESETS
from reelwright.film.scenes.brand import Corner
from reelwright_media.canvas.planes import empty_planes, fill
from reelwright_media.fitting.stills import kept_mark
from reelwright_media.shots.watermark import watermark_clip


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    """Write a white bar of 300 x 100 pixels."""
    path = tmp_path / "logo.png"
    path.write_bytes(kept_mark(np.full((100, 300, 4), 255, np.uint8)))
    return path


@pytest.mark.parametrize("name", ["shorts", "youtube_wide", "square"])
@pytest.mark.parametrize("corner", get_args(Corner))
def test_a_logo_stands_in_its_corner_and_keeps_its_shape(logo: Path, name: str, corner: Corner) -> None:
    """At the edge of the safe zone; an upper logo of an upright film a little above it, where no headline is."""
    preset = PRESETS[name]
    planes = empty_planes(preset.width, preset.height)
    fill(planes)
    watermark_clip(logo, corner, preset=preset, seconds=3).paint(1.0, planes, planes)
    rows, columns = np.nonzero(planes.y > 128)
    wide, high = np.ptp(columns) + 1, np.ptp(rows) + 1
    assert wide / high == pytest.approx(3, rel=0.06)
    assert wide <= 0.26 * min(preset.width, preset.height)
    assert (rows.mean() < preset.height / 2) == corner.startswith("top")
    assert (columns.mean() < preset.width / 2) == corner.endswith("left")
    zone = preset.safe_zone
    assert columns.min() >= zone.left * preset.width - 2
    assert columns.max() <= (1 - zone.right) * preset.width + 2
    assert rows.max() <= (1 - zone.bottom) * preset.height + 2
    assert rows.min() >= (zone.top - 0.06) * preset.height


def test_a_logo_that_is_none_is_refused(tmp_path: Path) -> None:
    """It is written by our own decoder, so anything else is damaged."""
    (tmp_path / "logo.png").write_bytes(b"hello")
    with pytest.raises(ContentError, match="logo"):
        watermark_clip(tmp_path / "logo.png", "top_left", preset=PRESETS["shorts"], seconds=1)
