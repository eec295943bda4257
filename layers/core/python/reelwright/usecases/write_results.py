"""Write the result files of a batch: all of its lines in order, those without a film once more, groups of errors, checksums."""

from collections.abc import Iterator
from typing import Final

from reelwright.batches.cells import written
from reelwright.batches.limits import PART_LINES
from reelwright.batches.lines import BatchLine
from reelwright.batches.model import Batch
from reelwright.batches.results import (
    FAILED_CSV,
    RESULTS_CSV,
    ResultRow,
    belongs_in_failed,
    csv_cells,
    csv_header,
    errors_json,
    jsonl_of,
    manifest_json,
    part_facts,
    result_row,
)
from reelwright.jobs.output_keys import output_prefix
from reelwright.ports import World
from reelwright.usecases.read_batches import items_of

_CSV: Final = "text/csv; charset=utf-8"
_JSON: Final = "application/json"
_JSONL: Final = "application/x-ndjson"
_BOM: Final = "\ufeff"
"""Without it Excel reads UTF-8 as the local code page."""


def write_results(batch: Batch, *, world: World) -> None:
    """Write or replace the result files under `outputs/<batch>/`, as the batch is now; `manifest.json` comes last.

    Called at the end, when it pauses, and on demand. `_video_url` in the CSV files is signed for the environment's time, so a
    download writes the files anew.
    """
    prefix, columns = output_prefix(batch.batch_id), batch.manifest.columns
    tables = {name: [written([csv_header(columns)])] for name in (RESULTS_CSV, FAILED_CSV)}
    parts = []
    for part in range(batch.parts):
        pairs = list(_rows(batch, part, world=world))
        for name, chosen in ((RESULTS_CSV, pairs), (FAILED_CSV, [p for p in pairs if belongs_in_failed(p[1].status)])):
            cells = (csv_cells(line, row, columns, video_url=_signed(row, world=world)) for line, row in chosen)
            tables[name].append(written(cells))
        body = jsonl_of(row for _, row in pairs)
        key = f"{prefix}results-{part:05d}.jsonl"
        world.artefacts.put(key, body, content_type=_JSONL)
        parts.append(part_facts(key, body))
    for name, chunks in tables.items():
        world.artefacts.put(f"{prefix}{name}", (_BOM + "".join(chunks)).encode(), content_type=_CSV)
    groups = world.batches.groups(batch.batch_id)
    world.artefacts.put(f"{prefix}errors.json", errors_json(groups), content_type=_JSON)
    world.artefacts.put(f"{prefix}manifest.json", manifest_json(batch, parts), content_type=_JSON)


def _rows(batch: Batch, part: int, *, world: World) -> Iterator[tuple[BatchLine, ResultRow]]:
    lines = world.batch_lines.part(batch.batch_id, part)
    items = items_of(batch, part, first=part * PART_LINES + 1, world=world)
    for line, item in zip(lines, items, strict=True):
        yield line, result_row(line, item.state, item.row)


def _signed(row: ResultRow, *, world: World) -> str | None:
    if row.video is None:
        return None
    name = f"{row.custom_id or f'line-{row.line}'}.mp4"
    return world.artefacts.url(row.video, seconds=world.settings.url_seconds, filename=name)
