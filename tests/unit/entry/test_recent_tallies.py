"""What one process remembers of the tallies."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.entry.recent_tallies import CachedTallies
from reelwright.figures.tally import Tally
from reelwright.figures.traffic import QUIET
from reelwright.jobs.request import CreateJob
from reelwright.usecases.create_job import create_job
from tests.memory.tallies import MemoryTallies
from tests.memory.world import world_with

if TYPE_CHECKING:
    from reelwright.jobs.caller import Caller
    from tests.memory.system import System


@dataclass
class Counters(MemoryTallies):
    """Tallies that count their readers, and can be out of order."""

    waiting: int = 0
    reads: int = 0
    broken: bool = False
    troubles: list[Exception] = field(default_factory=list)

    def all(self) -> tuple[Tally, ...]:
        """Return one queue."""
        self.reads += 1
        if self.broken:
            raise ConnectionError("the table is away")
        counters: dict[str, float] = {"state.QUEUED": self.waiting, "left": 100, "ratio.le.3.2": 50}
        return (Tally(queue="videos-low", task_name="generate_video", counters=counters),)


def _recent(system: "System", **counters: Any) -> tuple[CachedTallies, Counters]:
    made = Counters(**counters)
    return CachedTallies(made, clock=system.clock, on_error=made.troubles.append), made


def test_the_counters_are_read_at_most_each_ten_seconds(system: "System") -> None:
    """Whatever is asked in between costs no call."""
    recent, counters = _recent(system)
    for _ in range(40):
        recent.read()
        recent.draw("videos-low")
        system.clock.pass_seconds(1)
    assert counters.reads == 4


def test_what_is_known_is_told_without_a_call(system: "System") -> None:
    """For a minute after a read; before the first and after that nothing is known."""
    recent, counters = _recent(system, waiting=3)
    assert recent.known() is QUIET
    recent.read()
    system.clock.pass_seconds(60)
    assert recent.known().lines["videos-low"].waiting == 3
    system.clock.pass_seconds(1)
    assert recent.known() is QUIET
    assert counters.reads == 1


def test_tickets_of_one_process_follow_each_other(system: "System") -> None:
    """Also those drawn before the counters are read again, which then speak for themselves."""
    recent, counters = _recent(system, waiting=2)
    assert [recent.draw("videos-low") for _ in range(3)] == [103, 104, 105]
    assert recent.draw("media") == 1
    system.clock.pass_seconds(10)
    counters.waiting = 5
    assert recent.draw("videos-low") == 106


def test_counters_that_cannot_be_read_break_nothing(system: "System") -> None:
    """The trouble is told once in ten seconds, nobody gets a ticket, and what was known stays for a minute."""
    recent, counters = _recent(system, broken=True, waiting=2)
    assert [recent.draw("videos-low"), recent.draw("videos-low")] == [None, None]
    assert recent.read() is QUIET
    assert len(counters.troubles) == 1
    counters.broken = False
    system.clock.pass_seconds(10)
    assert recent.draw("videos-low") == 103
    counters.broken = True
    system.clock.pass_seconds(10)
    assert recent.read().lines["videos-low"].waiting == 2
    assert recent.draw("videos-low") == 104


def test_a_create_estimates_by_what_the_process_knows(system: "System", ada: "Caller") -> None:
    """Runs that took about 2.7 times their estimate stretch the next one's; what is not known costs no call to learn."""
    recent, counters = _recent(system)
    body = {"video_request": {"script_content": "Bees see colours. " * 20}}

    def estimated() -> int:
        return create_job(
            CreateJob.model_validate(body),
            caller=ada,
            key=None,
            world=world_with(system, recent_tallies=recent, ids=lambda: f"job{counters.reads}"),
        ).estimate.run_seconds

    before = estimated()
    assert counters.reads == 0
    recent.read()
    assert estimated() == pytest.approx(2.65 * before, rel=0.05)
    assert counters.reads == 1
