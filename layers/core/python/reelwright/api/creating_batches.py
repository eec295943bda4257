"""Creating batches, and dry runs of them."""

import math
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from reelwright.api.jobs import Warnings
from reelwright.api.limits import MAX_BODY_BYTES
from reelwright.api.parameters import BATCH_DRY_RUN, IDEMPOTENCY_KEY
from reelwright.api.route import Route, Success
from reelwright.batches.limits import (
    MAX_COLUMNS,
    MAX_ERRORS_SHOWN,
    MAX_INLINE_ITEMS,
    MAX_LINE_BYTES,
    MAX_VARIABLE_BYTES,
    MAX_VARIABLES,
)
from reelwright.batches.request import CreateBatch
from reelwright.batches.weighed import BatchEstimate, WeighedBatch
from reelwright.jobs.quota import ALLOWANCES
from reelwright.jobs.upload import MAX_MANIFEST_BYTES
from reelwright.payload import Count, Payload
from reelwright.settings import Settings

_PATH: Final = "/api/v1/batches"


class BatchLinks(Payload):
    """The paths of one batch. Send POST to `confirm`, `pause`, `resume` and `cancel`."""

    self: str
    items: str
    errors: str
    results: str
    confirm: str
    pause: str
    resume: str
    cancel: str


class CostInterval(Payload):
    """US dollars: likely, and the 10th and 90th percentile."""

    likely: Annotated[float, Field(ge=0)]
    low: Annotated[float, Field(ge=0)]
    high: Annotated[float, Field(ge=0)]


class SecondsInterval(Payload):
    """Seconds: likely, and the 10th and 90th percentile."""

    likely: Count
    low: Count
    high: Count


class BatchPrice(Payload):
    """What a batch is expected to cost and how long it will run."""

    cost_usd: CostInterval
    seconds: SecondsInterval
    film_seconds: Annotated[float, Field(ge=0, description="Estimated length of all films together.")]


class BatchCreated(Payload):
    """The created batch."""

    batch_id: str
    state: Literal["READY", "RUNNING"]
    message: str
    name: str | None
    lines: Annotated[int, Field(ge=1, description="All lines, those that were skipped included.")]
    refused: Annotated[Count, Field(description="Lines with errors that were skipped.")]
    estimate: BatchPrice
    warnings: Annotated[Warnings, Field(description="What to check about the first lines; usually empty.")]
    links: BatchLinks


class BatchTried(Payload):
    """The answer to a dry run: what a create with this body would return. No batch was created."""

    dry_run: Literal[True]
    message: str
    lines: Annotated[int, Field(ge=1)]
    refused: Count
    estimate: BatchPrice
    warnings: Warnings


def batch_links(batch_id: str) -> BatchLinks:
    """Build the paths of a batch."""
    own = f"{_PATH}/{batch_id}"
    below = {name: f"{own}/{name}" for name in BatchLinks.model_fields if name != "self"}
    return BatchLinks.of(self=own, **below)


def cost_interval(estimate: BatchEstimate) -> CostInterval:
    """Convert the estimated price of a weighed batch."""
    return CostInterval(likely=estimate.cost_usd, low=estimate.low_cost_usd, high=estimate.high_cost_usd)


def batch_price(weighed: WeighedBatch, settings: Settings) -> BatchPrice:
    """Price a weighed batch. Its films run side by side in the places that its owner leaves to batches."""
    estimate = weighed.estimate
    places = settings.allowance(weighed.tier).active_items
    seconds = estimate.run_seconds / max(1, min(places, weighed.options.concurrency or places, weighed.accepted))
    low, high = _ratios(estimate)
    return BatchPrice(
        cost_usd=cost_interval(estimate),
        seconds=SecondsInterval(
            likely=math.ceil(seconds),
            low=math.floor(seconds * low),
            high=math.ceil(seconds * high),
        ),
        film_seconds=estimate.film_seconds,
    )


