"""The messages of the webhook queue: each names a job or a batch."""

import json
import re
from typing import Any, Final, Literal
from urllib.parse import unquote_plus

from pydantic import ValidationError

from reelwright.jobs.output_keys import BATCH_OUTCOME, OUTCOME, OUTPUTS
from reelwright.values import Value

Subject = Literal["job", "batch"]
_SUBJECTS: Final[dict[str, Subject]] = {OUTCOME: "job", BATCH_OUTCOME: "batch"}
_OUTCOME: Final = re.compile(
    re.escape(OUTPUTS) + r"([A-Za-z0-9_-]{1,64})/(" + "|".join(map(re.escape, _SUBJECTS)) + ")"
)


class LogLine(Value):
    """One try, as listed in a dead letter."""

    at: str
    outcome: str
    status: int | None
    detail: str | None


class GivenUp(Value):
    """The dead letter of a webhook after its last try. Moved back to the queue, it causes one more try."""

    job_id: str
    """The id of the job, or of the batch."""
    subject: Subject = "job"
    sequence: int
    webhook_id: str
    user_id: str
    place: str
    log: tuple[LogLine, ...]


class Notice(Value):
    """A job or batch with webhooks to deliver; `sequence` names one of its ends to resend."""

    job_id: str
    subject: Subject = "job"
    sequence: int | None = None
    turns: int = 0
    """How often it has found no lane free (`webhooks.lanes`)."""


class Waiting(Value):
    """The message of a webhook that found no lane free."""

    waiting: Notice


def notices_of(body: str) -> tuple[Notice, ...]:
    """Parse the jobs and batches of a message; none for the test message that S3 sends when it is connected.

    Raises ValueError for a body that is neither S3's (user guide, "Event message structure") nor one of our own.
    """
    match json.loads(body):
        case {"Event": "s3:TestEvent"}:
            return ()
        case {"Records": list(records)}:
            return tuple(map(_notice, records))
        case {"waiting": _}:
            return (_waiting(body),)
        case _:
            return (_redriven(body),)


def _notice(record: Any) -> Notice:
    try:
        key = unquote_plus(record["s3"]["object"]["key"])  # S3 writes keys as a query string
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("the message is not a notification of S3") from error
    found = _OUTCOME.fullmatch(key)
    if found is None:
        raise ValueError(f"{key[:200]!r} is not the outcome of a job or batch")
    return Notice(job_id=found[1], subject=_SUBJECTS[found[2]])


def _waiting(body: str) -> Notice:
    try:
        return Waiting.model_validate_json(body).waiting
    except ValidationError:
        raise ValueError("the message names no webhook that waits") from None


def _redriven(body: str) -> Notice:
    try:
        letter = GivenUp.model_validate_json(body)
    except ValidationError:
        raise ValueError("the message is neither a notification of S3 nor an undelivered webhook") from None
    return Notice(job_id=letter.job_id, subject=letter.subject, sequence=letter.sequence)
