"""What jobs cost, measured on the road: calls, units and the shared keys they go to."""

import contextlib
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from reelwright.pipeline.table import SHARDS
from reelwright.values import Value
from tests.scale.meter import Spent
from tests.scale.road import road

SCRIPT: Final = (
    "Bees dance to tell their sisters where flowers are. A dance is a map: its angle is the way, its length the distance. "
    "In the dark of the hive they feel each step. Then they fly out, and find the very meadow. "
) * 3
_OWN: Final = re.compile(r"^(JOB|USER|COUNTED|RECEIVERS)#|^by_owner")
"""Keys of one job or one user: they spread by themselves."""


class Cost(Value):
    """What one job costs an actor."""

    calls: dict[str, int]
    write_units: float
    read_units: float

    @property
    def call_count(self) -> int:
        """The number of its calls."""
        return sum(self.calls.values())

    @classmethod
    def of(cls, spent: Spent | None) -> "Cost":
        """Freeze what was spent."""
        if spent is None:
            return cls(calls={}, write_units=0, read_units=0)
        return cls(calls=dict(spent.calls), write_units=spent.write_units, read_units=spent.read_units)


class Measured(Value):
    """What one job costs, by actor; `hot`: write units to each family of shared keys."""

    actors: dict[str, Cost]
    hot: dict[str, float]

    @property
    def write_units(self) -> float:
        """All write units of a job."""
        return sum(cost.write_units for cost in self.actors.values())

    @property
    def read_units(self) -> float:
        """All read units of a job."""
        return sum(cost.read_units for cost in self.actors.values())

    @property
    def calls(self) -> int:
        """All calls of a job."""
        return sum(cost.call_count for cost in self.actors.values())


def measure_film(script: str = SCRIPT) -> Measured:
    """Measure a film of nine scenes with a script of the user's."""
    return _measure({"video_request": {"script_content": script, "platform": "youtube_wide"}}, film=True)


def measure_task() -> Measured:
    """Measure a single task, the smallest job there is."""
    return _measure({"task_name": "generate_hook", "video_request": {"prompt": "bees"}}, film=False)


def measure_idle() -> dict[str, Cost]:
    """Measure a run of dispatcher and sweeper that find nothing to do."""
    with _silently(), road() as empty:
        empty.idle_dispatch()
        empty.sweep()
        return {actor: Cost.of(spent) for actor, spent in empty.spent().items()}


def _measure(body: dict[str, object], *, film: bool) -> Measured:
    with _silently(), road() as walked:
        # The first job loads what a process reads once: the tallies, the clients.
        warm = walked.create(task_name="generate_hook", video_request={"prompt": "ants"}, use_cache=False)
        walked.follow()
        walked.end(warm)
        walked.follow()
        walked.meter.spent.clear()
        job_id = walked.create(**body)
        walked.follow()
        if film:
            walked.film(job_id)
        walked.end(job_id)
        walked.follow()
        spent = walked.spent()
        return Measured(actors={actor: Cost.of(one) for actor, one in spent.items()}, hot=_hot(spent.values()))


def _hot(spent: Iterable[Spent]) -> dict[str, float]:
    families: defaultdict[str, float] = defaultdict(float)
    for one in spent:
        for key, units in one.written.items():
            if not _OWN.match(key):
                families[family_of(key)] += units
    return dict(families)


def family_of(key: str) -> str:
    """Name a key without its shard."""
    name, _, shard = key.rpartition("#")
    return name if shard.isdigit() else key


@contextlib.contextmanager
def _silently() -> Iterator[None]:
    """Keep embedded metrics off the terminal."""
    with contextlib.redirect_stdout(io.StringIO()):
        yield


SHARDS_OF: Final = {"LEASES": SHARDS, "STATS": 4}
"""Partitions of a family; the kinds of `by_due` have `SHARDS`, a pool one for every 64 places."""
