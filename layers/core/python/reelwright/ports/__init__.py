"""What the use cases need from the world. Each docstring is a promise that every implementation keeps.

`aws/` keeps them with DynamoDB, SQS, S3 and Step Functions, `memory/` without; one contract suite runs on both.
The media ports (voices, pictures, renderer) stand in `media.py`.
"""

from reelwright.ports.artefacts import Artefacts, ObjectFacts, SignedUpload
from reelwright.ports.breakers import Breakers
from reelwright.ports.counters import OnCounted, Recounts, Tallies, counted_in_silence
from reelwright.ports.dead_letters import DeadLetterPage, DeadLetters, OnDeadLetter, nobody_listens
from reelwright.ports.jobs import (
    AddOutcome,
    AddResult,
    AdmitOutcome,
    IdempotencyKey,
    JobPage,
    Jobs,
    MoveOutcome,
    StartOutcome,
)
from reelwright.ports.languages import Languages
from reelwright.ports.process import Clock, Ids, Secrets
from reelwright.ports.webhooks import Courier, Deliveries, KeyRings, Reply, WebhookQueue
from reelwright.ports.work import Executions, ExecutionState, Queues, Received

__all__ = [
    "AddOutcome",
    "AddResult",
    "AdmitOutcome",
    "Artefacts",
    "Breakers",
    "Clock",
    "Courier",
    "DeadLetterPage",
    "DeadLetters",
    "Deliveries",
    "ExecutionState",
    "Executions",
    "IdempotencyKey",
    "Ids",
    "JobPage",
    "Jobs",
    "KeyRings",
    "Languages",
    "MoveOutcome",
    "ObjectFacts",
    "OnCounted",
    "OnDeadLetter",
    "Queues",
    "Received",
    "Recounts",
    "Reply",
    "Secrets",
    "SignedUpload",
    "StartOutcome",
    "Tallies",
    "WebhookQueue",
    "counted_in_silence",
    "nobody_listens",
]
