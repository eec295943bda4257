"""A scenery is composed for the window of a film's mat: its ground is seen, and subjects stand on it."""

import cv2
import numpy as np
import pytest

from reelwright.film.scenes.arrangements import ARRANGEMENTS, ArrangementName, Mat
from reelwright.film.scenes.model import PictureBrief
from reelwright_media.painting.composition import layout_of
from reelwright_media.painting.field import Image
from reelwright_media.painting.scene import paint_scene
from reelwright_media.painting.scope import WHOLE, scope_of

WIDTH, HEIGHT = 90, 160


@pytest.mark.parametrize("name", ARRANGEMENTS)
def test_a_scenery_reaches_as_far_as_the_camera_looks_in_a_window(name: ArrangementName) -> None:
    """It never ends inside the window; films without a small window, and of other shapes, show all of it."""
    mat, scope = ARRANGEMENTS[name].mat or Mat(), scope_of(name, WIDTH, HEIGHT)
    assert scope.top <= max(0.0, mat.top - 0.04)
    assert scope.bottom >= min(1.0, 1 - mat.bottom + 0.04)
    assert scope_of(name, HEIGHT, WIDTH) == WHOLE
    assert scope.spread(np.ones((scope.rows(HEIGHT), WIDTH, 3), np.float32), HEIGHT).shape == (HEIGHT, WIDTH, 3)


@pytest.mark.parametrize("name", ["print", "strip", "header", "reel", "arch", "browser"])
def test_a_small_window_shows_the_whole_scenery(name: ArrangementName) -> None:
    """What it shows looks like the scenery of a picture of the window's own shape, from the sky to the road."""
    mat = ARRANGEMENTS[name].mat or Mat()
    brief = PictureBrief(text="", scenery="road", mood="calm", seed=3, arrangement=name)
    image = paint_scene(brief, layout_of("portrait", name, shared=False), width=WIDTH, height=HEIGHT).backdrop
    shown = image[round(mat.top * HEIGHT) : round((1 - mat.bottom) * HEIGHT)]
    own = brief.model_copy(update={"arrangement": "full"})
    rows = shown.shape[0]
    alone = paint_scene(own, layout_of("square", "full", shared=False), width=WIDTH, height=rows).backdrop
    alike = np.corrcoef(_rough(shown), _rough(alone))[0, 1]
    assert alike > 0.8


def _rough(image: Image) -> Image:
    return np.asarray(cv2.resize(image, (8, 8), interpolation=cv2.INTER_AREA).mean(axis=2).ravel(), np.float32)
