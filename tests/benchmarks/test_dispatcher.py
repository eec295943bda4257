"""Waits by priority while one queue is flooded, and the CPU time of a dispatch decision."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Page, Run

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(1800)]

SCRIPT: Final = Path(__file__).with_name("flood.py")
MOST_JOBS: Final = 1_000_000
RUNS: Final = 3


def minutes(seconds: float) -> str:
    """Format a wait in seconds, minutes or hours."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:,.0f} h"


def rows(figures: dict[str, Any]) -> str:
    """Format a run's waits as table rows."""
    return "\n".join(
        f"| {figures['jobs']:,} | `{queue}` | {waits['jobs']:,} | {minutes(waits['p50'])} | {minutes(waits['p99'])} "
        f"| {minutes(waits['max'])} |"
        for queue, waits in figures["waits"].items()
        if waits["jobs"]
    )


def test_a_flood(
    run: "Run",
    page: "Page",
    say: Callable[[str], None],
    median_of: Callable[[list[dict[str, Any]], str], float],
) -> None:
    """Waits by queue from ten thousand to a million jobs; the weights; no idle capacity."""
    runs = {jobs: [run(SCRIPT, "low", jobs) for _ in range(RUNS)] for jobs in (10_000, 100_000)}
    runs[MOST_JOBS] = [run(SCRIPT, "low", MOST_JOBS)]
    everyone, alone = run(SCRIPT, "all", 100_000), run(SCRIPT, "idle", 100_000)
    floods = [several[0] for several in runs.values()]
    costs = {jobs: median_of(several, "microseconds_a_job") for jobs, several in runs.items()}
    assert {one["idle_places"] for one in (*floods, everyone, alone)} == {0}
    shares = everyone["shares"]
    least = min(shares.values())
    body = f"""
**A flood in `videos-low`**: all of its jobs are queued at the start, while jobs for 40 % of the capacity arrive in
`videos-high`, and for 20 % in `videos-default`. Eight films run at once, each for 20-60 s.

| jobs in total | queue | jobs in it | wait p50 | p99 | longest |
|---|---|---|---|---|---|
{chr(10).join(rows(one) for one in floods)}

Waits in high and default do not grow with the flood, and between two starts from low there were never more than
{max(one["low_pause"] for one in floods)} other starts.

**All three queues full** (100,000 jobs): the starts, while no queue is empty, are
{" : ".join(f"{share / least:.2f}" for share in shares.values())} (high : default : low; the weights are 10 : 5 : 1).

**Only low has work** (100,000 jobs): it gets every start. In no run was capacity free while a job waited.

| jobs | CPU microseconds per decision |
|---|---|
{chr(10).join(f"| {jobs:,} | {cost:.0f} |" for jobs, cost in costs.items())}

A decision is one start by the real `dispatch_jobs` (weights, leases, capacity) on dictionaries instead of DynamoDB and SQS. The
clock is virtual and the seed fixed, so waits are the same in each run. The run with a million jobs was made once.
"""
    page.write("dispatcher", "Priorities under a flood", body)
    high = floods[-1]["waits"]["videos-high"]
    say(f"dispatcher: high_wait_s p99 {high['p99']:.0f} max {high['max']:.0f} us_a_job {costs[MOST_JOBS]:.0f}")
