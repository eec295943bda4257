"""The body of `POST /api/v1/batches`: the films as a list or as a file, what they share, and how the batch runs."""

import json
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, Field, SkipValidation, StrictBool, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from reelwright.batches.limits import (
    DEFAULT_LIFE_HOURS,
    MAX_CONCURRENCY,
    MAX_INLINE_ITEMS,
    MAX_LIFE_HOURS,
    MAX_LINE_BYTES,
    MAX_VARIABLE_BYTES,
    MAX_VARIABLES,
    VARIABLE_PATTERN,
)
from reelwright.jobs.request import Metadata, Receiver
from reelwright.jobs.upload import UploadId
from reelwright.jobs.video_request import Label
from reelwright.values import NO_FLAG, Value


def _too_many_bytes(size: int, most: int) -> PydanticCustomError:
    return PydanticCustomError("too_many_bytes", "too many bytes", {"size": size, "max_size": most})


def _small(value: str) -> str:
    size = len(value.encode(errors="surrogatepass"))
    if size > MAX_VARIABLE_BYTES:
        raise _too_many_bytes(size, MAX_VARIABLE_BYTES)
    return value


def _short(template: dict[str, Any]) -> dict[str, Any]:
    size = len(json.dumps(template).encode())
    if size > MAX_LINE_BYTES:
        raise _too_many_bytes(size, MAX_LINE_BYTES)
    return template


VariableName = Annotated[str, StringConstraints(pattern=VARIABLE_PATTERN)]
VariableValue = Annotated[str, AfterValidator(_small), Field(json_schema_extra={"maxLength": MAX_VARIABLE_BYTES})]
Variables = Annotated[dict[VariableName, VariableValue], Field(max_length=MAX_VARIABLES)]
Template = Annotated[dict[str, Any], AfterValidator(_short)]
OnInvalid = Literal["refuse", "skip"]


class StopAfter(Value):
    """When a batch pauses by itself: after a number of failed films, or above a share of failures among finished films."""

    failures: Annotated[int, Field(ge=1), NO_FLAG] | None = None
    percent: Annotated[int, Field(ge=1, le=100), NO_FLAG] | None = None
    least: Annotated[int, Field(ge=1), NO_FLAG] = 20
    """Finished films before `percent` is judged: the first failure of two is no trend."""


class BatchOptions(Value):
    """How a batch runs. A manifest that was dropped into the bucket carries them as JSON."""

    name: Label | None = None
    """Your own name for the batch."""
    on_invalid: OnInvalid = "refuse"
    """`refuse`: one wrong line refuses the whole batch. `skip`: wrong lines are kept as items in state REFUSED."""
    concurrency: Annotated[int, Field(ge=1, le=MAX_CONCURRENCY), NO_FLAG] | None = None
    """Films of the batch that run at once; default: all places of your tier but one, which stays for your other jobs."""
    max_cost_usd: Annotated[float, Field(gt=0, le=100_000), NO_FLAG] | None = None
    """The batch pauses before its films cost more than this; each item may have its own `max_cost_usd` too."""
    stop_after: StopAfter | None = None
    expires_after_hours: Annotated[int, Field(ge=1, le=MAX_LIFE_HOURS), NO_FLAG] = DEFAULT_LIFE_HOURS
    """A batch that has not ended by then pauses with the reason `expired`."""
    start: Literal["now", "on_confirm"] = "now"
    """`on_confirm`: the batch waits in READY, with its price, until `links.confirm` is called."""
    callback_url: Receiver | None = None
    """The URL that receives the webhook `batch.completed`."""
    item_callbacks: StrictBool = False
    """True: each item sends its own webhook to `callback_url`, too."""
    metadata: Metadata = {}
    """Your own values; returned with the batch and in its webhooks, never read."""


class BatchItemRequest(Value):
    """One item of a batch: one film."""

    custom_id: Label | None = None
    """Your own id of the item, unique in the batch."""
    variables: Variables = {}
    """Values for `{{name}}` in the template."""
    video_request: dict[str, Any] = {}
    """The film, as in `POST /api/v1/jobs`. Its fields replace those of the template."""
    priority: Annotated[int, Field(ge=1, le=10), NO_FLAG] | None = None
    max_cost_usd: Annotated[float, Field(gt=0, le=1000), NO_FLAG] | None = None


SOURCES: Final = ("items", "upload_id", "s3")
"""The fields that name where the items of a batch come from."""


class CreateBatch(BatchOptions):
    """A batch to create: its items as a list (`items`) or as a file (`upload_id` or `s3`)."""

    template: Template = {}
    """A `video_request` that all items share. `{{name}}` in its texts stands for a variable."""
    variables: Variables = {}
    """Values for all items; an item's own value of the same name wins."""
    items: (
        Annotated[tuple[SkipValidation[BatchItemRequest], ...], Field(min_length=1, max_length=MAX_INLINE_ITEMS)] | None
    ) = None
    """The films. Every item is judged on its own as it was sent, and all errors are reported at once."""
    upload_id: UploadId | None = None
    """The id of an uploaded manifest: a file in CSV, JSONL or JSON."""
    s3: Annotated[str, StringConstraints(min_length=1, max_length=1024)] | None = None
    """The key of a manifest under your own prefix `inbox/<user>/`."""

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if sum(getattr(self, name) is not None for name in SOURCES) != 1:
            raise ValueError("give one of items (a list), upload_id (the id of an upload) and s3 (a key under inbox/)")
        return self
