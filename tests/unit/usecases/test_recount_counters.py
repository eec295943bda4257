"""The hourly recount: silent on a busy system, and whoever a wrong counter kept waiting goes on."""

from typing import TYPE_CHECKING

import pytest

from reelwright.figures import counters
from reelwright.figures.counters import pool_counter, state_counter, user_counter
from reelwright.figures.recount import MOST_ROWS, Census, RecountRecord, Scope
from reelwright.figures.tally import Tally
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.ports import MoveOutcome
from reelwright.usecases.recount_counters import Recounted, recount_counters
from tests.memory.recounts import MemoryRecounts
from tests.memory.tallies import MemoryTallies
from tests.memory.world import world_with

if TYPE_CHECKING:
    from tests.memory.system import System

ADA = Caller(user_id="ada", tier="standard")
HOUR, MINUTE = 3600, 60


class Recounting:
    """A system with its recount."""

    def __init__(self, system: "System") -> None:
        self.system = system
        self.recounts = MemoryRecounts(system.jobs)

    def look(self, after_seconds: float = 0) -> Recounted | None:
        """Let time pass, and do what the sweeper does each minute."""
        self.system.clock.pass_seconds(after_seconds)
        return recount_counters(world=world_with(self.system, recounts=self.recounts))


@pytest.fixture
def recounting(system: "System") -> Recounting:
    """Return a system with its recount."""
    return Recounting(system)


def test_right_counters_are_told_of_once_an_hour(recounting: Recounting) -> None:
    """A drift of 0 is reported, too: silence would mean that nobody looks."""
    job_id = recounting.system.run(ADA)
    recounting.system.advance(job_id)
    verdicts = [recounting.look(seconds) for seconds in (0, MINUTE, MINUTE, HOUR)]
    assert [verdict and (verdict.drift, verdict.drifted) for verdict in verdicts] == [(0, ()), None, None, (0, ())]


def test_a_leaked_place_is_given_back_after_the_second_look(recounting: Recounting) -> None:
    """A pool that counts two who do not run starts nothing any more; it is mended in two minutes, and work goes on."""
    system = recounting.system
    system.jobs.counters["running"]["videos#0"] = 2
    job_id = system.create(ADA).job_id
    system.advance(job_id)
    assert system.dispatch().started == ()
    system.advance(job_id)
    assert recounting.look() is None
    verdict = recounting.look(MINUTE)
    assert verdict is not None
    assert [(one.counter, one.off_by) for one in verdict.drifted] == [(pool_counter("videos#0"), 2)]
    assert (verdict.drift, verdict.corrected) == (2, 1)
    system.clock.pass_seconds(400)
    assert system.dispatch().started == (job_id,)
    system.advance(job_id)
    verdict = recounting.look(HOUR)
    assert (verdict and verdict.drift, system.jobs.running("videos")) == (0, 1)


def test_a_leaked_active_job_lets_its_users_next_one_in_again(recounting: Recounting) -> None:
    """The user has nothing running and waits for ever: the count is taken back to what there is."""
    system = recounting.system
    system.jobs.counters["active"]["ada"] = 4
    job_id = system.create(ADA).job_id
    system.advance(job_id)
    assert system.state(job_id) is JobState.PENDING
    recounting.look()
    verdict = recounting.look(MINUTE)
    assert verdict is not None
    assert [(one.counter, one.off_by) for one in verdict.drifted] == [(user_counter("ada"), 4)]
    system.sweep()
    assert system.state(job_id) is JobState.QUEUED


def test_a_wrong_tally_is_told_of_and_left_alone(recounting: Recounting) -> None:
    """Somebody removed a job past its door: nobody waits for figures, and a late count would be counted twice with a mend."""
    system = recounting.system
    job_id = system.run(ADA)
    system.end(job_id)
    system.advance(job_id)
    system.jobs.remove(system.job(job_id))
    before = system.tallies.all()
    recounting.look()
    verdict = recounting.look(MINUTE)
    completed = state_counter("videos-default", "generate_video", "COMPLETED")
    assert verdict is not None
    assert [(one.counter, one.off_by) for one in verdict.drifted] == [(completed, 1)]
    assert (verdict.corrected, system.tallies.all()) == (0, before)


