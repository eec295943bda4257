"""The facts of models against what a request can ask for."""

import pytest

from reelwright.film.platforms.presets import PRESETS
from reelwright.jobs.video_request import MAX_PROMPT_CHARACTERS
from reelwright.providers.clips import ASPECTS
from reelwright.providers.facts import DRAWING
from reelwright.providers.pictures import nearest

LONGEST_STYLE = 2_000
"""More than the words of any style."""


def kept_share(shape: tuple[int, int], *, width: int, height: int) -> float:
    """Return the part of a picture that a crop to a film's shape leaves."""
    ratio = shape[0] / shape[1] / (width / height)
    return min(ratio, 1 / ratio)


@pytest.mark.parametrize("shapes", [*(facts.shapes for facts in DRAWING.values()), dict(ASPECTS)])
def test_every_film_can_be_cropped_from_a_shape_of_every_model(shapes: dict[str, tuple[int, int]]) -> None:
    """So no aspect of a request has to be refused: at least half of the picture is shown. Without shapes: any is made."""
    for preset in PRESETS.values():
        if shapes:
            name = nearest(shapes, width=preset.width, height=preset.height)
            assert kept_share(shapes[name], width=preset.width, height=preset.height) >= 0.5, (preset.name, name)


def test_no_prompt_of_a_request_is_too_long_for_a_picture_model() -> None:
    """So none has to be refused at the create; the style comes on top."""
    assert all(facts.longest >= MAX_PROMPT_CHARACTERS + LONGEST_STYLE for facts in DRAWING.values())
