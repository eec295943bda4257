"""Frames of a film whose brand has a font of its own."""

from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
import pytest

from reelwright.film.captions.model import CaptionLine
from reelwright.film.makers import Footage
from reelwright.film.timeline.model import ClosingCard, HookTitle, ShotInformation, TimedItem, Timeline
from reelwright_media.renderer import FilmRenderer
from tests.unit.media.fetched import skip_without_assets
from tests.unit.media.material.made_fonts import written
from tests.unit.media.renderer.reports import Reports

Frame = npt.NDArray[np.uint8]
_CAPTION_AT, _CARD_AT = 8, 22
_BRIGHT = 150
_LEAST_PIXELS = 12


@pytest.fixture(autouse=True)
def _fetched_assets() -> None:
    skip_without_assets()


@pytest.fixture
def timeline(make_timeline: Callable[..., Timeline], make_line: Callable[..., CaptionLine]) -> Timeline:
    """Return a film of one shot with a hook, a caption, a figure and a closing card."""
    hook = make_line("HOW", "WHY", each=0.1)
    whole = make_timeline(shots=1, frames=24, lines=(make_line("WHY", "HOW", start=0.25, each=0.2),))
    figure = ShotInformation(
        kind="count",
        items=(TimedItem(text="HOW", enters_seconds=0.0, spoken_seconds=0.1),),
        palette=("#101424", "#2a3358", "#0a0c16", "#ffe04a"),
        face="anton",
    )
    return whole.model_copy(
        update={
            "hook": HookTitle(words=hook.words, end_seconds=0.25),
            "closing": ClosingCard(title="HOW", call="WHY", frames=12),
            "shots": (whole.shots[0].model_copy(update={"information": figure}),),
        }
    )


def frames(timeline: Timeline, folder: Path, font: Path | None) -> list[Frame]:
    """Render the shot on black and return its frames as grey pixels."""
    picture, out = folder / "black.png", folder / "shot.mp4"
    cv2.imwrite(str(picture), np.zeros((480, 270, 3), np.uint8))
    FilmRenderer(threads=1).render_shot(
        timeline, timeline.shots[0], footage=Footage(picture), font=font, out=out, progress=Reports()
    )
    with av.open(str(out)) as film:
        return [np.asarray(frame.to_ndarray(format="gray"), np.uint8) for frame in film.decode(video=0)]


def filled(frame: Frame) -> float:
    """Measure which share of its own rectangle a bright letter fills, the median of all."""
    found = cv2.connectedComponentsWithStats((frame > _BRIGHT).view(np.uint8))[2][1:]
    shares = [area / (width * height) for _, _, width, height, area in found if area >= _LEAST_PIXELS]
    return float(np.median(shares))


def test_hook_captions_figures_and_card_are_set_in_the_brands_font(timeline: Timeline, tmp_path: Path) -> None:
    """Its letters are squares here, which fill their rectangles; the letters of the built-in faces do not."""
    font = tmp_path / "own.otf"
    font.write_bytes(written("HOWY ", tmp_path))
    built_in, own = (frames(timeline, tmp_path, one) for one in (None, font))
    for at in (0, _CAPTION_AT, _CARD_AT):
        assert filled(built_in[at]) < 0.8
        assert filled(own[at]) > 0.85
