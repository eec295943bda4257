"""Groups the lines of a batch that were refused at its start (`on_invalid: skip`), in the shape of the errors of its jobs."""

from datetime import datetime
from typing import Final

from reelwright.batches.lines import BatchLine
from reelwright.batches.model import ErrorGroup, ItemError
from reelwright.batches.triage import Groups, LineErrorGroup, facts_of_line, fingerprint, traits_of

REFUSED_TYPE: Final = "LineError"
"""The `type` of these groups: the line was judged wrong, and no job was made of it."""


class RefusedLines:
    """Collects refused lines. See every line: a suspect is a trait that the good lines lack."""

    def __init__(self) -> None:
        self._groups = Groups()

    def see(self, line: BatchLine) -> None:
        """Count a line, and its errors if it was refused."""
        traits = traits_of(line.columns)
        self._groups.see(traits)
        for error in line.errors:
            self._groups.add(facts_of_line(error), line.line, traits)

    def all(self) -> tuple[LineErrorGroup, ...]:
        """Return the groups, largest first."""
        return self._groups.all()


def error_of_line(line: BatchLine) -> ItemError | None:
    """Join the errors of a refused line: code and group of the first, the messages of all. None for an accepted line."""
    if not line.errors:
        return None
    return ItemError(
        code=line.errors[0].code,
        type=REFUSED_TYPE,
        message="; ".join(one.message for one in line.errors),
        group=groups_of_line(line)[0],
    )


def groups_of_line(line: BatchLine) -> tuple[str, ...]:
    """Name the groups of a refused line's errors, in their order."""
    return tuple(fingerprint(facts_of_line(error)) for error in line.errors)


def as_error_group(group: LineErrorGroup, at: datetime) -> ErrorGroup:
    """Convert a group; `at` is when the lines were refused."""
    return ErrorGroup(
        **group.model_dump(include={"group", "count", "code", "step", "message", "advice", "retryable", "samples"}),
        type=REFUSED_TYPE,
        first_at=at,
        last_at=at,
    )
