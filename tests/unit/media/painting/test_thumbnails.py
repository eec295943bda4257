"""Thumbnails: designed, not grabbed; large type; exact size."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from reelwright.film.scenes.model import PictureBrief
from reelwright_media.painting import DesignedThumbnails, PaintedPictures

BRIEF = PictureBrief(
    text="The sea.", scenery="abyss", subjects=("noto:octopus",), headline="HEADLINE", mood="awe", seed=5
)


def thumbnail(title: str, width: int = 256, height: int = 144) -> npt.NDArray[np.uint8]:
    """Return a decoded thumbnail of the one brief."""
    jpeg = DesignedThumbnails().thumbnail(BRIEF, title, width=width, height=height)
    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), np.uint8)


@pytest.mark.parametrize(("width", "height"), [(256, 144), (144, 256), (144, 144)])
def test_a_thumbnail_has_the_asked_size(width: int, height: int) -> None:
    """Every platform's own size."""
    assert thumbnail("Why cats rule", width, height).shape == (height, width, 3)


def test_the_same_arguments_give_the_same_bytes() -> None:
    """As for pictures: caches rely on it."""
    one, two = (DesignedThumbnails().thumbnail(BRIEF, "Why cats rule", width=128, height=72) for _ in range(2))
    assert one == two


def test_it_is_not_the_scene_s_picture_with_type_on_it() -> None:
    """The scene is composed anew around the title, without the headline."""
    frame = cv2.imdecode(
        np.frombuffer(PaintedPictures().paint(BRIEF, width=256, height=144), np.uint8), cv2.IMREAD_COLOR
    )
    without_title = thumbnail(" ")

    assert np.abs(np.asarray(frame, int) - without_title.astype(int)).mean() > 5


def test_an_own_picture_takes_the_scenes_place_under_the_title() -> None:
    """Its colours stay; without a title the rest of it is as it was, but calmer where type would go."""
    red = np.zeros((144, 256, 3), np.uint8)
    red[:, :, 2] = 200
    picture = bytes(cv2.imencode(".jpg", red)[1])
    jpeg = DesignedThumbnails().thumbnail(BRIEF, "Why cats rule", width=256, height=144, picture=picture)
    found = np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), np.uint8)
    assert found.shape == (144, 256, 3)
    assert found[72, 250, 2] > 150
    assert found[72, 250, :2].max() < 60
    assert (found.min(axis=2) > 200).any()


def test_a_title_is_readable_at_200_pixels() -> None:
    """Capitals of a four-word title are at least 13 pixels high on a thumbnail 200 pixels wide."""
    shown = cv2.resize(thumbnail("Why our cats rule", 1280, 720), (200, 112), interpolation=cv2.INTER_AREA)
    letters = np.asarray(shown, int)[:, :118].min(axis=2) > 200
    rows = letters.any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], rows, [False]]).astype(int)))
    heights = edges[1::2] - edges[::2]

    assert 2 <= (heights >= 13).sum() <= 4


def test_no_word_of_a_title_is_broken_to_make_it_larger() -> None:
    """Three whole lines beside the subject, each with white letters, and not "JU-DGES" in two of them."""
    white = (thumbnail("Why your cat judges you", 640, 360)[:, 20:370].min(axis=2) > 225).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], white, [False]]).astype(int)))
    lines = [end - start for start, end in zip(edges[::2], edges[1::2], strict=True) if end - start > 30]
    assert len(lines) == 3
