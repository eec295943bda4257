"""Progress: the share of a job that one step is, and what a step's row adds to its job."""

from datetime import datetime, timedelta
from typing import Any, Final

from reelwright.jobs.model import Job, StepRow, StepRun
from reelwright.pipeline.steps import STEPS, Step
from reelwright.pipeline.tasks import TASKS
from reelwright.values import Value

_WRITING = frozenset({"generate_hook", "generate_script"})

MOST_RUNS: Final = 10
"""Earlier runs of a step that its row keeps."""
MOST_RUNNING_PROGRESS: Final = 0.99
"""The highest progress of a running job; only COMPLETED has 1."""


class StepChange(Value):
    """A step's merged row, with the progress and cost that it adds to the job."""

    row: StepRow
    progress: float
    cost_usd: float


def step_change(stored: StepRow | None, row: StepRow, *, weight: float) -> StepChange:
    """Merge a report: the new row, `weight` x the growth of its fraction, and its cost when it becomes done.

    The fraction never falls, and a key once left stays. A step that is done stays done with key, output and cost: a
    later `running` or `failed` only renews attempt, time and error. Done again (a rewrite, a later attempt) shows the new
    artefact. A done row's cost is that of the step so far, so the job is charged the growth: nothing for a repeated report.
    """
    if stored is None:
        charged = row.cost_usd if row.state == "done" else 0.0
        return StepChange(row=row, progress=weight * row.fraction, cost_usd=charged)
    fraction = max(stored.fraction, row.fraction)
    changes = {"fraction": fraction, "key": row.key or stored.key, **_runs(stored, row)}
    charged = 0.0
    if stored.state != "done":
        merged = row.model_copy(update=changes)
        charged = row.cost_usd if row.state == "done" else 0.0
    elif row.state == "done":
        charged = max(0.0, row.cost_usd - stored.cost_usd)
        merged = row.model_copy(update=changes | {"cost_usd": stored.cost_usd + charged})
    else:
        renewed = {"attempt": row.attempt, "error": row.error, "updated_at": row.updated_at}
        merged = stored.model_copy(update=changes | {"key": stored.key} | renewed)
    return StepChange(row=merged, progress=weight * (fraction - stored.fraction), cost_usd=charged)


def _runs(stored: StepRow, row: StepRow) -> dict[str, Any]:
    """Keep the stored run as an earlier one if the report is of a newer run; a late report of an older run changes nothing.

    A run that is repeated within its state has waited since the end of the run before, not since the state was entered. The
    looks at long work of a provider are one run.
    """
    if stored.waits and stored.attempt == row.attempt:
        kept = {name: getattr(stored, name) for name in ("started_at", "queued_seconds", "earlier", "waits")}
        return kept if row.state == "done" or row.output else {**kept, "output": stored.output}
    if row.started_at is None or (stored.started_at is not None and row.started_at <= stored.started_at):
        return {name: getattr(stored, name) for name in ("started_at", "queued_seconds", "earlier")}
    idle = max(0.0, (row.started_at - stored.updated_at).total_seconds())
    queued = None if row.queued_seconds is None else min(row.queued_seconds, idle)
    earlier = (*stored.earlier, *_ended_run(stored))[-MOST_RUNS:]
    return {"started_at": row.started_at, "queued_seconds": queued, "earlier": earlier}


def _ended_run(row: StepRow) -> tuple[StepRun, ...]:
    """Build the run that a row shows; none if the row does not say when it began."""
    begun = row.started_at
    if begun is None and row.seconds is not None:
        begun = row.updated_at - timedelta(seconds=row.seconds)
    if begun is None:
        return ()
    return (
        StepRun(
            attempt=row.attempt,
            state="failed" if row.state == "running" else row.state,
            started_at=begun,
            finished_at=row.updated_at,
            queued_seconds=row.queued_seconds,
            seconds=row.seconds,
            cached=row.cached,
        ),
    )


def answered_step(row: StepRow, job: Job, *, now: datetime) -> StepRow | None:
    """Copy an earlier job's step for a job that reuses its result; None for a step that is not done or has no artefact.

    Later jobs take scenes and film from these rows (`source_job_id`). The work was charged to the earlier job.
    """
    if row.state != "done" or row.key is None:
        return None
    changes = {"attempt": job.attempt, "cached": True, "seconds": 0.0, "cost_usd": 0.0, "updated_at": now}
    fresh = {"started_at": now, "queued_seconds": None, "earlier": ()}
    return row.model_copy(update=changes | fresh)


def share_of(step: Step, job: Job, *, places: int) -> float:
    """Compute the share (0-1) that one run of `step` adds to the job's progress.

    In a film the steps' weights are shared out over what this film runs; a step that runs once a scene (or export) shares its
    weight among them. A single task's step is the whole job.
    """
    if TASKS[job.task_name].route != "film":
        return 1.0 if step.name == job.task_name else 0.0
    writes = job.request.video_request.script_content is None
    total = sum(row.weight for row in STEPS.values() if writes or row.name not in _WRITING)
    return step.weight / total / max(1, places)
