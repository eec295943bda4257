"""Batches for tests: weighed manifests and their stored lines."""

from datetime import datetime
from typing import Any

from reelwright.batches.lines import BatchLine, part_key
from reelwright.batches.model import Batch
from reelwright.batches.moves import new_batch
from reelwright.batches.request import BatchOptions
from reelwright.batches.weighed import BatchEstimate, ManifestFacts, WeighedBatch
from reelwright.figures.estimate import Estimate
from reelwright.jobs.request import CreateJob
from reelwright.pipeline.tasks import ITEM_TASK
from reelwright.ports import Artefacts

PRICE = 0.25
"""The estimate of a line in dollars."""


def estimated(cost_usd: float = PRICE) -> Estimate:
    """Return the estimate of a short film."""
    return Estimate(film_seconds=10.0, run_seconds=60, cost_usd=cost_usd)


def batch_lines(count: int, *, refused: tuple[int, ...] = (), **request: Any) -> tuple[BatchLine, ...]:
    """Return lines 1 to `count`, each with its own script."""
    return tuple(
        BatchLine(line=line, custom_id=f"row-{line}")
        if line in refused
        else BatchLine(line=line, custom_id=f"row-{line}", estimate=estimated(), request=item_request(line, **request))
        for line in range(1, count + 1)
    )


def item_request(line: int, **request: Any) -> CreateJob:
    """Return the request of a line."""
    body = {"task_name": ITEM_TASK, "video_request": {"script_content": f"Film number {line}."}, "use_cache": False}
    return CreateJob.model_validate(body | request)


def store_lines(batch_id: str, lines: tuple[BatchLine, ...], artefacts: Artefacts, *, part_lines: int = 1000) -> int:
    """Store lines in parts and return their number."""
    parts = [lines[start : start + part_lines] for start in range(0, len(lines), part_lines)]
    for number, part in enumerate(parts):
        body = b"".join(line.model_dump_json(exclude_defaults=True).encode() + b"\n" for line in part)
        artefacts.put_once(part_key(batch_id, number), body, content_type="application/jsonl")
    return len(parts)


def weighed(batch_id: str = "batch1", *, lines: int = 3, refused: int = 0, **options: Any) -> WeighedBatch:
    """Return a weighed batch of ada, a premium user."""
    accepted = lines - refused
    return WeighedBatch(
        batch_id=batch_id,
        user_id=options.pop("user_id", "ada"),
        tier=options.pop("tier", "premium"),
        options=BatchOptions.model_validate(options),
        lines=lines,
        refused=refused,
        parts=-(-lines // 1000),
        estimate=BatchEstimate(
            cost_usd=accepted * PRICE,
            low_cost_usd=accepted * PRICE / 2,
            high_cost_usd=accepted * PRICE * 2,
            film_seconds=accepted * 10.0,
            run_seconds=accepted * 60,
        ),
        manifest=ManifestFacts(format="csv", sha256="5" * 64, key="inbox/ada/films.csv", etag="e1"),
        key=f"key-{batch_id}",
        fingerprint="f",
    )


def some_batch(now: datetime, *, concurrency: int = 2, **rest: Any) -> Batch:
    """Return a batch that was just accepted."""
    return new_batch(weighed(**rest), concurrency=concurrency, now=now)
