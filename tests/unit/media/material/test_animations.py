"""Animated pictures are played as clips."""

from pathlib import Path

import av
import pytest
from PIL import Image

from tests.unit.media.material.films import MATERIAL, PRESET


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animated_picture_plays_at_its_own_pace(tmp_path: Path, kind: str) -> None:
    """A clip with the file's own frame times: 0.2 s dark, then 0.4 s bright, in frames of the film."""
    path, out = tmp_path / "own", tmp_path / "out.mp4"
    dark, bright = (Image.new("RGB", (90, 160), (value,) * 3) for value in (40, 200))
    dark.save(path, format=kind, save_all=True, append_images=[bright], duration=[200, 400], loop=0)
    facts = MATERIAL.check(path)
    assert (facts.kind, facts.width, facts.height) == ("clip", 90, 160)
    assert facts.seconds == pytest.approx(0.6)
    MATERIAL.clip(path, out, preset=PRESET, seconds=30)
    with av.open(str(out)) as film:
        lights = [float(frame.to_ndarray(format="gray").mean()) for frame in film.decode(video=0)]
    assert [light > 100 for light in lights] == [False] * 6 + [True] * 12
    assert MATERIAL.picture(path, width=90, height=160).startswith(b"\xff\xd8")
