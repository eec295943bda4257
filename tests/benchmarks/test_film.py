"""From POST to the film on the deployed local stack: the first film after `make up`, and one more with warm workers."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil
import pytest

from infra.local import emulator, verbs
from infra.local.demo import SAMPLE, by_step
from infra.local.process_table import process_table
from infra.local.processes import belonging
from reelwright_client import Job
from tests.local.conftest import Stack, new_place, take_down

if TYPE_CHECKING:
    from infra.local.place import Place
    from tests.benchmarks.conftest import Page

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(1800)]

_FRESH: Final = Path(__file__).resolve().parents[1] / "films" / "fresh"
ROUNDS: Final = tuple(
    (cold, _FRESH / f"{warm}.txt")
    for cold, warm in ((SAMPLE, "chess"), (_FRESH / "usedcar.txt", "volcano"), (_FRESH / "interview.txt", "tomatoes"))
)
"""The script of the first film after a start, and of the next. Each is used once, so no artefact is found again."""


@dataclass(frozen=True)
class Film:
    """One film: how long it is, and what it took from POST to COMPLETED on the clock and of all processes' CPU time."""

    job: Job
    seconds: float
    wall_seconds: float
    cpu_seconds: float


@pytest.fixture
def place(tmp_path: Path) -> Iterator["Place"]:
    """Yield a place of its own whose app is deployed already as `make up` does it: composed by Fargate from a minute on."""
    made = replace(new_place(tmp_path / "stack"), context=())
    try:
        emulator.start(made, process_table())
        verbs.up(made, lambda _: None)
        yield made
    finally:
        take_down(made)


def cpu_seconds(place: "Place") -> float:
    """Return the CPU seconds of the stack's processes, and of their children that have ended."""
    total = 0.0
    for one in belonging(place.folder, process_table()):
        try:
            times = psutil.Process(one.pid).cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def film_of(stack: Stack, script: Path) -> Film:
    """Make a film as a client does; fails with the job's error."""
    with stack.client() as client:
        cpu, begun = cpu_seconds(stack.place), time.monotonic()
        accepted = client.create(script.read_text(encoding="utf-8").strip(), platform="tiktok", use_cache=False)
        job = client.wait(accepted.job_id, timeout_seconds=900)
        wall = time.monotonic() - begun
    assert job.is_completed, job.error
    assert job.result
    assert job.result.duration
    assert not any(step.cached for step in job.steps)
    return Film(job, job.result.duration, wall, cpu_seconds(stack.place) - cpu)


def timeline(job: Job) -> list[tuple[str, int, float, float]]:
    """Return the steps by their begin: name, number of runs, and when the first began and the last ended, from POST."""
    rows = []
    for name, steps in by_step(job).items():
        begins = [_since(job, step.started_at) for step in steps if step.started_at]
        ends = [_since(job, step.finished_at) for step in steps if step.finished_at]
        rows.append((name, len(steps), min(begins), max(ends)))
    return sorted(rows, key=lambda row: row[2])


def _since(job: Job, at: datetime) -> float:
    assert job.created_at
    return (at - job.created_at).total_seconds()


def test_the_first_film_and_a_warm_one(place: "Place", page: "Page", say: Callable[[str], None]) -> None:
    """Three rounds: start the stack, make one film, make another; medians of each per second of film."""
    cold, warm = [], []
    for first, second in ROUNDS:
        verbs.down(place, lambda _: None)
        stack = Stack(place, verbs.up(place, lambda _: None))
        cold.append(film_of(stack, first))
        warm.append(film_of(stack, second))
    page.write("film", "From POST to the film", _body(cold, warm))
    say(
        f"film: warm_wall {_median(warm, 'wall_seconds'):.2f} warm_cpu {_median(warm, 'cpu_seconds'):.2f} "
        f"cold_wall {_median(cold, 'wall_seconds'):.2f}"
    )


def _median(films: list[Film], figure: str) -> float:
    """Return the median of a figure per second of film."""
    return statistics.median(float(getattr(film, figure)) / film.seconds for film in films)


def _body(cold: list[Film], warm: list[Film]) -> str:
    rows = "\n".join(
        f"| {name} | {_median(films, 'wall_seconds'):.2f} ({_each(films, 'wall_seconds')}) "
        f"| {_median(films, 'cpu_seconds'):.2f} ({_each(films, 'cpu_seconds')}) |"
        for name, films in (("first after `make up`", cold), ("next, warm workers", warm))
    )
    steps = "\n".join(
        f"| `{name}` | {runs} | {begin:.1f} | {end:.1f} |" for name, runs, begin, end in timeline(warm[-1].job)
    )
    lengths = [film.seconds for film in cold + warm]
    return f"""
| film | seconds on the clock per second of film (runs) | CPU seconds per second of film (runs) |
|---|---|---|
{rows}

Three rounds on the deployed local stack with IAM: `make down`, `make up`, a film, another film; six scripts of
{min(lengths):.0f} to {max(lengths):.0f} s, so that nothing is found again. From POST to COMPLETED as a polling client sees it.
CPU time is that of all processes of the stack, the emulator and the client's reads among them; on the clock, other work on
the machine weighs in full.

| step of the last warm film | runs | first began, s from POST | last ended |
|---|---|---|---|
{steps}
"""


def _each(films: list[Film], figure: str) -> str:
    return ", ".join(f"{float(getattr(film, figure)) / film.seconds:.2f}" for film in films)
