"""Painted pictures: every scenery, every shape, the same bytes for the same brief."""

from pathlib import Path
from typing import get_args

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from reelwright.errors import ContentError
from reelwright.film.scenes.model import Mood, PictureBrief, Scenery
from reelwright_media.diorama.file import read_diorama
from reelwright_media.diorama.model import Diorama
from reelwright_media.painting import PaintedPictures
from reelwright_media.painting.composition import LAYOUTS
from reelwright_media.painting.scene import paint_scene
from reelwright_media.painting.sceneries.table import SCENERIES


def brief(
    scenery: Scenery = "underwater",
    *,
    subjects: tuple[str, ...] = (),
    headline: str | None = None,
    palette: tuple[str, str, str, str] | None = None,
    mood: Mood = "awe",
    seed: int = 7,
) -> PictureBrief:
    """Return a brief with only the relevant fields named."""
    return PictureBrief(
        text="The sea.", scenery=scenery, subjects=subjects, headline=headline, palette=palette, mood=mood, seed=seed
    )


def decoded(jpeg: bytes) -> npt.NDArray[np.uint8]:
    """Return the pixels, blue first as OpenCV has them."""
    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def painted(given: PictureBrief, width: int = 108, height: int = 192) -> bytes:
    """Return a small painted picture."""
    return PaintedPictures().paint(given, width=width, height=height)


def test_every_scenery_of_the_contract_has_a_painter() -> None:
    """A scenery that a planner may choose can be painted, and no painter is unreachable."""
    assert set(SCENERIES) == set(get_args(Scenery))


@pytest.mark.parametrize("scenery", get_args(Scenery))
@pytest.mark.parametrize(("width", "height"), [(108, 192), (192, 108), (120, 120)])
def test_a_picture_has_the_asked_size_and_is_no_flat_colour(scenery: Scenery, width: int, height: int) -> None:
    """Portrait, landscape and square: exact size, and something to see."""
    picture = decoded(painted(brief(scenery, subjects=("noto:whale",)), width, height))

    assert picture.shape == (height, width, 3)
    assert picture.std() > 12


@pytest.mark.parametrize("scenery", get_args(Scenery))
def test_the_same_brief_gives_the_same_bytes_and_another_seed_others(scenery: Scenery) -> None:
    """The cache and a retried attempt rely on it; a film needs variety between scenes."""
    first = painted(brief(scenery, seed=1))

    assert painted(brief(scenery, seed=1)) == first
    assert painted(brief(scenery, seed=2)) != first


def test_odd_sizes_are_kept() -> None:
    """A size that does not halve evenly is still exact."""
    assert decoded(painted(brief(), 107, 191)).shape == (191, 107, 3)


def test_what_belongs_in_the_sky_does_not_stand_on_a_meadow() -> None:
    """A cloud floats where a house stands."""
    stands = {}
    for subject in ("fluent:cloud", "fluent:house"):
        ((spot, _),) = paint_scene(
            brief("field", subjects=(subject,)), LAYOUTS[("portrait", False)], width=108, height=192
        ).subjects
        stands[subject] = spot.stands
    assert stands == {"fluent:cloud": False, "fluent:house": True}


def test_an_unknown_subject_is_skipped() -> None:
    """The picture is as if it had not been named; the others stay."""
    assert painted(brief(subjects=("noto:no-such-thing", "nope:x", ""))) == painted(brief())
    assert painted(brief(subjects=("noto:whale", "noto:no-such-thing"))) == painted(brief(subjects=("noto:whale",)))


def test_a_subject_changes_the_middle_of_the_picture() -> None:
    """The hero is where a viewer looks, above the captions."""
    without, with_it = (decoded(painted(brief(subjects=names))).astype(int) for names in ((), ("noto:whale",)))
    changed = np.abs(with_it - without).max(axis=2) > 40

    rows, columns = np.nonzero(changed)
    assert changed.sum() > 200
    assert 0.2 * 192 < rows.mean() < 0.6 * 192
    assert 0.3 * 108 < columns.mean() < 0.7 * 108


def test_a_palette_of_the_brief_replaces_the_scenery_s_own() -> None:
    """A film's palette reaches its pictures: a red one makes a red sea."""
    red = decoded(painted(brief(palette=("#c01020", "#801020", "#200408", "#ff8080"))))
    own = decoded(painted(brief()))

    assert red[..., 2].mean() > red[..., 0].mean()
    assert own[..., 0].mean() > own[..., 2].mean()


