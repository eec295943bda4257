"""The interfaces of the use cases to the outside. Each docstring is a contract for every implementation.

`aws/` implements them with DynamoDB, SQS, S3 and Step Functions, `tests/memory` in memory; one contract suite runs on both.
The ports of media (voices, pictures, renderer) are in `film/makers.py`.
"""

from reelwright.ports.artefacts import Artefacts, ObjectFacts, SignedUpload
from reelwright.ports.batches import Batches, BatchLines, BatchPage, Profile, Profiles
from reelwright.ports.breakers import Breakers
from reelwright.ports.call_rates import CallRates
from reelwright.ports.counters import OnCounted, Recounts, Tallies, ignore_tally
from reelwright.ports.dead_letters import DeadLetterPage, DeadLetters, OnDeadLetter, ignore_letter
from reelwright.ports.decoding import Decoding
from reelwright.ports.jobs import (
    AddOutcome,
    AddResult,
    IdempotencyKey,
    JobPage,
    Jobs,
    MoveOutcome,
)
from reelwright.ports.languages import Languages
from reelwright.ports.load_history import LoadHistory
from reelwright.ports.long_works import LongWorks
from reelwright.ports.pages import Pages, RawPage
from reelwright.ports.process import Clock, Ids, Secrets
from reelwright.ports.quotas import Quotas, WaitPlace
from reelwright.ports.reservations import Reservations
from reelwright.ports.uploads import OpenOutcome, Uploads
from reelwright.ports.user_keys import UserKeys
from reelwright.ports.webhooks import Courier, Deliveries, KeyRings, Lanes, Reply, WebhookQueue
from reelwright.ports.work import Executions, ExecutionState, Received, WorkQueues
from reelwright.ports.world import RecentTallies, World

__all__ = [
    "AddOutcome",
    "AddResult",
    "Artefacts",
    "BatchLines",
    "BatchPage",
    "Batches",
    "Breakers",
    "CallRates",
    "Clock",
    "Courier",
    "DeadLetterPage",
    "DeadLetters",
    "Decoding",
    "Deliveries",
    "ExecutionState",
    "Executions",
    "IdempotencyKey",
    "Ids",
    "JobPage",
    "Jobs",
    "KeyRings",
    "Lanes",
    "Languages",
    "LoadHistory",
    "LongWorks",
    "MoveOutcome",
    "ObjectFacts",
    "OnCounted",
    "OnDeadLetter",
    "OpenOutcome",
    "Pages",
    "Profile",
    "Profiles",
    "Quotas",
    "RawPage",
    "Received",
    "RecentTallies",
    "Recounts",
    "Reply",
    "Reservations",
    "Secrets",
    "SignedUpload",
    "Tallies",
    "Uploads",
    "UserKeys",
    "WaitPlace",
    "WebhookQueue",
    "WorkQueues",
    "World",
    "ignore_letter",
    "ignore_tally",
]
