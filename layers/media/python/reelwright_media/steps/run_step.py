"""Run one step of one attempt: check that the attempt still runs, run the step's function, record the outcome."""

import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from reelwright.errors import (
    BudgetExceededError,
    JobCancelledError,
    ProviderUnavailableError,
    ReelwrightError,
    ServiceFaultError,
    SoftTimeLimitExceeded,
)
from reelwright.events import StepCommand
from reelwright.figures.platform import run_usd
from reelwright.jobs.model import Job, JobFailure, StepRow
from reelwright.jobs.moves import is_running
from reelwright.jobs.outputs import PlanOutput
from reelwright.jobs.progress import share_of
from reelwright.pipeline.steps import SOFT_LIMIT_SECONDS, SPENDING_STEPS, STEPS, Step
from reelwright.ports import MoveOutcome, World
from reelwright.providers.owner import working_for
from reelwright_media.steps.context import StepContext, StepOutcome, Tools, row_name
from reelwright_media.steps.recent import RecentArtefacts

TICK_SECONDS: Final = 1.0
"""The shortest time between two writes of progress; more frequent reports are dropped."""

Work = Callable[[StepContext], StepOutcome]


def run_step(
    command: StepCommand,
    works: dict[str, Work],
    *,
    tools: Tools,
    world: World,
    service_faults: tuple[type[Exception], ...] = (ConnectionError, TimeoutError),
    sleep: Callable[[float], None] = time.sleep,
    recent: RecentArtefacts | None = None,
) -> dict[str, Any]:
    """Run the step and return its reply to the state machine.

    Raises JobCancelledError if the attempt is over or must stop, and errors of the step itself after recording them on its
    row. `service_faults` (the adapters' own errors) become ServiceFaultError, also those from reads and writes around the
    step. `recent` are the JSON artefacts that the process remembers. A repeated run finds its artefact and adds no progress
    twice.
    """
    with _as_service_faults(service_faults):
        job = world.jobs.get(command.job_id)
        if job is None or not is_running(job, command.attempt):
            raise JobCancelledError(f"attempt {command.attempt} of job {command.job_id} is over")
        recorder = _Recorder(job, command, world)
        recorder.save("running")
    started = time.monotonic()
    try:
        with _as_service_faults(service_faults), tempfile.TemporaryDirectory(prefix="reelwright-") as folder:
            context = StepContext(
                job=job,
                command=command,
                world=world,
                tools=tools,
                workdir=Path(folder),
                report=recorder.report,
                sleep=sleep,
                recent=recent or RecentArtefacts(),
                done_rows=recorder.done_rows,
            )
            if command.step != "record_failure":
                recorder.check(job)
            _keep_to_budget(job, command.step)
            with working_for(job.user_id):
                made = works[command.step](context)
            outcome = made.model_copy(update={"cost_usd": made.cost_usd + context.spent_usd})
    except Exception as error:
        with suppress(JobCancelledError, *service_faults):  # keep the original error
            recorder.fail(error)
        raise
    with _as_service_faults(service_faults):
        if outcome.waits_for is None:
            recorder.done(outcome, time.monotonic() - started, turns=len(context.waits))
            # Only now: between a release and the row, neither would count.
            for name, usd in context.settled:
                world.reservations.release(job.job_id, name, usd)
        else:
            recorder.wait(outcome)
    return outcome.reply


def _keep_to_budget(job: Job, step: str) -> None:
    """Raise BudgetExceededError before a step that may cost money if the job has reached `max_cost_usd`.

    Parallel steps are all admitted below the limit, so each of them may exceed it by its own cost.
    """
    most = job.request.max_cost_usd
    if most is not None and step in SPENDING_STEPS and job.cost_usd >= most:
        raise BudgetExceededError(
            f"the job has cost {job.cost_usd:.4f} USD, and may cost {most:.4f} (max_cost_usd): {step} was not begun"
        )


@contextmanager
def _as_service_faults(service_faults: tuple[type[Exception], ...]) -> Iterator[None]:
    """Raise errors of a service as ServiceFaultError, which the state machine retries."""
    try:
        yield
    except service_faults as fault:
        raise ServiceFaultError(f"{type(fault).__name__}: {fault}") from fault


