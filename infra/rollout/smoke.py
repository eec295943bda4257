"""`make smoke`: a short film through the public URL, downloaded and verified."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from infra.rollout.errors import RolloutError
from infra.rollout.film_check import facts_of, faults_of
from infra.rollout.target import Target
from reelwright.film.platforms.presets import PRESETS
from reelwright_client import Client, Job

SCRIPT: Final = "The first film on a new machine is always short. It proves that every part works."
PLATFORM: Final = "tiktok"
LIMIT_SECONDS: Final = 15 * 60
"""A first film waits for cold starts of every function."""

Say = Callable[[str], object]


def smoke(target: Target, folder: Path, *, say: Say, clock: Callable[[], float] = time.monotonic) -> Path:
    """Make the film; return its path. Raises RolloutError if the service is unhealthy, the job fails, or the film is wrong."""
    started = clock()
    with Client(target.url, target.machine_token("reelwright/jobs")) as reelwright:
        health = reelwright.health()
        if not health.is_healthy:
            raise RolloutError(f"{target.url} is unhealthy: {health.dependencies}")
        accepted = reelwright.create(SCRIPT, title="Smoke test", platform=PLATFORM, use_cache=False)
        say(f"{clock() - started:6.1f} s  job {accepted.job_id} accepted by {target.url}")
        job = reelwright.wait(accepted.job_id, timeout_seconds=LIMIT_SECONDS)
        say(f"{clock() - started:6.1f} s  {job.state}")
        if not job.is_completed:
            raise RolloutError(_failure(job, target.environment.stack_name))
        film = reelwright.download(job, folder / accepted.job_id)["video"].resolve()
    verify(film, seconds=(job.result.duration if job.result else None) or 0.0, say=say)
    say(f"{clock() - started:6.1f} s  verified")
    return film


def verify(film: Path, *, seconds: float, say: Say) -> None:
    """Decode the whole film; raises RolloutError with everything that is wrong with it."""
    facts = facts_of(film)
    say(
        f"{facts.codec} {facts.width}x{facts.height}, {facts.frames} frames, {facts.video_seconds:.1f} s; {facts.audio_codec} "
        f"{facts.audio_seconds:.1f} s; {film.stat().st_size / 1e6:.1f} MB"
    )
    size = PRESETS[PLATFORM]
    faults = faults_of(facts, width=size.width, height=size.height, seconds=seconds)
    if faults:
        raise RolloutError(f"{film} is wrong: {'; '.join(faults)}")


def _failure(job: Job, stack: str) -> str:
    error = job.error
    reason = f"{error.code}: {error.message} (step {error.step})" if error else job.state
    return f"job {job.job_id} did not finish: {reason}; read `reelwright logs {job.job_id} --stack {stack}`"
