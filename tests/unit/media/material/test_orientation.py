"""Clips that are stored rotated or mirrored are shown upright."""

from pathlib import Path

import pytest

from tests.unit.media.material.films import MATERIAL, PRESET, MakeClip, red_middle


def test_a_clip_that_lies_on_its_side_stands_up(clip: MakeClip, tmp_path: Path) -> None:
    """Phones film lying and write the turn into the track: the left edge of the stored frame is the top."""
    path = clip(size=(320, 180), at=(0.2, 0.5), matrix=(0, 1, -1, 0))
    facts = MATERIAL.check(path)
    assert (facts.width, facts.height) == (180, 320)
    out = tmp_path / "out.mp4"
    MATERIAL.clip(path, out, preset=PRESET, seconds=1)
    across, down = red_middle(out)
    assert across == pytest.approx(0.5, abs=0.04)
    assert down == pytest.approx(0.2, abs=0.04)


@pytest.mark.parametrize(
    ("matrix", "at"),
    [
        ((-1, 0, 0, 1), (0.7, 0.2)),
        ((1, 0, 0, -1), (0.3, 0.8)),
        ((-1, 0, 0, -1), (0.7, 0.8)),
        ((0, 1, 1, 0), (0.2, 0.3)),
        ((0, 1, -1, 0), (0.8, 0.3)),
        ((0, -1, 1, 0), (0.2, 0.7)),
        ((0, -1, -1, 0), (0.8, 0.7)),
    ],
)
def test_every_display_matrix_is_followed(
    clip: MakeClip, tmp_path: Path, matrix: tuple[int, ...], at: tuple[float, float]
) -> None:
    """Mirrors as well as turns: front cameras write them (ISO/IEC 14496-12, 6.2.2)."""
    path = clip(size=(320, 180), at=(0.3, 0.2), matrix=matrix)
    facts = MATERIAL.check(path)
    shape = {"width": facts.width, "height": facts.height}
    assert (facts.width, facts.height) == ((320, 180) if matrix[0] else (180, 320))
    out = tmp_path / "out.mp4"
    MATERIAL.clip(path, out, preset=PRESET.model_copy(update=shape), seconds=1)
    assert red_middle(out) == pytest.approx(at, abs=0.04)
