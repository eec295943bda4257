"""The way between places that are far apart, on a globe."""

import math

import numpy as np
import pytest

from reelwright.film.platforms.presets import PRESETS
from reelwright.film.scenes.information.model import Location
from reelwright.film.timeline.model import ShotInformation, TimedItem
from reelwright_media.canvas.planes import empty_planes
from reelwright_media.shots.information.globe import GlobeGround, is_for_globe
from reelwright_media.shots.information.sphere import Eye, degrees_between, directions, outline, shortest_way, turned
from reelwright_media.shots.information.zone import information_zone

PRESET = PRESETS["shorts"].model_copy(update={"width": 270, "height": 480})
ZONE = information_zone(PRESET)
LONDON, PARIS = Location(latitude=51.5, longitude=-0.1), Location(latitude=48.9, longitude=2.4)
BUENOS_AIRES = Location(latitude=-34.6, longitude=-58.4)
TOKYO, LOS_ANGELES = Location(latitude=35.7, longitude=139.7), Location(latitude=34.1, longitude=-118.2)
AUCKLAND, MADRID = Location(latitude=-36.8, longitude=174.8), Location(latitude=40.4, longitude=-3.7)


def globe(*places: Location) -> GlobeGround:
    """Build the ground of a way whose first place is named after 1 s."""
    items = tuple(TimedItem(text="A", enters_seconds=1.0 + n, spoken_seconds=1.5 + n) for n in range(2))
    palette = ("#0b1030", "#33307f", "#080818", "#8fb8ff")
    shown = ShotInformation(kind="route", items=items, places=places, palette=palette, face="anton")
    return GlobeGround(shown, ZONE, (PRESET.width, PRESET.height))


def test_a_globe_is_for_places_far_apart_that_face_the_viewer_together() -> None:
    """Over an ocean or the date line; neighbours, and places on opposite sides, are clearer on a flat map."""
    assert is_for_globe((LONDON, BUENOS_AIRES))
    assert is_for_globe((TOKYO, LOS_ANGELES))
    assert not is_for_globe((LONDON, PARIS))
    assert not is_for_globe((AUCKLAND, MADRID))
    assert not is_for_globe((LONDON,))


@pytest.mark.parametrize("places", [(LONDON, BUENOS_AIRES), (TOKYO, LOS_ANGELES)], ids=["atlantic", "pacific"])
def test_both_places_and_their_way_are_seen_within_the_area(places: tuple[Location, Location]) -> None:
    """The way begins and ends at the pins, and rises above the ground in between."""
    ground = globe(*places)
    way = ground.way(61)
    for place, end in zip(places, (way[0], way[-1]), strict=True):
        x, y = ground.spot(place)
        assert (x, y) == pytest.approx(tuple(end), abs=0.5)
        assert 0 < x < PRESET.width
        assert ZONE.top <= y <= ZONE.bottom
    middle = (way[0] + way[-1]) / 2
    assert math.dist(way[30], middle) > 1


def test_the_globe_has_turned_when_the_first_place_appears_and_then_stands() -> None:
    """A pin on a turning globe would point at the sea."""
    ground = globe(LONDON, BUENOS_AIRES)
    frames = []
    for t in (0.2, 1.0, 1.1, 3.0):
        planes = empty_planes(PRESET.width, PRESET.height)
        ground.draw(t, planes)
        frames.append(planes.y)
    assert (frames[0] != frames[1]).any()
    assert (frames[1] == frames[2]).all()
    assert (frames[2] == frames[3]).all()
    assert np.ptp(frames[3][ZONE.top : ZONE.bottom]) > 40


def test_what_lies_behind_runs_along_the_edge() -> None:
    """A country that is half behind is cut at the edge of the sphere."""
    points, behind = outline(turned(directions([0.0, 179.0, 90.0], [0.0, 5.0, 0.0]), Eye(0, 0)))
    assert behind.tolist() == [False, True, False]
    assert np.allclose(np.hypot(*points[1]), 1)
    assert np.allclose(points[[0, 2]], [(0, 0), (1, 0)], atol=1e-6)


def test_the_shortest_way_keeps_its_angle() -> None:
    """A third of the way is a third of the angle, also over the date line."""
    way = shortest_way(TOKYO, LOS_ANGELES, 4).astype(float)
    angles = [math.degrees(math.acos(way[n] @ way[n + 1])) for n in range(3)]
    assert angles == pytest.approx([degrees_between(TOKYO, LOS_ANGELES) / 3] * 3, abs=0.05)
    assert degrees_between(LONDON, PARIS) == pytest.approx(3.1, abs=0.1)
