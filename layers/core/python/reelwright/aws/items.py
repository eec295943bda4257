"""Conversion between models and items of the table.

The low-level client is used. Attributes are strings, numbers and booleans only: times are
`table.stamp`s, numbers Decimals, models and dictionaries compact JSON; None is left out. Attributes have the names of the
model's fields; jobs have additional ones for the indexes and DynamoDB's TTL.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, cast

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
"""Time from `expires_at` to the TTL, which is a fallback: the sweeper also removes a job's other rows and files."""

_REQUEST: Final = "request"
_JOB_JSON: Final = frozenset({"request", "result", "error", "cautions", "scene_edits"})
_HISTORY_JSON: Final = frozenset({"metadata"})
_STEP_JSON: Final = frozenset({"output", "fallback", "error", "earlier"})
_LETTER_JSON: Final = frozenset({"request", "error"})


def to_wire(attributes: Mapping[str, Scalar]) -> "dict[str, AttributeValueTypeDef]":
    """Convert attributes to the client's format."""
    return {name: _wire(value) for name, value in attributes.items()}


def from_wire(item: "Mapping[str, AttributeValueTypeDef]") -> Item:
    """Convert an item of the client; numbers are Decimals."""
    return {name: _scalar_of(value) for name, value in item.items()}


def _wire(value: Scalar) -> "AttributeValueTypeDef":
    match value:
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case _:
            return {"N": str(value)}


def _scalar_of(value: "AttributeValueTypeDef") -> Scalar:
    ((kind, raw),) = value.items()
    match kind:
        case "S" | "BOOL":
            return cast("Scalar", raw)
        case "N":
            return Decimal(cast("str", raw))
        case _:
            raise TypeError(f"an attribute of type {kind} is not one of the table's")


def number(value: float) -> Decimal:
    """Convert a float to a Decimal with nine places, in the form in which DynamoDB returns it: 1, not 1.0 or 1E+1.

    The emulator compares a repeated transaction with the stored one, and refuses another spelling of the same number.
    """
    exact = Decimal(repr(round(value, 9))).normalize() + 0  # + 0 turns -0 into 0
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def job_attributes(job: Job) -> dict[str, Scalar]:
    """Convert a job without its request, with the attributes of the indexes and the TTL."""
    own = {name: value for name, value in attributes_of(job).items() if name != _REQUEST}
    return {**own, **_index_attributes(job)}


def request_attributes(job: Job) -> dict[str, Scalar]:
    """Convert a job's request."""
    return {_REQUEST: _scalar(job.request)}


def job_of(items: Iterable[Item]) -> Job | None:
    """Convert a job's META and REQUEST items; None unless both are there.

    The stored progress is the sum of the steps' increments, which by rounding can slightly exceed 1, so it is limited.
    """
    merged: Item = {}
    for item in items:
        merged |= item
    if not merged.keys() >= {_REQUEST, "state"}:
        return None
    fields = {name: value for name, value in merged.items() if name in Job.model_fields}
    if fields["state"] != JobState.COMPLETED.value:
        fields["progress"] = min(MOST_RUNNING_PROGRESS, float(fields["progress"]))
    return Job.model_validate(_parsed(fields, _JOB_JSON))


def history_attributes(row: HistoryRow) -> dict[str, Scalar]:
    """Convert a transition."""
    return attributes_of(row)


def history_of(item: Item) -> HistoryRow:
    """Convert a HIST item."""
    return HistoryRow.model_validate(
        fields_of(HistoryRow, item, _HISTORY_JSON) | {"from_state": item.get("from_state")}
    )


def step_attributes(row: StepRow) -> dict[str, Scalar]:
    """Convert a step."""
    return attributes_of(row)


def step_of(item: Item) -> StepRow:
    """Convert a STEP item."""
    return StepRow.model_validate(fields_of(StepRow, item, _STEP_JSON))


def lease_attributes(lease: Lease) -> dict[str, Scalar]:
    """Convert a lease."""
    return attributes_of(lease)


def lease_of(item: Item) -> Lease:
    """Convert a lease's item."""
    return Lease.model_validate(fields_of(Lease, item, frozenset()))


def dead_letter_attributes(letter: DeadLetter) -> dict[str, Scalar]:
    """Convert a dead letter, with the attributes of its index and the TTL."""
    return {
        **attributes_of(letter),
        table.DUE_SHARD: table.DEAD,
        table.DUE_ORDER: letter_position(letter),
        table.TTL_ATTRIBUTE: int(letter.expires_at.timestamp()),
    }


def dead_letter_of(item: Item) -> DeadLetter:
    """Convert a LETTER item."""
    return DeadLetter.model_validate(fields_of(DeadLetter, item, _LETTER_JSON))


def breaker_attributes(breaker: Breaker) -> dict[str, Scalar]:
    """Convert a circuit breaker."""
    return attributes_of(breaker)


def breaker_of(item: Item) -> Breaker:
    """Convert a BREAKER item."""
    return Breaker.model_validate(fields_of(Breaker, item, frozenset()))


def counted_attributes(counted: Counted) -> dict[str, Scalar]:
    """Convert a job's counted row."""
    return attributes_of(counted)


def counted_of(item: Item) -> Counted:
    """Convert a COUNTED item."""
    return Counted.model_validate(fields_of(Counted, item, frozenset()))


def delivery_attributes(delivery: Delivery) -> dict[str, Scalar]:
    """Convert a delivery attempt, with the TTL."""
    return {**attributes_of(delivery), table.TTL_ATTRIBUTE: int((delivery.started_at + LOG_LIFE).timestamp())}


def delivery_of(item: Item) -> Delivery:
    """Convert a DELIVERY item."""
    return Delivery.model_validate(fields_of(Delivery, item, frozenset()))


def _index_attributes(job: Job) -> dict[str, Scalar]:
    keys: dict[str, Scalar] = {
        table.OWNER_ORDER: position(job),
        table.OWNER_STATE: owner_state(job.user_id, job.state),
    }
    if job.state in FINAL_STATES:
        if job.due_at is not None:
            keys |= _due(table.UNPUBLISHED, job, job.due_at)
        elif job.expires_at is not None:
            keys |= _due(table.EXPIRING, job, job.expires_at)
        else:
            keys |= _due(table.WITH_BATCH, job, job.updated_at)
        if job.expires_at is not None:
            keys[table.TTL_ATTRIBUTE] = int((job.expires_at + TTL_GRACE).timestamp())
    elif job.due_at is not None:
        keys |= _due(job.state.value, job, job.due_at)
    return keys


def _due(kind: str, job: Job, at: datetime) -> dict[str, Scalar]:
    return {table.DUE_SHARD: table.due_shard(kind, job.job_id), table.DUE_ORDER: table.stamp(at)}


def owner_state(user_id: str, state: JobState) -> str:
    """Build the partition key of a user's jobs in one state. User ids may contain `#`; the state follows the last one."""
    return f"{user_id}#{state.value}"


def attributes_of(model: BaseModel) -> dict[str, Scalar]:
    """Convert a model: what is None is left out, models and tuples become JSON."""
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


def fields_of(model: type[BaseModel], item: Item, json_fields: frozenset[str]) -> Item:
    """Return the fields of a model that an item has; `json_fields` are stored as JSON."""
    return _parsed({name: value for name, value in item.items() if name in model.model_fields}, json_fields)


def _parsed(fields: Item, json_fields: frozenset[str]) -> Item:
    return {name: from_json(value) if name in json_fields else value for name, value in fields.items()}