class _Recorder:
    """Writes the step's row and the job's progress, and stops a step whose attempt is over."""

    def __init__(self, job: Job, command: StepCommand, world: World) -> None:
        self._job, self._command = job, command
        self._jobs, self._clock, self._is_billed = world.jobs, world.clock, world.settings.is_billed
        self._step = STEPS[command.step]
        place = command.scene if command.scene is not None else command.platform
        self._name = row_name(command.step, place)
        plan = world.jobs.step(job.job_id, "plan_scenes") if self._step.per == "scene" else None
        self.done_rows = {plan.name: plan} if plan is not None and plan.state == "done" else {}
        """Rows of finished steps that were read."""
        self._places = _places(self._step, job, plan)
        self._weight = share_of(self._step, job, places=self._places)
        self._started_at = self._last_tick = world.clock()

    def report(self, fraction: float, message: str) -> None:
        """Write progress, at most once a second. Raises JobCancelledError or SoftTimeLimitExceeded if the step must stop."""
        now = self._clock()
        if (now - self._last_tick).total_seconds() < TICK_SECONDS:
            return
        self._last_tick = now
        self._check_time()
        self.save("running", until_cancelled=True, fraction=min(0.99, fraction), message=message)

    @property
    def _queued_seconds(self) -> float | None:
        """Count the seconds from the entry of the step's state to the run; two clocks measure them."""
        entered = self._command.entered_at
        return None if entered is None else max(0.0, round((self._started_at - entered).total_seconds(), 3))

    def check(self, job: Job) -> None:
        """Raise JobCancelledError if the job, as read, was cancelled, SoftTimeLimitExceeded after the soft limit."""
        if job.cancel_requested:
            raise JobCancelledError("the job was cancelled")
        self._check_time()

    def _check_time(self) -> None:
        begun = self._command.execution_started_at
        if begun is not None and self._clock() - begun > timedelta(seconds=SOFT_LIMIT_SECONDS):
            raise SoftTimeLimitExceeded(f"{SOFT_LIMIT_SECONDS // 60} minutes are over")

    def save(self, state: str, *, until_cancelled: bool = False, **changes: Any) -> None:
        """Write the row. Raises JobCancelledError if the attempt is over, or, with `until_cancelled`, the job cancelled."""
        message = changes.pop("message", None)
        row = StepRow.model_validate(
            {
                "name": self._name,
                "state": state,
                "attempt": self._command.attempt,
                "started_at": self._started_at,
                "queued_seconds": self._queued_seconds,
                "updated_at": self._clock(),
                **changes,
            }
        )
        saved = self._jobs.save_step(
            self._job.job_id,
            row,
            weight=self._weight,
            message=message,
            now=row.updated_at,
            until_cancelled=until_cancelled,
        )
        if saved is MoveOutcome.LOST:
            raise JobCancelledError("the job was cancelled, or its attempt is over")

    def done(self, outcome: StepOutcome, seconds: float, *, turns: int) -> None:
        """Write the finished row with the step's share of progress."""
        values = {"n": (self._command.scene or 0) + 1, "total": self._places, **outcome.message_values}
        self.save(
            "done",
            fraction=1.0,
            key=outcome.key,
            output=outcome.output.stored() | ({"files": outcome.files} if outcome.files else {}),
            cached=outcome.cached,
            fallback=outcome.fallback,
            cost_usd=self._cost_so_far(outcome.cost_usd, seconds, turns),
            seconds=round(seconds, 3),
            error=outcome.error,
            message=self._step.message.format(**values) if self._step.message else None,
        )

    def _cost_so_far(self, paid_usd: float, seconds: float, turns: int) -> float:
        """Add up the step's cost over its runs: a rewrite pays its provider again. AWS's work counts once."""
        before = self._jobs.step(self._job.job_id, self._name) if paid_usd else None
        if before is not None and before.state == "done":
            return before.cost_usd + paid_usd
        return paid_usd + (run_usd(self._step.name, seconds, turns=turns) if self._is_billed else 0.0)

    def wait(self, outcome: StepOutcome) -> None:
        """Write what the step waits for. It adds no progress and no cost; the step is run again. Raises like `save`."""
        output = outcome.output.stored()
        self.save("running", until_cancelled=True, waits=True, output=output, message=outcome.waits_for)

    def fail(self, error: Exception) -> None:
        """Write the step's error. Raises like `save`."""
        known = isinstance(error, ReelwrightError)
        failure = JobFailure(
            type=type(error).__name__,
            code=error.code if isinstance(error, ReelwrightError) else "internal",
            message=str(error)[:2000],
            step=self._name,
            traceback=None if known else traceback.format_exc()[-8000:],
            retryable=isinstance(error, ReelwrightError) and error.retryable,
            ask_again_at=error.until if isinstance(error, ProviderUnavailableError) else None,
        )
        self.save("failed", error=failure)


def _places(step: Step, job: Job, plan: StepRow | None) -> int:
    """Count the scenes or exports that share the step's weight; 1 until the plan is known."""
    if step.per == "export":
        return max(1, len(job.request.video_request.exports))
    return 1 if plan is None else max(1, PlanOutput.of(plan).total or 1)
