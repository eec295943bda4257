"""The composition root: settings from the environment, AWS adapters, clock, ids. Built once a process, on first use."""

import os
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache

from reelwright.aws.artefacts import BucketArtefacts
from reelwright.aws.breakers import DynamoBreakers
from reelwright.aws.clients import client
from reelwright.aws.dead_letters import DynamoDeadLetters
from reelwright.aws.executions import StateMachineExecutions
from reelwright.aws.jobs import DynamoJobs
from reelwright.aws.queues import SqsQueues
from reelwright.entry.breakers import ReportedBreakers
from reelwright.entry.dead_letters import report_dead_letter
from reelwright.pipeline.breaker import BreakerTimes
from reelwright.ports import Artefacts, Breakers, DeadLetters, Executions, Jobs, Queues
from reelwright.settings import Settings

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def now() -> datetime:
    """Return the time, UTC."""
    return datetime.now(timezone.utc)


def new_id() -> str:
    """Return a ULID in lower case: 48 bits of milliseconds, 80 random bits; sorts by time, cannot be guessed."""
    number = (int(time.time() * 1000) << 80) | secrets.randbits(80)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -5, -5))


def jitter() -> float:
    """Return a random share 0-1."""
    return secrets.randbelow(1_000_000) / 1_000_000


@dataclass(frozen=True)
class World:
    """The adapters of this process."""

    settings: Settings
    jobs: Jobs
    queues: Queues
    executions: Executions
    artefacts: Artefacts
    breakers: Breakers
    dead_letters: DeadLetters


@lru_cache(maxsize=1)
def world() -> World:
    """Return this process's adapters; the first call reads the environment and fails on a malformed one."""
    settings = Settings.from_environment(os.environ)
    return World(
        settings=settings,
        jobs=DynamoJobs(settings.table_name, client("dynamodb"), clock=now, on_dead_letter=report_dead_letter),
        dead_letters=DynamoDeadLetters(
            settings.table_name, client("dynamodb"), clock=now, on_dead_letter=report_dead_letter
        ),
        queues=SqsQueues(settings.queue_urls, client("sqs"), wait_seconds=settings.queue_wait_seconds),
        executions=StateMachineExecutions(
            settings.state_machine_arn, client("stepfunctions"), client("ecs"), settings.cluster_arn
        ),
        artefacts=BucketArtefacts(settings.bucket_name, client("s3")),
        breakers=ReportedBreakers(
            DynamoBreakers(
                settings.table_name, client("dynamodb"), times=BreakerTimes.scaled(settings.retry_scale)
            )
        ),
    )
