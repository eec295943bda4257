"""The lines of a batch: one film each, and what is wrong with it.

`line` counts the items of a manifest from 1 without gaps: it names an item everywhere, also in the id of its job. `file_line`
is the line of the file where the item begins, from 1, as an editor shows it: a CSV has a header, and cells with line breaks.
"""

from typing import Final, Literal

from reelwright.batches.limits import PART_LINES
from reelwright.figures.estimate import Estimate
from reelwright.jobs.cautions import Caution
from reelwright.jobs.request import CreateJob
from reelwright.values import Value

ErrorCode = Literal[
    "bad_quotes",
    "duplicate_custom_id",
    "empty_manifest",
    "missing_field",
    "not_an_object",
    "not_json",
    "out_of_range",
    "over_budget",
    "over_daily_limit",
    "too_long",
    "too_many_columns",
    "too_many_lines",
    "unknown_field",
    "unknown_variable",
    "unreadable_bytes",
    "unsupported_language",
    "unused_variable",
    "wrong_type",
    "wrong_value",
]


class LineError(Value):
    """One error of a manifest."""

    line: int | None = None
    """The item, counted from 1; left out for an error of the whole manifest, as a wrong header."""
    file_line: int | None = None
    """The line of the file where the item begins, from 1."""
    custom_id: str | None = None
    column: str | None = None
    """The column of a CSV manifest."""
    pointer: str | None = None
    """The place in the item as a JSON pointer (RFC 6901): `/video_request/duration`."""
    column_number: int | None = None
    """The wrong character in its line of the file, from 1, where it is known."""
    code: ErrorCode
    message: str
    value_preview: str | None = None
    """The beginning of the wrong value."""
    hint: str | None = None
    """What to do."""


class BatchLine(Value):
    """One judged line, as the parts of a batch store it: a request to run, or the errors that refuse it."""

    line: int
    file_line: int | None = None
    custom_id: str | None = None
    columns: dict[str, str] = {}
    """The item as it was sent, as cells of a CSV: `title`, `providers.speech`, `var.city`; for `failed.csv`."""
    request: CreateJob | None = None
    """The job to create, of the task `process_batch_item`, its languages settled; None for a refused line."""
    estimate: Estimate | None = None
    cautions: tuple[Caution, ...] = ()
    errors: tuple[LineError, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether no job is made of it."""
        return self.request is None


BATCHES: Final = "batches/"
"""The prefix of stored batches: their lines in parts, and nothing else."""


def batch_prefix(batch_id: str) -> str:
    """Prefix of everything that is stored of one batch's lines; ends with a slash."""
    return f"{BATCHES}{batch_id}/"


def part_key(batch_id: str, part: int) -> str:
    """Build the key of a part, counted from 0: JSONL, one `BatchLine` a line, `limits.PART_LINES` of them."""
    return f"{batch_prefix(batch_id)}items-{part:05d}.jsonl"


def part_of(line: int) -> tuple[int, int]:
    """Return the part that holds a line, and the line's place in it from 0."""
    return divmod(line - 1, PART_LINES)


def lines_of_part(body: bytes) -> tuple[BatchLine, ...]:
    """Read a stored part."""
    return tuple(BatchLine.model_validate_json(row) for row in body.splitlines() if row)


def line_of_child(job_id: str) -> int:
    """Return the line of a job of a batch; a later generation's own job has the suffix `g<generation>`."""
    return int(job_id.rpartition("n")[2].partition("g")[0])


def child_id(batch_id: str, line: int) -> str:
    """Build the id of the job of a line: the same each time, so that a line has at most one job."""
    return f"{batch_id}n{line:06d}"