class Busy(MemoryRecounts):
    """A table on which a whole job comes and goes while its rows are counted."""

    def __init__(self, system: "System") -> None:
        super().__init__(system.jobs)
        self._system = system

    def census(self, scope: Scope) -> Census:
        """Count between two jobs."""
        self._once()
        census = super().census(scope)
        self._once()
        return census

    def _once(self) -> None:
        job_id = self._system.run(ADA)
        self._system.advance(job_id)
        self._system.end(job_id)
        self._system.advance(job_id)


def test_a_busy_system_shows_no_drift(recounting: Recounting) -> None:
    """Jobs start and end between the reads of every look, and the counters are never taken for wrong."""
    recounting.recounts = Busy(recounting.system)
    verdicts = [recounting.look(seconds) for seconds in (0, MINUTE, HOUR, MINUTE)]
    assert [verdict.drift for verdict in verdicts if verdict is not None] == [0, 0]


def test_a_leak_is_found_on_a_busy_system_too_once_it_is_larger_than_what_moves(recounting: Recounting) -> None:
    """Two places come and go in each look; of three leaked ones at least one is proven and mended, and never too many."""
    system = recounting.system
    recounting.recounts = Busy(system)
    system.settings = system.settings.model_copy(update={"capacity": {"videos": 9, "tasks": 2}})
    system.jobs.counters["running"]["videos#0"] = 3
    recounting.look()
    verdict = recounting.look(MINUTE)
    assert verdict is not None
    assert [one.counter for one in verdict.drifted] == [pool_counter("videos#0")]
    assert (verdict.corrected, 0 <= system.jobs.running("videos") < 3) == (1, True)


class Late(MemoryRecounts):
    """A sweeper that read the record before another one, with which it shares the table, wrote the next."""

    def __init__(self, other: MemoryRecounts, system: "System", record: RecountRecord | None) -> None:
        super().__init__(system.jobs)
        self._other, self._read = other, record

    def last(self) -> RecountRecord | None:
        """Return what was there when it looked."""
        return self._read

    def save(self, record: RecountRecord, *, after: RecountRecord | None) -> MoveOutcome:
        """Write into the shared table."""
        return self._other.save(record, after=after)


def test_of_two_sweepers_at_once_one_mends(recounting: Recounting) -> None:
    """The second finds that the record it follows was followed already."""
    system = recounting.system
    system.jobs.counters["running"]["videos#0"] = 2
    recounting.look()
    late = Late(recounting.recounts, system, recounting.recounts.last())
    assert recounting.look(MINUTE) is not None
    system.jobs.counters["running"]["videos#0"] = 2
    assert recount_counters(world=world_with(system, recounts=late)) is None
    assert system.jobs.running("videos") == 2


class Crowded(MemoryTallies):
    """Tallies of a system that holds so many jobs of a state."""

    def __init__(self, state: JobState) -> None:
        super().__init__()
        self._state = state

    def all(self) -> tuple[Tally, ...]:
        """Return one tally."""
        counted = {counters.in_state(self._state): MOST_ROWS + 1}
        return (Tally(queue="videos-default", task_name="generate_video", counters=counted),)


@pytest.mark.parametrize(
    ("state", "mended"),
    [(JobState.COMPLETED, ["pool/videos#0", "user/ada"]), (JobState.QUEUED, ["pool/videos#0"])],
)
def test_a_million_jobs_leave_no_time_for_all_counters(
    recounting: Recounting, state: JobState, mended: list[str]
) -> None:
    """Too many kept jobs: tallies are not compared; too many waiting ones: pools alone, without which nothing starts."""
    system = recounting.system
    system.tallies = Crowded(state)
    system.jobs.counters["running"]["videos#0"] = 2
    system.jobs.counters["active"]["ada"] = 4
    system.advance(system.create(ADA).job_id)
    recounting.look()
    verdict = recounting.look(MINUTE)
    assert verdict is not None
    assert [one.counter for one in verdict.drifted] == mended
