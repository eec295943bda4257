"""How subjects act, as data: the pose of a cut-out over the progress of its act."""

import math
from collections.abc import Callable
from typing import Final, NamedTuple

from reelwright.film.scenes.acting import ActKind
from reelwright_media.canvas.motion import smooth

COPY_SCALE: Final = 0.42
PART_LEAN_DEGREES: Final = 30.0
"""How far each half of a broken thing leans, for each width between the halves."""
HALVES_LEAN: Final = 2 * math.tan(math.radians(PART_LEAN_DEGREES))
"""What leaning halves add to a thing's width, in heights, for each width between them."""


_STEPS: Final = 200
"""Poses that are looked at to find how far an act goes."""


class Pose(NamedTuple):
    """A pose of a cut-out: scale and turn (degrees, clockwise) about its middle, shift in shorter sides."""

    scale: float = 1.0
    right: float = 0.0
    down: float = 0.0
    turn: float = 0.0
    colour: float = 1.0
    """Share from the bottom that has its colours; the rest is a shade of itself."""
    crossed: float = 0.0
    """Share of a cross that is drawn over it."""
    parted: float = 0.0
    """Distance of its two halves, as a share of its width."""


STANDING: Final = Pose()
"""A thing as its picture shows it."""


class Travel(NamedTuple):
    """How far an act shifts a thing: the least and the most to the right and down, in shorter sides."""

    right: tuple[float, float]
    down: tuple[float, float]
    leaves: bool = False
    """Whether it is meant to leave the picture."""


class ActRow(NamedTuple):
    """One act: its seconds, and the pose at a share of its progress; at 0 before it begins, at 1 after it."""

    seconds: float
    pose: Callable[[float], Pose]
    copies: int = 0
    """Copies that appear beside it."""
    leaves: bool = False

    @property
    def travel(self) -> Travel:
        """Find how far the act goes."""
        poses = [self.pose(share / _STEPS) for share in range(_STEPS + 1)]
        rights, downs = [pose.right for pose in poses], [pose.down for pose in poses]
        return Travel((min(rights), max(rights)), (min(downs), max(downs)), self.leaves)


def _out(share: float) -> float:
    return 1 - (1 - share) ** 3


def _back(share: float) -> float:
    rest = share - 1
    return 1 + 2.7 * rest**3 + 1.7 * rest**2


def _bounce(share: float) -> float:
    """Fall with gravity and bounce twice."""
    if share < 0.55:  # noqa: PLR2004 - the first contact
        return (share / 0.55) ** 2
    if share < 0.82:  # noqa: PLR2004 - the second one
        return 1 - 0.16 * (1 - ((share - 0.685) / 0.135) ** 2)
    return 1 - 0.04 * (1 - ((share - 0.91) / 0.09) ** 2)


ACTS: Final[dict[ActKind, ActRow]] = {
    "rise": ActRow(1.1, lambda p: Pose(down=0.14 - 0.28 * smooth(p))),
    "fall": ActRow(0.9, lambda p: Pose(down=-0.20 + 0.30 * _bounce(p))),
    "grow": ActRow(0.9, lambda p: Pose(scale=0.62 + 0.44 * _back(p))),
    "shrink": ActRow(0.9, lambda p: Pose(scale=1.06 - 0.50 * smooth(p))),
    "multiply": ActRow(0.8, lambda p: Pose(scale=1.0 - 0.32 * _out(p)), copies=4),
    "break": ActRow(0.5, lambda p: Pose(parted=0.16 * _out(p), turn=0)),
    "cross_out": ActRow(0.5, lambda p: Pose(crossed=p, colour=1 - p)),
    "fill": ActRow(1.2, lambda p: Pose(colour=smooth(p))),
    "spin": ActRow(1.0, lambda p: Pose(turn=360 * smooth(p))),
    "appear": ActRow(0.45, lambda p: Pose(scale=max(0.0, _back(p)))),
    "leave": ActRow(0.7, lambda p: Pose(right=1.3 * p**2, scale=1 - 0.25 * p), leaves=True),
    "shake": ActRow(0.8, lambda p: Pose(right=0.026 * (1 - p) * math.sin(p * 44))),
}


def pose_at(kind: ActKind, seconds: float) -> Pose:
    """Compute the pose `seconds` after the act began; negative before it."""
    row = ACTS[kind]
    return row.pose(min(1.0, max(0.0, seconds / row.seconds)))


def copies_at(kind: ActKind, seconds: float) -> list[Pose]:
    """Compute the poses of the copies: they pop up one after another, around the original."""
    count = ACTS[kind].copies
    poses = []
    for place in range(count):
        share = min(1.0, max(0.0, (seconds - 0.12 * place) / 0.3))
        if share > 0:
            angle = math.pi * (0.25 + place / 2)
            poses.append(Pose(COPY_SCALE * _back(share), 0.34 * math.cos(angle), 0.27 * math.sin(angle)))
    return poses