def _ratios(estimate: BatchEstimate) -> tuple[float, float]:
    """Compute how far the low and the high estimate are from the likely one; time and price vary together."""
    if not estimate.cost_usd:
        return 1.0, 1.0
    return estimate.low_cost_usd / estimate.cost_usd, estimate.high_cost_usd / estimate.cost_usd


_LINES: Final = Settings.model_fields["batch_lines"].default
_OPEN_BATCHES: Final = "{free} open batch in the free tier, {standard} in standard, {premium} in premium".format(
    **{tier: allowance.open_batches for tier, allowance in ALLOWANCES.items()}
)

BATCH_EXAMPLES: Final[dict[str, Any]] = {
    "a_list_of_films": {
        "name": "spring",
        "items": [
            {"custom_id": "one", "video_request": {"script_content": "One flower.", "platform": "tiktok"}},
            {"custom_id": "two", "video_request": {"prompt": "Two bees", "platform": "instagram"}, "priority": 3},
        ],
        "max_cost_usd": 20,
    },
    "one_template_and_its_variables": {
        "template": {
            "title": "Hi {{first_name}}",
            "script_content": "{{first_name}}, {{brand}} opens in {{city}} today.",
            "platform": "shorts",
        },
        "variables": {"brand": "Acme"},
        "items": [
            {"custom_id": "row-1", "variables": {"first_name": "Amira", "city": "Cairo"}},
            {"custom_id": "row-2", "variables": {"first_name": "Bo", "city": "Oslo"}},
        ],
        "stop_after": {"failures": 50, "percent": 30},
        "start": "on_confirm",
    },
}
"""Bodies that work without changes: the document shows them, and a test posts each."""

_DESCRIPTION: Final = f"""
Every line is checked by the rules of `POST /api/v1/jobs` before anything is created. One wrong line refuses the whole batch
(`422`, `batch_invalid`) with all errors, and groups of equal ones; `on_invalid: skip` keeps the good lines.

Send up to {MAX_INLINE_ITEMS} films as `items`, in a body of up to {MAX_BODY_BYTES // 1024} KiB. Send more as a file, up to
{_LINES:,} lines and {MAX_MANIFEST_BYTES // 2**20} MiB: open an upload, `PUT` the file, and name it in `upload_id`; or put it
into the bucket under `inbox/<user>/` and name its key in `s3`.

A file is CSV, JSONL (one item a line) or JSON (a list of items, or an object with `items` and the options). CSV is UTF-8,
separated by `,`, `;`, `|` or tabs, with a header: a column is a field of the film (`title`, `providers.speech`, `exports.0`),
`custom_id`, `priority`, `max_cost_usd`, or a variable (`var.city`). Empty cells count as not given; columns that begin with
`_` are ignored. A line has at most {MAX_LINE_BYTES // 1024} KiB, a CSV {MAX_COLUMNS} columns, an item {MAX_VARIABLES}
variables of {MAX_VARIABLE_BYTES // 1024} KiB. A refusal shows the errors of {MAX_ERRORS_SHOWN:,} lines; its groups count
all, and `<name>.refused.csv` beside a file under `inbox/` lists all. At once a user has {_OPEN_BATCHES} (`429`).

`{{{{name}}}}` in the template stands for a variable: those of the batch, then those of the item, later ones win; last come the
item's own fields. A name without a value, and a value without a use, are errors of the line.
""".strip()

CREATE_BATCH_ROUTES: Final = (
    Route(
        method="POST",
        path=_PATH,
        operation="createBatch",
        tag="batches",
        summary="Create a batch: many films from one list or one file",
        description=_DESCRIPTION,
        parameters=(IDEMPOTENCY_KEY, BATCH_DRY_RUN),
        body=CreateBatch,
        examples=BATCH_EXAMPLES,
        answers=(
            Success(status=200, description="Dry run: lines, price and time. No batch was created.", body=BatchTried),
            Success(
                status=201,
                description="Batch created.",
                body=BatchCreated,
                headers=("Location", "Idempotent-Replayed"),
            ),
        ),
        problems=("invalid_request", "too_large", "conflict", "batch_invalid", "unprocessable", "quota_exceeded"),
    ),
)
