"""`make demo`: make a film of the sample script over the HTTP API, show its progress, and download it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from infra.local.errors import LocalStackError
from infra.local.place import REPOSITORY, Place
from reelwright.pipeline.steps import STEPS
from reelwright_client import Client, Job, JobStep

SAMPLE: Final = REPOSITORY / "docs" / "sample-script.txt"
_LIMIT_SECONDS: Final = 30 * 60
"""The hard limit of an attempt."""

Say = Callable[[str], None]


def demo(place: Place, *, url: str, token: str, say: Say, script: Path = SAMPLE) -> Path:
    """Make the film; returns the path of the video. Raises LocalStackError with the job's error if the job fails."""
    text = script.read_text(encoding="utf-8").strip()
    say(f"script: {script} ({len(text.split())} words)")
    started = time.monotonic()
    with Client(url, token) as reelwright:
        accepted = reelwright.create(text, title="The world below", platform="tiktok", use_cache=False)
        say(f"job {accepted.job_id} accepted: {accepted.message}")
        job = reelwright.wait(accepted.job_id, timeout_seconds=_LIMIT_SECONDS, on_change=ProgressLines(say, started))
        if not job.is_completed:
            raise LocalStackError(_failure(job, place))
        files = reelwright.download(job, place.films / accepted.job_id)
    say(steps_table(job))
    for name, path in files.items():
        say(f"{name:<12} {path}")
    say(f"made in {time.monotonic() - started:.0f} s")
    return files["video"].resolve()


class ProgressLines:
    """Prints each new progress message of a job once, with progress and the seconds since the start."""

    def __init__(self, say: Say, started: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._say, self._started, self._clock = say, started, clock
        self._last = ""

    def __call__(self, job: Job) -> None:
        """Print the job's message if it is new."""
        message = job.progress_message or job.waiting_reason or job.state.lower()
        if message == self._last:
            return
        self._last = message
        self._say(f"{self._clock() - self._started:6.1f} s  {bar(job.progress)} {job.progress:4.0%}  {message}")


def bar(share: float, *, width: int = 24) -> str:
    """Draw a progress bar of fixed width; `share` is clamped to 0..1."""
    full = round(max(0.0, min(1.0, share)) * width)
    return "█" * full + "░" * (width - full)


def steps_table(job: Job) -> str:
    """List the steps in the pipeline's order, with the number of runs and their total seconds (scenes run in parallel)."""
    rows = []
    for name, steps in by_step(job).items():
        worked = [step for step in steps if not step.cached]
        seconds = sum(step.seconds or 0 for step in worked)
        reused = f", {len(steps) - len(worked)} reused" if len(worked) < len(steps) else ""
        rows.append(f"  {name:<24} {len(steps):>3} x {seconds:8.1f} s in total{reused}")
    return "\n".join(["steps:", *rows])


def by_step(job: Job) -> dict[str, list[JobStep]]:
    """Group the runs of a job's steps by the pipeline's step: `render_scene#3` belongs to `render_scene`."""
    groups: dict[str, list[JobStep]] = {}
    for step in job.steps:
        groups.setdefault(step.name.partition("#")[0], []).append(step)
    order = list(STEPS)
    return dict(sorted(groups.items(), key=lambda item: order.index(item[0]) if item[0] in STEPS else len(order)))


def _failure(job: Job, place: Place) -> str:
    error = job.error
    reason = f"{error.type}: {error.message} (step {error.step})" if error else job.state.lower()
    return f"job {job.job_id} did not finish: {reason}; the logs are in {place.logs}"
