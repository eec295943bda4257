"""Write the result files of a batch: one row a line, in line order, whatever became of it."""

import io
from typing import Final

from reelwright.batches import results
from reelwright.batches.cells import written
from reelwright.batches.limits import PART_LINES
from reelwright.batches.lines import BatchLine
from reelwright.batches.model import Batch
from reelwright.batches.refused_lines import RefusedLines, as_error_group
from reelwright.batches.states import BatchState
from reelwright.jobs.output_keys import PARTIAL, output_prefix
from reelwright.ports import World
from reelwright.usecases.read_batches import items_of

_TYPES: Final = {".csv": "text/csv; charset=utf-8", ".json": "application/json", ".jsonl": "application/x-ndjson"}
MANIFEST: Final = "manifest.json"
_BOM: Final = "\ufeff"
"""Without it Excel reads UTF-8 as the local code page."""


def results_prefix(batch: Batch) -> str:
    """Prefix of the batch's result files: those of its end, or those of this moment."""
    whole = batch.state is BatchState.ENDED and batch.due_at is None
    return output_prefix(batch.batch_id) + ("" if whole else PARTIAL)


def write_results(batch: Batch, *, prefix: str, world: World) -> None:
    """Write results in parts and as a whole, the failed lines, the groups of errors and, last, `manifest.json` with checksums.

    Safe to repeat: every file is replaced as a whole, and the manifest names what belongs together.
    """
    columns = batch.manifest.columns
    every, failed = _Table(columns), _Table(columns)
    parts, refused = [], RefusedLines()
    for part in range(batch.parts):
        lines = world.batch_lines.part(batch.batch_id, part)
        items = items_of(batch, part, first=part * PART_LINES + 1, world=world)
        rows = [results.result_row(line, item.state, item.row) for line, item in zip(lines, items, strict=True)]
        for line in lines:
            refused.see(line)
        key = f"{prefix}results-{part:05d}.jsonl"
        body = results.jsonl_of(rows)
        _put(key, body, world=world)
        parts.append(results.part_facts(key, body))
        both = list(zip(lines, rows, strict=True))
        every.add(both)
        failed.add([one for one in both if results.belongs_in_failed(one[1].status)])
    every.store(f"{prefix}results", world=world)
    failed.store(f"{prefix}failed", world=world)
    of_lines = tuple(as_error_group(group, batch.created_at) for group in refused.all())
    _put(f"{prefix}errors.json", results.errors_json(world.batches.groups(batch.batch_id) + of_lines), world=world)
    _put(f"{prefix}{MANIFEST}", results.manifest_json(batch, parts), world=world)


class _Table:
    """Lines with their rows, collected as JSONL and as CSV."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._columns = columns
        self._csv = io.StringIO()
        self._csv.write(_BOM + written([results.csv_header(columns)]))
        self._jsonl = io.BytesIO()

    def add(self, rows: list[tuple[BatchLine, results.ResultRow]]) -> None:
        """Append lines."""
        self._csv.write(written(results.csv_cells(line, row, self._columns) for line, row in rows))
        self._jsonl.write(results.jsonl_of(row for _, row in rows))

    def store(self, name: str, *, world: World) -> None:
        """Write both files."""
        _put(f"{name}.csv", self._csv.getvalue().encode(), world=world)
        _put(f"{name}.jsonl", self._jsonl.getvalue(), world=world)


def _put(key: str, body: bytes, *, world: World) -> None:
    world.artefacts.put(key, body, content_type=_TYPES[key[key.rindex(".") :]])
