"""A renderer without fonts, and one call that renders a shot."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from reelwright.film.makers import Footage
from reelwright.film.timeline.model import Timeline
from reelwright_media.captioning.lettered import Letterer
from reelwright_media.renderer import FilmRenderer
from tests.unit.media.renderer.reports import Reports


class Render(Protocol):
    """Renders one shot of a timeline."""

    def __call__(
        self,
        timeline: Timeline,
        index: int = 0,
        *,
        name: str = "segment.mp4",
        picture: Path | None = None,
        previous_picture: Path | None = None,
        clip: Path | None = None,
        previous_clip: Path | None = None,
        progress: Reports | None = None,
        letterer: Letterer | None = None,
    ) -> Path:
        """Return the segment `name` in the test's folder; without `picture` the shot has one of the test's own."""


@pytest.fixture
def render(block_letters: Letterer, make_picture: Callable[[str, int], Path], tmp_path: Path) -> Render:
    """Return a function that renders one shot with one encoder thread, by default with letters that need no fonts."""

    def run(
        timeline: Timeline,
        index: int = 0,
        *,
        name: str = "segment.mp4",
        picture: Path | None = None,
        previous_picture: Path | None = None,
        clip: Path | None = None,
        previous_clip: Path | None = None,
        progress: Reports | None = None,
        letterer: Letterer | None = None,
    ) -> Path:
        out = tmp_path / name
        FilmRenderer(threads=1, letterer=letterer or block_letters).render_shot(
            timeline,
            timeline.shots[index],
            footage=Footage(picture or make_picture("a", 1), clip),
            previous=Footage(previous_picture, previous_clip),
            out=out,
            progress=progress or Reports(),
        )
        return out

    return run
