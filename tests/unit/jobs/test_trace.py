"""A job has one trace, whose id everything that knows the job can compute."""

import re
from datetime import datetime, timezone

from reelwright.entry.world import new_id
from reelwright.jobs.trace import is_sampled, trace_header, trace_id_of


def test_the_trace_carries_the_time_of_the_jobs_id() -> None:
    """X-Ray files a trace by these seconds and refuses old ones."""
    trace = trace_id_of(new_id())
    assert re.fullmatch(r"1-[0-9a-f]{8}-[0-9a-f]{24}", trace)
    told = datetime.fromtimestamp(int(trace.split("-")[1], 16), timezone.utc)
    assert abs((datetime.now(timezone.utc) - told).total_seconds()) < 5


def test_a_job_has_one_trace_and_two_jobs_have_two() -> None:
    """Jobs of the same millisecond differ by their random part."""
    job = "01m8ftgar6thz0xvmk1zk2xp9k"
    assert trace_id_of(job) == trace_id_of(job) != trace_id_of("01m8ftgar6thz0xvmk1zk2xp9m")
    assert re.fullmatch(r"1-[0-9a-f]{8}-[0-9a-f]{24}", trace_id_of("not a ulid"))


def test_every_function_decides_alike_which_traces_are_kept() -> None:
    """The decision follows from the job's id: all of a trace is kept, or nothing of it."""
    jobs = [new_id() for _ in range(2000)]
    kept = [job for job in jobs if is_sampled(job, 0.05)]
    assert 40 < len(kept) < 180
    assert all(trace_header(job, 0.05).endswith("Sampled=1") for job in kept)
    assert [is_sampled(jobs[0], share) for share in (0.0, 1.0)] == [False, True]
