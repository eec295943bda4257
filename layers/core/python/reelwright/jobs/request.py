"""The body of a create. Every field is bounded; an unknown field is refused."""

import json
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from reelwright.jobs.priority import Tier, queue_for
from reelwright.jobs.request_rules import DEFAULT_TASK, REQUEST_SCHEMA, TEXT, broken_rules
from reelwright.jobs.video_request import VideoRequest, field_error, without_default
from reelwright.pipeline.tasks import OFFERED_TASKS, TASK_ALIASES, TASKS
from reelwright.receivers.urls import MAX_URL_CHARACTERS, PUBLIC_PATTERN, read_url
from reelwright.values import Value

MAX_BATCH_ITEMS: Final = 500
MAX_METADATA_BYTES: Final = 2_048


def _known_task(word: str) -> str:
    name = TASK_ALIASES.get(word, word)
    if name not in TASKS:
        raise ValueError(f"{word[:40]!r} is not a task; use one of {', '.join(sorted(OFFERED_TASKS))}")
    return name


def _small(metadata: dict[str, Any]) -> dict[str, Any]:
    size = len(json.dumps(metadata).encode())
    if size > MAX_METADATA_BYTES:
        raise ValueError(
            f"metadata is over {MAX_METADATA_BYTES} bytes as JSON ({size}); store long values on your side"
        )
    return metadata


def _receiver(url: str) -> str:
    read_url(url, local=True)
    return url


Receiver = Annotated[
    str,
    AfterValidator(_receiver),
    Field(json_schema_extra={"maxLength": MAX_URL_CHARACTERS, "pattern": PUBLIC_PATTERN}),
]


Metadata = Annotated[dict[str, Any], Field(max_length=32), AfterValidator(_small)]


class CreateJob(Value):
    """A job to create: its task, its film, and how to run it."""

    model_config = ConfigDict(json_schema_extra=REQUEST_SCHEMA)

    task_name: Annotated[
        str, AfterValidator(_known_task), Field(json_schema_extra={"enum": sorted({*OFFERED_TASKS, *TASK_ALIASES})})
    ] = DEFAULT_TASK
    video_request: Annotated[VideoRequest, Field(json_schema_extra=without_default)] = VideoRequest()
    items: Annotated[tuple[VideoRequest, ...], Field(max_length=MAX_BATCH_ITEMS)] = ()
    """The films of a `process_batch`: one `video_request` each."""
    priority: Annotated[int, Field(ge=1, le=10)] | None = None
    """8-10 high, 4-7 default, 1-3 low. It can only lower the priority that the tier allows."""
    metadata: Metadata = {}
    """Your own values; returned with the job and in its webhooks, never read."""
    max_cost_usd: Annotated[float, Field(gt=0, le=1000)] | None = None
    callback_url: Receiver | None = None
    """The URL that receives a webhook when the job ends: https, on a public host."""
    use_cache: StrictBool = True
    """True: if the same request was completed before and its files are still stored, the job completes at once with a copy."""

    @model_validator(mode="after")
    def _keeps_the_rules_of_its_task(self) -> Self:
        """Raise ValidationError with the path of each field that breaks a rule."""
        wrong: list[InitErrorDetails] = [
            field_error(rule.message.format(task=self.task_name), "video_request", rule.field)
            for rule in broken_rules(self.task_name, self.video_request)
        ]
        wrong += [
            field_error(TEXT.message, "items", n, TEXT.field)
            for n, item in enumerate(self.items)
            if not TEXT.holds(item)
        ]
        if TASKS[self.task_name].form == "batch" and not self.items:
            wrong.append(field_error(f"{self.task_name} needs at least one item: a video_request each", "items"))
        if wrong:
            raise ValidationError.from_exception_data(type(self).__name__, wrong)
        return self

    def queue(self, tier: Tier) -> str:
        """Return the queue this job waits in for a user of `tier`."""
        return queue_for(TASKS[self.task_name], tier, self.priority)
