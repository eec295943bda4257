"""What the tallies must come to, from the writes alone: the second opinion on `jobs.counting`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from reelwright.figures.tally import Tally
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.jobs.model import Job

Sums = dict[str, float]
Place = tuple[str, str]


def rounded(tally: Tally) -> Sums:
    """Return a tally's counters that are not 0, those of buckets summed: how often each figure was measured."""
    sums: defaultdict[str, float] = defaultdict(float)
    for name, value in tally.counters.items():
        sums[name.partition(".le.")[0] + ".le" if ".le." in name else name] += value
    return {name: round(value, 6) for name, value in sums.items() if round(value, 6)}


def differences(counted: Mapping[Any, Sums], expected: Mapping[Any, Sums]) -> list[str]:
    """Return every counter that is not what it must be, a few words each."""
    return [
        f"{name} of {place} is {told}, recounted {known}"
        for place in counted.keys() | expected.keys()
        for name in counted.get(place, {}).keys() | expected.get(place, {}).keys()
        if (told := counted.get(place, {}).get(name, 0)) != (known := expected.get(place, {}).get(name, 0))
    ]


class Recount:
    """Sums of every write, for each job's queue, task and user; it believes no history and no guard."""

    def __init__(self) -> None:
        self._sums: defaultdict[tuple[str, str, str, str], float] = defaultdict(float)
        self._began: dict[str, Job] = {}

    def job_written(self, before: Job | None, job: Job) -> None:
        """Add what one write did."""
        if before is not None and before.state is job.state:
            return
        self._add(job, "moves")
        if before is not None and before.state is JobState.QUEUED:
            self._add(job, "left")
        if job.state in FINAL_STATES:
            self._add(job, f"ended.{job.state.value}")
        if before is not None and job.retry_count > before.retry_count:
            self._add(job, f"retries.{job.retry_count}")
        if job.state is JobState.EXECUTING:
            self._began[job.job_id] = job
        if before is not None and before.state is JobState.EXECUTING and job.state is JobState.COMPLETED:
            seconds = (job.updated_at - self._began[job.job_id].updated_at).total_seconds()
            for name in ("seconds.count", "ratio.le", *(["seconds.le"] if seconds <= _LONGEST_SECONDS else [])):
                self._add(job, name)
            self._add(job, "seconds.sum", seconds)

    def by_place(self, stored: Iterable[Job]) -> dict[Place, Sums]:
        """Return what each queue and task must come to, given the jobs that are stored now."""
        places: dict[Place, Sums] = {}
        for (queue, task_name, _, name), value in self._with_states(stored).items():
            sums = places.setdefault((queue, task_name), {})
            sums[name] = round(sums.get(name, 0) + value, 6)
        return {place: {name: value for name, value in sums.items() if value} for place, sums in places.items()}

    def by_user(self, stored: Iterable[Job]) -> dict[str, Sums]:
        """Return what each user must come to."""
        users: dict[str, Sums] = {}
        for (_, _, user_id, name), value in self._with_states(stored).items():
            sums = users.setdefault(user_id, {})
            sums[name] = round(sums.get(name, 0) + value, 6)
        return {user_id: {name: value for name, value in sums.items() if value} for user_id, sums in users.items()}

    def _with_states(self, stored: Iterable[Job]) -> dict[tuple[str, str, str, str], float]:
        sums = self._sums.copy()
        for job in stored:
            sums[job.queue, job.task_name, job.user_id, f"state.{job.state.value}"] += 1
        return sums

    def _add(self, job: Job, name: str, value: float = 1) -> None:
        self._sums[job.queue, job.task_name, job.user_id, name] += value


_LONGEST_SECONDS = 600
