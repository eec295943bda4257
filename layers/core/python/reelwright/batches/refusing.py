"""The refusal of a whole batch: its errors, and the groups that make 900 equal ones read as one."""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import Final

from reelwright.batches.cells import written
from reelwright.batches.limits import MAX_ERRORS_SHOWN
from reelwright.batches.lines import BatchLine, LineError
from reelwright.batches.triage import Groups, LineErrorGroup, facts_of_line, traits_of
from reelwright.refusals import Refusal

REFUSED_COLUMNS: Final = ("line", "custom_id", "column", "code", "message", "value_preview", "hint")
_TABLE_BYTES_IN_MEMORY: Final = 2**20


class BatchInvalid(Refusal):
    """The manifest has errors. Nothing was created.

    `errors` are those of the first 1,000 wrong lines, the ones of the whole manifest first; `error_count` counts all of them,
    and `table` returns all of them as rows of a CSV with the columns REFUSED_COLUMNS, without the header.
    """

    code = "batch_invalid"

    def __init__(
        self,
        *,
        errors: tuple[LineError, ...],
        error_count: int,
        line_count: int,
        wrong_lines: int,
        groups: tuple[LineErrorGroup, ...],
        table: Callable[[], str],
    ) -> None:
        self.errors = errors
        self.error_count = error_count
        self.line_count = line_count
        self.groups = groups
        self.table = table
        of_lines = f"{wrong_lines:,} of {line_count:,} lines" if wrong_lines else "the manifest"
        kinds = f", of {len(groups)} kinds" if len(groups) > 1 else ""
        more = f" The commonest: {groups[0].message}" if groups else ""
        super().__init__(f"Please correct {of_lines}{kinds}. Nothing was created.{more}")


class Findings:
    """Collects what is wrong with a batch while its lines are judged, in bounded memory."""

    def __init__(self) -> None:
        self.of_manifest: list[LineError] = []
        self._of_lines: list[LineError] = []
        # On the disk, because a large manifest may have hundreds of thousands of errors.
        self._table = SpooledTemporaryFile(_TABLE_BYTES_IN_MEMORY, "w+", encoding="utf-8", newline="")  # noqa: SIM115
        self._groups = Groups()
        self._count = 0
        self._shown_lines = 0
        self.lines = 0
        self.wrong_lines = 0

    def add_manifest_error(self, error: LineError) -> None:
        """Add an error of the whole manifest."""
        self._count += 1
        self.of_manifest.append(error)
        self._write(error)
        self._groups.add(facts_of_line(error), None)

    def add_line(self, line: BatchLine) -> None:
        """Count a line and its errors, if any."""
        traits = traits_of(line.columns)
        self.lines += 1
        self._groups.see(traits)
        if not line.errors:
            return
        self.wrong_lines += 1
        self._count += len(line.errors)
        for error in line.errors:
            self._groups.add(facts_of_line(error), line.line, traits)
            self._write(error)
        if self._shown_lines < MAX_ERRORS_SHOWN:
            self._shown_lines += 1
            self._of_lines += line.errors

    def refusal(self) -> BatchInvalid:
        """Build the refusal."""
        return BatchInvalid(
            errors=(*self.of_manifest, *self._of_lines),
            error_count=self._count,
            line_count=self.lines,
            wrong_lines=self.wrong_lines,
            groups=self._groups.all(),
            table=self._read,
        )

    def _write(self, error: LineError) -> None:
        cells = (getattr(error, name) for name in REFUSED_COLUMNS)
        self._table.write(written([["" if cell is None else str(cell) for cell in cells]]))

    def _read(self) -> str:
        self._table.seek(0)
        return self._table.read()
