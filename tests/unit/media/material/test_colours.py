"""HDR film (HLG and PQ) is converted to BT.709."""

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest

from reelwright_media.material.colours import ColourSpace
from tests.unit.media.material.films import MATERIAL, PRESET, MakeClip

PATCHES = np.array([[235, 235, 235], [200, 60, 60], [60, 160, 70], [180, 120, 90], [20, 20, 20]], np.float64)
"""White, red, green, skin and black, as an SDR screen shows them."""


def in_bt2020(light: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return linear BT.709 in BT.2020 (BT.2087-0, section 2)."""
    matrix = [[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]]
    return np.asarray(light @ np.transpose(matrix))


def hlg(light: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], int]:
    """Encode light, of which 1 is 203 cd/m², for a display of 1000 cd/m² (BT.2100-2, table 5), and name the curve."""
    shown = light * 0.203
    luma = shown @ [0.2627, 0.6780, 0.0593]
    scene = shown * luma[:, None] ** (1 / 1.2 - 1)
    low = np.sqrt(3 * scene)
    return np.where(
        scene <= 1 / 12, low, 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    ), 18


def pq(light: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], int]:
    """Encode light, of which 1 is 203 cd/m² (BT.2100-2, table 4), and name the curve."""
    power = (light * 0.0203) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375, 16


SIGNALS = {"HLG": hlg, "PQ": pq}


@pytest.mark.parametrize("curve", ["HLG", "PQ"])
@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_hdr_film_looks_like_its_sdr_twin(clip: MakeClip, tmp_path: Path, curve: str, codec: str) -> None:
    """Below the knee nothing changes: patches of an SDR film that stand in an HDR one come back within 4 of 255."""
    signal, transfer = SIGNALS[curve](in_bt2020((PATCHES / 255) ** 2.4))
    stripes = np.repeat(np.rint(signal * 65_535).astype(np.uint16)[None], 160, axis=0).repeat(64, axis=1)
    path = clip(
        size=(320, 160),
        image=stripes,
        codec=codec,
        pixels="yuv420p10le",
        colours=(9, transfer, 9),
        options={"crf": "1"},
    )
    out = tmp_path / "out.mp4"
    MATERIAL.clip(path, out, preset=PRESET.model_copy(update={"width": 320, "height": 160}), seconds=1)
    with av.open(str(out)) as film:
        found = list(film.decode(video=0))[5].to_ndarray(format="rgb24")[80, 32::64]
    assert np.abs(found.astype(float) - PATCHES).max() <= 4


def test_what_is_brighter_than_white_is_compressed_and_not_clipped() -> None:
    """The knee is smooth and rises to the peak: 203, 400 and 1000 cd/m² are three different whites."""
    levels = (
        ColourSpace(9, 16).sdr(pq(np.repeat(np.linspace(0.05, 1000 / 203, 200)[:, None], 3, axis=1))[0])[:, 0] * 255
    )
    assert (np.diff(levels) > 0).all()
    assert levels[-1] == pytest.approx(255, abs=0.5)
    assert np.abs(np.diff(levels, 2))[3:].max() < 2  # no edge
