"""Items <-> models, side by side.

The low-level client is used, with boto3's own serializer: attributes are text, numbers and booleans only. Times are
`stamp`s, numbers Decimals, models and dictionaries compact JSON text; what is None is left out. A job's attributes carry
the names of its fields, plus those that only the indexes and DynamoDB's TTL read.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from pydantic import BaseModel
from pydantic_core import from_json, to_json

from reelwright.figures.counting import Counted
from reelwright.jobs.cursor import position
from reelwright.jobs.dead_letter import DeadLetter, letter_position
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.jobs.model import HistoryRow, Job, Lease, StepRow
from reelwright.jobs.progress import MOST_RUNNING_PROGRESS
from reelwright.pipeline import table
from reelwright.pipeline.breaker import Breaker
from reelwright.webhooks.log import LOG_LIFE, Delivery

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

Scalar = str | int | Decimal | bool
Item = dict[str, Any]

TTL_GRACE: Final = timedelta(days=7)
"""DynamoDB's own removal is the fallback: the sweeper, which also removes a job's rows and files, runs first."""

_JOB_JSON: Final = frozenset({"request", "result", "error", "cautions"})
_HISTORY_JSON: Final = frozenset({"metadata"})
_STEP_JSON: Final = frozenset({"output", "fallback", "error"})
_LETTER_JSON: Final = frozenset({"request", "error"})

_serializer: Final = TypeSerializer()
_deserializer: Final = TypeDeserializer()


def to_wire(attributes: Mapping[str, Scalar]) -> "dict[str, AttributeValueTypeDef]":
    """Convert attributes to the client's format."""
    return {name: _serializer.serialize(value) for name, value in attributes.items()}


def from_wire(item: "Mapping[str, AttributeValueTypeDef]") -> Item:
    """Return an item's attributes; numbers are Decimals."""
    return {name: _deserializer.deserialize(value) for name, value in item.items()}


def number(value: float) -> Decimal:
    """Return a float as the Decimal that reads the same, to nine places, as DynamoDB gives it back: 1, not 1.0 or 1E+1.

    The emulator compares a repeated transaction with what it stored: other digits for the same number are refused.
    """
    exact = Decimal(repr(round(value, 9))).normalize() + 0  # normalize leaves -0
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def job_attributes(job: Job) -> dict[str, Scalar]:
    """Return the job's attributes, those of the indexes included."""
    return {**_attributes(job), **_index_attributes(job)}


def job_of(item: Item) -> Job:
    """Return the job of a META item.

    The stored progress is the plain sum of what the steps added; rounding may bring it to 1 and a hair over.
    """
    fields = {name: value for name, value in item.items() if name in Job.model_fields}
    if fields["state"] != JobState.COMPLETED.value:
        fields["progress"] = min(MOST_RUNNING_PROGRESS, float(fields["progress"]))
    return Job.model_validate(_parsed(fields, _JOB_JSON))


def history_attributes(row: HistoryRow) -> dict[str, Scalar]:
    """Return a transition's attributes."""
    return _attributes(row)


def history_of(item: Item) -> HistoryRow:
    """Return the transition of a HIST item."""
    return HistoryRow.model_validate(_fields(HistoryRow, item, _HISTORY_JSON) | {"from_state": item.get("from_state")})


def step_attributes(row: StepRow) -> dict[str, Scalar]:
    """Return a step's attributes."""
    return _attributes(row)


def step_of(item: Item) -> StepRow:
    """Return the step of a STEP item."""
    return StepRow.model_validate(_fields(StepRow, item, _STEP_JSON))


def lease_attributes(lease: Lease) -> dict[str, Scalar]:
    """Return a lease's attributes."""
    return _attributes(lease)


def lease_of(item: Item) -> Lease:
    """Return the lease of a LEASES item."""
    return Lease.model_validate(_fields(Lease, item, frozenset()))


def dead_letter_attributes(letter: DeadLetter) -> dict[str, Scalar]:
    """Return a dead letter's attributes, those of its list and of DynamoDB's TTL included."""
    return {
        **_attributes(letter),
        table.DUE_SHARD: table.DEAD,
        table.DUE_ORDER: letter_position(letter),
        table.TTL_ATTRIBUTE: int(letter.expires_at.timestamp()),
    }


def dead_letter_of(item: Item) -> DeadLetter:
    """Return the dead letter of a LETTER item."""
    return DeadLetter.model_validate(_fields(DeadLetter, item, _LETTER_JSON))


def breaker_attributes(breaker: Breaker) -> dict[str, Scalar]:
    """Return a breaker's attributes."""
    return _attributes(breaker)


def breaker_of(item: Item) -> Breaker:
    """Return the breaker of a BREAKER item."""
    return Breaker.model_validate(_fields(Breaker, item, frozenset()))


def counted_attributes(counted: Counted) -> dict[str, Scalar]:
    """Return the attributes of a job's counted row."""
    return _attributes(counted)


def counted_of(item: Item) -> Counted:
    """Return the counts of a COUNTED item."""
    return Counted.model_validate(_fields(Counted, item, frozenset()))


def delivery_attributes(delivery: Delivery) -> dict[str, Scalar]:
    """Return the attributes of a webhook's try, that of DynamoDB's TTL included."""
    return {**_attributes(delivery), table.TTL_ATTRIBUTE: int((delivery.started_at + LOG_LIFE).timestamp())}


def delivery_of(item: Item) -> Delivery:
    """Return the try of a DELIVERY item."""
    return Delivery.model_validate(_fields(Delivery, item, frozenset()))


def _index_attributes(job: Job) -> dict[str, Scalar]:
    keys: dict[str, Scalar] = {
        table.OWNER_ORDER: position(job),
        table.OWNER_STATE: owner_state(job.user_id, job.state),
    }
    if job.state in FINAL_STATES:
        if job.expires_at is not None:
            shard = table.EXPIRING if job.due_at is None else table.UNPUBLISHED
            keys |= {table.DUE_SHARD: shard, table.DUE_ORDER: table.stamp(job.due_at or job.expires_at)}
            keys[table.TTL_ATTRIBUTE] = int((job.expires_at + TTL_GRACE).timestamp())
    elif job.due_at is not None:
        keys |= {table.DUE_SHARD: job.state.value, table.DUE_ORDER: table.stamp(job.due_at)}
    return keys


def owner_state(user_id: str, state: JobState) -> str:
    """Return the partition of a user's jobs in one state; the state follows the last `#`."""
    return f"{user_id}#{state.value}"


def _attributes(model: BaseModel) -> dict[str, Scalar]:
    values = ((name, getattr(model, name)) for name in type(model).model_fields)
    return {name: _scalar(value) for name, value in values if value is not None}


def _scalar(value: object) -> Scalar:
    match value:
        case Enum():
            return str(value.value)
        case bool() | str() | int() | Decimal():
            return value
        case float():
            return number(value)
        case datetime():
            return table.stamp(value)
        case BaseModel():
            return value.model_dump_json(exclude_defaults=True)
        case _:
            return to_json(value).decode()


def _fields(model: type[BaseModel], item: Item, json_fields: frozenset[str]) -> Item:
    return _parsed({name: value for name, value in item.items() if name in model.model_fields}, json_fields)


def _parsed(fields: Item, json_fields: frozenset[str]) -> Item:
    return {name: from_json(value) if name in json_fields else value for name, value in fields.items()}
