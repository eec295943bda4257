"""The result files of a batch as texts: every line is accounted for, in order, whatever became of it.

`results.csv` and `failed.csv` have the columns of the manifest, and notes that begin with `_`, which readers of manifests
ignore: so `failed.csv` is itself a manifest. Correct it and send it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from reelwright.batches.lines import BatchLine
from reelwright.batches.model import Batch, BatchItem, ErrorGroup
from reelwright.batches.refused_lines import error_of_line
from reelwright.batches.states import SUCCEEDED, ItemState
from reelwright.values import Value

FORMAT: Final = "reelwright.batch/1"
"""The format of `manifest.json`."""
NOTES: Final = ("_line", "_status", "_job_id", "_error_code", "_error", "_video", "_cost_usd")
UNFINISHED: Final = frozenset({ItemState.WAITING, ItemState.OPEN})


class ResultError(Value):
    """Why a line has no film. Of a line that was refused at the start, code and group are those of its first error."""

    code: str
    step: str | None = None
    message: str
    group: str | None = None
    retryable: bool = False


class ResultRow(Value):
    """What became of one line: a row of `results-<part>.jsonl`. Files are keys; ask for signed URLs through the item's job."""

    line: int
    custom_id: str | None
    status: ItemState
    job_id: str | None
    attempt: int
    video: str | None
    thumbnail: str | None
    captions: str | None
    duration: float | None
    cost_usd: float
    cached: bool
    error: ResultError | None


class ResultPart(Value):
    """One stored part of the results."""

    key: str
    rows: int
    bytes: int
    sha256: str


def result_row(line: BatchLine, state: ItemState, item: BatchItem | None) -> ResultRow:
    """Join a line with its item; a line that was never released has no item."""
    of_job = item.error if item is not None and state is ItemState.FAILED else None
    error = of_job or error_of_line(line)
    files = item.files if item is not None and state in SUCCEEDED else {}
    return ResultRow(
        line=line.line,
        custom_id=line.custom_id,
        status=state,
        job_id=None if item is None else item.job_id,
        attempt=0 if item is None else item.attempt,
        video=files.get("video"),
        thumbnail=files.get("thumbnail"),
        captions=files.get("captions_srt"),
        duration=None if item is None else item.film_seconds,
        cost_usd=0.0 if item is None else item.cost_usd,
        cached=state is ItemState.CACHED,
        error=None if error is None else ResultError(**error.model_dump(exclude={"type"})),
    )


def jsonl_of(rows: Iterable[ResultRow]) -> bytes:
    """Write a part of the results, one row a line."""
    return "".join(f"{row.model_dump_json()}\n" for row in rows).encode()


def part_facts(key: str, body: bytes) -> ResultPart:
    """Describe a written part, so that a reader can check it."""
    return ResultPart(key=key, rows=body.count(b"\n"), bytes=len(body), sha256=hashlib.sha256(body).hexdigest())


def csv_header(columns: Sequence[str]) -> list[str]:
    """Name the columns of `results.csv` and `failed.csv`."""
    return [*columns, *NOTES]


def csv_cells(line: BatchLine, row: ResultRow, columns: Sequence[str]) -> list[str]:
    """Write one line as cells: its own columns as they were sent, then the notes."""
    error = row.error
    notes = (
        str(row.line),
        row.status.value,
        row.job_id or "",
        "" if error is None else error.code,
        "" if error is None else error.message,
        row.video or "",
        f"{row.cost_usd:.6f}",
    )
    return [*(line.columns.get(name, "") for name in columns), *notes]


def belongs_in_failed(state: ItemState) -> bool:
    """Check whether a line goes into `failed.csv`: it has no film, and none is on its way."""
    return state not in SUCCEEDED | UNFINISHED


def errors_json(groups: Iterable[ErrorGroup]) -> bytes:
    """Write the groups of errors, the largest first."""
    ordered = sorted(groups, key=lambda group: -group.count)
    return _json([group.model_dump(mode="json") for group in ordered])


def manifest_json(batch: Batch, parts: Sequence[ResultPart]) -> bytes:
    """Write `manifest.json`: what the batch came to, and its parts with their checksums."""
    source = batch.manifest
    return _json(
        {
            "format": FORMAT,
            "batch_id": batch.batch_id,
            "generation": batch.generation,
            "state": batch.state,
            "outcome": batch.outcome,
            "counts": batch.counts.model_dump(mode="json"),
            "spent_usd": round(batch.spent_usd, 6),
            "parts": [part.model_dump(mode="json") for part in parts],
            "source": {"key": source.key, "etag": source.etag, "sha256": source.sha256},
        }
    )


def _json(value: Mapping[str, Any] | list[Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
