"""`docs/scale.md`, printed from what was measured and reckoned."""

from collections.abc import Iterable
from typing import Final

from tests.scale import before
from tests.scale.bill import FILES, share_of
from tests.scale.limits import CALL_SECONDS, CPU_SECONDS, LIMITS
from tests.scale.measuring import Cost, Measured
from tests.scale.reckoning import (
    AIM_JOBS,
    AIM_RUNNING,
    FILM_SECONDS,
    TRANSITIONS,
    Part,
    job_parts,
    running_parts,
    weakest,
)

_ACTORS: Final = ("api", "outbox", "dispatcher", "steps", "lifecycle")

_HEAD: Final = """# Scale

Printed by `make scale`; nothing here was measured on AWS. The calls are those of the real use cases and adapters on an AWS in
the process (moto): a meter counts them and reckons the units by DynamoDB's rules. The stream is played with one record a run,
which is the most that a job can cost. Times of calls are assumptions (last section). "Before" is commit {commit}.

The aim: {jobs} jobs a second accepted and started for hours, {running} films running, a million jobs queued, and no partition
key above half of DynamoDB's limit.
"""

_TEN: Final = """## For ten times that
2,000 jobs a second need, besides the quotas above:
- **More shards.** `pipeline.table.SHARDS` 8 -> 32, the tallies' parts 4 -> 16 and their items 32 -> 256. Each number is one
  constant; a deployment that changes it first needs its queues empty, because rows stay where they were written.
- **Counting by batch.** Three transactions a job on the tallies become the largest part of the shared writes. The outbox
  gets its records in batches: it can add up a batch and write the sums once, with the guards of its jobs.
- **Progress outside the table.** {share:.0f} % of a film's write units are reports of progress, in transactions. A step can
  report at most each five seconds, or without a transaction (the sum is then the reader's).
- **Starts in batches.** A dispatcher that receives ten messages and starts them side by side makes ten times the starts with as
  many runs. StartExecution and state transitions remain quotas: films as express workflows, or fewer states a scene.
- **A removal that keeps up.** Expired jobs are removed by the sweeper at about ten a second. Beyond that the table's TTL
  and the bucket's rules remove what it has not reached, a week later. It needs runs side by side, or a function on the
  TTL's records.

## What is weak today
- **After a day at full rate** the removal is behind (the line above): for hours, not for days.
- **Repairs** of one kind are 100 a minute: due retries too. With 200 jobs a second, more than one failed attempt in 120 jobs
  waits longer than its retry says, and a lost hour of the stream takes days to announce.
- **The recount** compares tallies up to 500,000 stored jobs and users up to 500,000 live ones; above that pools alone.
- **One user** at full rate: a user's own counters are one item each. The limits of the tiers (240 creates a minute) keep them
  cold.
- **A failing day**: dead letters and unused uploads have one shard each, for 500 a second.
- **Webhooks**: 20 runs at a time, four of one owner: some 60 deliveries a second at 0.3 s each; the rest queues up.
- **Places** are never more than the environment names (`infra/environments.py`: 8 films, 16 tasks): 5,000 running films need
  that number, and the quotas above, raised together.
"""


def page(film: Measured, task: Measured, idle: dict[str, Cost]) -> str:
    """Write the page; its last line is for machines."""
    jobs, running = job_parts(film), running_parts(film)
    share = 100 * film.actors["steps"].write_units / film.write_units
    parts = [
        _HEAD.format(commit=before.COMMIT, jobs=AIM_JOBS, running=f"{AIM_RUNNING:,}"),
        _costs(film, task),
        _idle(idle),
        "## Jobs a second at which each part breaks\nKeys break at half of their limit. A quota is raised by AWS on request.\n",
        _table(jobs),
        f"## Films running at which each part breaks\nA film of half a minute runs for about {FILM_SECONDS} s.\n",
        _table(running),
        _queued(),
        _TEN.format(share=share),
        _limits(),
        last_line(film),
    ]
    return "\n".join(parts) + "\n"


