"""Direct painting, compared with moviepy's own rendering of the same film."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.makers import Footage
from reelwright_media.canvas.painter import CompositionPainter
from reelwright_media.canvas.pictures import read_picture
from reelwright_media.canvas.planes import empty_planes, planes_from_rgb
from reelwright_media.shots.shots import shot_composition
from reelwright_media.typography import draw_lines
from tests.benchmarks.film import FPS, picture, pictures_in, timeline_of
from tests.benchmarks.likeness import pairs, similarity
from tests.benchmarks.naive_moviepy import naive_film

WIDTH, HEIGHT, FRAMES = 216, 384, 30


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a picture for each shot: shapes with edges, softened as a photograph is."""
    made = tmp_path_factory.mktemp("likeness")
    random = np.random.default_rng(5)
    for index in range(4):
        canvas = np.full((HEIGHT, WIDTH, 3), random.integers(0, 255, 3), np.uint8)
        for _ in range(40):
            centre = [int(random.integers(0, side)) for side in (WIDTH, HEIGHT)]
            colour = [int(value) for value in random.integers(0, 255, 3)]
            cv2.circle(canvas, centre, int(random.integers(6, 60)), colour, -1, cv2.LINE_AA)
        cv2.imwrite(str(made / picture(index)), cv2.GaussianBlur(canvas, (0, 0), 1.0), [cv2.IMWRITE_JPEG_QUALITY, 97])
    return made


def test_the_fast_road_looks_like_naive_moviepy(folder: Path) -> None:
    """Same pictures, camera and crossfades: structural similarity of 0.98 and more, though moviepy moves by whole pixels."""
    timeline = timeline_of(WIDTH, HEIGHT, FRAMES, captions=False)
    naive = naive_film(folder, timeline, "", opaque=True)
    found = {frame: similarity(ours, theirs) for frame, ours, theirs in pairs(folder, timeline, naive, each_frames=8)}
    assert len(found) == 15
    assert np.mean(list(found.values())) >= 0.98
    assert min(found.values()) >= 0.95


def test_similarity_sees_a_shift_of_two_pixels(folder: Path) -> None:
    """The measure tells a moved picture and a softened one from the same one: otherwise the test above says nothing."""
    grey = planes_from_rgb(read_picture(folder / picture(0))).y
    softened = np.asarray(cv2.GaussianBlur(grey, (0, 0), 2.5), np.uint8)
    assert similarity(grey, grey) == pytest.approx(1)
    assert similarity(grey, np.roll(grey, 2, axis=1)) < 0.95
    assert similarity(grey, softened) < 0.98


def test_captions_change_only_their_box(folder: Path) -> None:
    """With captions the frame is the same outside of the line, and another one inside."""
    frame = FRAMES // 2
    with_words, without = (_frame(folder, frame, captions=captions).astype(int) for captions in (True, False))
    changed = np.abs(with_words - without) > 0
    rows = np.flatnonzero(changed.any(axis=1))
    assert changed.mean() > 0.01
    assert rows[0] > 0.5 * HEIGHT
    assert rows[-1] < 0.8 * HEIGHT


def _frame(folder: Path, frame: int, *, captions: bool) -> np.ndarray:
    timeline = timeline_of(WIDTH, HEIGHT, FRAMES, captions=captions)
    own, before = pictures_in(folder, timeline.shots[0])
    composition = shot_composition(
        timeline,
        timeline.shots[0],
        footage=Footage(own),
        previous=Footage(before),
        style=CaptionStyle(),
        letterer=draw_lines,
    )
    planes = empty_planes(WIDTH, HEIGHT)
    CompositionPainter(composition, empty_planes(WIDTH, HEIGHT)).paint(frame / FPS + 1e-6, planes)
    return planes.y