def test_a_palette_that_is_no_colour_is_the_user_s_mistake() -> None:
    """ContentError, since trying again cannot help."""
    with pytest.raises(ContentError):
        painted(brief(palette=("red", "#000", "#fff", "#12345")))


def test_a_tense_mood_is_darker_than_an_upbeat_one() -> None:
    """The mood grades the light."""
    tense = decoded(painted(brief("desert", mood="tense")))
    upbeat = decoded(painted(brief("desert", mood="upbeat")))

    assert tense.mean() < upbeat.mean()


def test_a_headline_lies_between_the_platform_s_margins_and_above_the_caption() -> None:
    """In portrait: below 13 % of the height, left of 88 % of the width, above the caption at 62 %."""
    without, with_it = (
        decoded(painted(brief("abyss", headline=text), 270, 480)).astype(int) for text in (None, "GO DEEPER NOW")
    )
    rows, columns = np.nonzero(np.abs(with_it - without).max(axis=2) > 90)

    assert rows.size > 500
    assert (rows.min() / 480, rows.max() / 480) == pytest.approx((0.36, 0.36), abs=0.26)
    assert rows.min() > 0.13 * 480
    assert rows.max() < 0.62 * 480
    assert columns.min() > 0.05 * 270
    assert columns.max() < 0.88 * 270


def test_a_headline_of_emoji_alone_changes_nothing_but_the_stage() -> None:
    """A headline that cannot be drawn is left out, without a box."""
    assert painted(brief(headline="\U0001f600")) == painted(brief())


def diorama_of(given: PictureBrief, folder: Path, width: int = 108, height: int = 192) -> tuple[bytes, Diorama]:
    """Return a brief's picture, and its planes after a way through their file."""
    made = PaintedPictures().paint_diorama(given, width=width, height=height)
    path = folder / "planes.zip"
    path.write_bytes(made.diorama)
    return made.picture, read_diorama(path)


def test_a_diorama_comes_with_the_very_picture_that_painting_gives(tmp_path: Path) -> None:
    """What a user downloads does not depend on how the film is made."""
    given = brief(subjects=("noto:whale",), headline="DEEP")
    assert diorama_of(given, tmp_path)[0] == painted(given)


@pytest.mark.parametrize(("width", "height"), [(108, 192), (192, 108), (120, 120)])
def test_the_planes_laid_over_each_other_are_the_picture(tmp_path: Path, width: int, height: int) -> None:
    """But for what drifts, which the renderer draws anew."""
    given = brief("rays", subjects=("noto:whale", "noto:cat"), headline="DEEP")
    picture, diorama = diorama_of(given, tmp_path, width, height)
    image = diorama.backdrop.astype(float)
    for row, cutout in zip(diorama.sheet.cutouts, diorama.cutouts, strict=True):
        top, left = max(0, row.top), max(0, row.left)
        part = cutout[top - row.top : height - row.top, left - row.left : width - row.left].astype(float)
        box = (slice(top, top + part.shape[0]), slice(left, left + part.shape[1]))
        image[box] = image[box] * (1 - part[..., 3:] / 255) + part[..., :3]
    difference = np.abs(image[..., ::-1] - decoded(picture))
    assert difference.mean() < 4
    assert np.percentile(difference, 99) < 30


def test_the_hero_is_nearest_and_the_headline_is_type(tmp_path: Path) -> None:
    """Companions lie between hero and scenery; what stands on ground does not float."""
    _, floating = diorama_of(brief(subjects=("noto:whale", "noto:octopus"), headline="DEEP"), tmp_path)
    assert [row.part for row in floating.sheet.cutouts] == ["subject", "subject", "type"]
    far, near, _ = floating.sheet.cutouts
    assert 0 < far.depth < near.depth == 1.0
    assert far.floats
    assert near.floats
    _, standing = diorama_of(brief("room", subjects=("noto:cat",)), tmp_path)
    assert not standing.sheet.cutouts[0].floats


def test_scenery_alone_is_a_diorama_without_cut_outs(tmp_path: Path) -> None:
    """Its specks still drift."""
    _, diorama = diorama_of(brief("aurora"), tmp_path)
    assert diorama.cutouts == ()
    assert diorama.sheet.drift == "snow"
    assert diorama.sheet.drift_light > 0
