"""Who plays in a history: the real adapters and use cases, or a mutant in the place of one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reelwright.ports import Clock
from reelwright.usecases.advance_batch import advance_batch
from reelwright.usecases.approve_film import approve_film, edit_scenes
from reelwright.usecases.bury_message import bury_message
from reelwright.usecases.cancel_job import cancel_job
from reelwright.usecases.commit_batch import commit_batch
from reelwright.usecases.control_batch import cancel_batch, pause_batch
from reelwright.usecases.create_job import create_job
from reelwright.usecases.dispatch_jobs import dispatch_jobs
from reelwright.usecases.end_attempt import end_attempt
from reelwright.usecases.follow_change import follow_change
from reelwright.usecases.resume_batch import resume_batch
from reelwright.usecases.retry_job import retry_job
from reelwright.usecases.sweep_jobs import sweep_jobs
from reelwright_media.steps.run_step import run_step
from tests.faults.batch_promises import BatchLedger
from tests.faults.watched import WatchedExecutions, WatchedJobs, Watcher
from tests.faults.watched_batches import WatchedBatches
from tests.memory.tallies import MemoryTallies

UseCase = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Actors:
    """The adapters' makers and the use cases of one history; the defaults are the real ones."""

    jobs: Callable[[Clock, Watcher], WatchedJobs] = WatchedJobs
    executions: Callable[[Watcher], WatchedExecutions] = WatchedExecutions
    tallies: Callable[[], MemoryTallies] = MemoryTallies
    batches: Callable[[WatchedJobs, Clock, BatchLedger], WatchedBatches] = WatchedBatches
    create: UseCase = create_job
    follow: UseCase = follow_change
    dispatch: UseCase = dispatch_jobs
    end: UseCase = end_attempt
    sweep: UseCase = sweep_jobs
    cancel: UseCase = cancel_job
    bury: UseCase = bury_message
    step: UseCase = run_step
    retry: UseCase = retry_job
    approve: UseCase = approve_film
    edit: UseCase = edit_scenes
    open_batch: UseCase = commit_batch
    advance_batch: UseCase = advance_batch
    cancel_batch: UseCase = cancel_batch
    pause_batch: UseCase = pause_batch
    resume_batch: UseCase = resume_batch


REAL = Actors()
