"""The list of subjects, and each as pixels."""

import pytest

from reelwright_media.painting import subjects
from reelwright_media.painting.subjects import draw_subject, is_subject


def test_both_sets_are_listed_under_their_prefix() -> None:
    """A planner chooses from thousands of names, all of which can be drawn."""
    names = subjects()

    assert names == sorted(names)
    assert {"fluent:rocket", "noto:whale"} <= set(names)
    assert len(names) > 3000


@pytest.mark.parametrize("name", ["fluent:rocket", "noto:whale", "noto:octopus", "fluent:money-bag"])
def test_a_subject_is_cut_to_its_ink(name: str) -> None:
    """Its box is its picture: composition places what is seen, not empty margins."""
    pixels = draw_subject(name, 96)

    assert pixels is not None
    assert 48 < max(pixels.shape[:2]) <= 96
    edges = (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1])
    assert all(edge[:, 3].max() > 0 for edge in edges)


@pytest.mark.parametrize("name", ["", "whale", "noto:", "noto:../../etc/passwd", "other:whale"])
def test_a_name_that_is_none_gives_nothing(name: str) -> None:
    """No name can reach anything but an entry of a pack."""
    assert draw_subject(name, 96) is None


@pytest.mark.parametrize("name", ["", "owl", "fluent:no-such", "other:owl"])
def test_a_name_without_an_icon_is_no_subject(name: str) -> None:
    """No icon is drawn to learn whether there is one."""
    assert is_subject("fluent:owl")
    assert not is_subject(name)