def last_line(film: Measured) -> str:
    """Name the weakest of our own parts, and the outbox's calls."""
    jobs, running = weakest(job_parts(film)).now, weakest(running_parts(film)).now
    calls = film.actors["outbox"].call_count
    return f"scale: jobs_per_second {jobs:.0f} running {running:.0f} outbox_calls_per_job {calls}"


def _costs(film: Measured, task: Measured) -> str:
    rows = [
        f"| {actor} | {_calls(before.FILM, actor)} | {_calls(film, actor)} | {_writes(before.FILM, actor)} "
        f"| {_writes(film, actor)} |"
        for actor in _ACTORS
    ]
    return "\n".join(
        [
            "## What a job costs",
            "A film of nine scenes, whose steps report twice each; all but `steps` is the same for a single task.\n",
            "| actor | calls before | calls now | write units before | now |",
            "|---|---|---|---|---|",
            *rows,
            _sums("a film", before.FILM, film),
            _sums("a single task", before.TASK, task),
            "",
            f"Transitions of a film: {before.TRANSITIONS} before, {TRANSITIONS} now.",
            f"Its units and transitions: {share_of(before.FILM, before.TRANSITIONS):.5f} USD before, {share_of(film):.5f} now.",
            f"Not metered: the steps' works, which write about {FILES} files a film to S3 and read each about twice",
            f"({3 * FILES} calls, in docs/costs.md by their price). Each job has a prefix of its own, so none becomes hot.",
            "The outbox of the audit's commit (bb682f7) made 38 calls a job.",
            "With a script of 12,000 characters the steps wrote 3,472 units before; now its length does not matter.\n",
        ]
    )


def _sums(name: str, old: Measured, new: Measured) -> str:
    return f"| **{name}** | {old.calls} | {new.calls} | {old.write_units:.0f} | {new.write_units:.0f} |"


def _calls(measured: Measured, actor: str) -> int:
    return measured.actors[actor].call_count


def _writes(measured: Measured, actor: str) -> str:
    return f"{measured.actors[actor].write_units:.0f}"


def _idle(idle: dict[str, Cost]) -> str:
    dispatcher, sweeper = idle["idle dispatcher"], idle["sweeper"]
    return (
        f"A dispatcher's run without work makes {dispatcher.call_count} calls and waits once, for one second.\n"
        f"The sweeper's minute without work makes {sweeper.call_count} calls ({sweeper.read_units:.0f} read units).\n"
    )


def _table(parts: Iterable[Part]) -> str:
    rows = [
        f"| {part.name} | {_number(part.before)} | {_number(part.now)} | {part.unit} "
        f"| {part.raised_by}{' (quota)' if part.adjustable and 'quota' not in part.raised_by else ''} |"
        for part in parts
    ]
    return "\n".join(["| part | before | now | unit | raised by |", "|---|---|---|---|---|", *rows, ""])


def _number(value: float) -> str:
    return "no limit" if value == float("inf") else f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _queued() -> str:
    return f"""## A million jobs queued
SQS keeps any number of waiting messages, for four days; {LIMITS["in_flight"].value:,.0f} may be received and not deleted at
a time, of which a dispatcher's run has one. A queued job is not due before three days, so the sweeper reads none of
them. The index of due work holds a row of 0.3 KB each. The places in the queue come from counters, not from rows.
"""


def _limits() -> str:
    rows = [f"| {one.value:,.0f} {one.unit} | {one.kind} | {one.source} |" for one in LIMITS.values()]
    times = ", ".join(f"{call} {seconds * 1000:.0f} ms" for call, seconds in CALL_SECONDS.items())
    return "\n".join(
        [
            "## Limits of AWS, and assumptions",
            "| limit | kind | source |",
            "|---|---|---|",
            *rows,
            "",
            f"Assumed times of calls: {times}; {CPU_SECONDS * 1000:.0f} ms of CPU a call on a whole vCPU.",
            "A transaction holds an item for 15 ms; an item is reckoned as broken when it is held half of the time.\n",
        ]
    )
