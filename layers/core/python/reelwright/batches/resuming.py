"""Which lines a resume runs."""

from typing import Annotated, Any, Final, Literal

from pydantic import Field

from reelwright.batches.limits import MAX_CONCURRENCY, MAX_GROUPS
from reelwright.batches.model import BatchItem
from reelwright.batches.states import SUCCEEDED, ItemState
from reelwright.values import NO_FLAG, Value

Which = Literal["missing", "failed", "all"]
MAX_NAMED_LINES: Final = 1_000


class ResumeBatch(Value):
    """What a resumed batch runs, and under which terms. Without any field: the lines that have no job yet."""

    which: Which | None = None
    """`missing`: lines without a result that did not fail. `failed`: these and the failed ones. `all`: every good line again,
    completed ones too, at their full price."""
    groups: Annotated[tuple[str, ...], Field(max_length=MAX_GROUPS)] = ()
    """The failed lines of these groups of errors; beside `which`, the lines of both."""
    lines: Annotated[tuple[Annotated[int, Field(ge=1), NO_FLAG], ...], Field(max_length=MAX_NAMED_LINES)] = ()
    """These lines, unless they have a result."""
    max_cost_usd: Annotated[float, Field(gt=0, le=100_000), NO_FLAG] | None = None
    """The new limit of the whole batch, what it spent included."""
    concurrency: Annotated[int, Field(ge=1, le=MAX_CONCURRENCY), NO_FLAG] | None = None

    @property
    def terms(self) -> dict[str, Any]:
        """The changes of the batch's terms."""
        return self.model_dump(include={"max_cost_usd", "concurrency"}, exclude_none=True)

    def chooses(self, line: int, item: BatchItem | None) -> bool:
        """Decide about a good line; `item` is its row, None if it was never released."""
        if item is not None and item.state is ItemState.OPEN:
            return False
        which = self._which
        if which is not None and _state_of(item) in _CHOSEN[which]:
            return True
        if item is not None and item.error is not None and item.error.group in self.groups:
            return True
        return line in self.lines and _state_of(item) in _CHOSEN["failed"]

    @property
    def _which(self) -> Which | None:
        return "missing" if self.which is None and not self.groups and not self.lines else self.which


_MISSING: Final = frozenset({ItemState.WAITING, ItemState.CANCELLED})
_CHOSEN: Final[dict[Which, frozenset[ItemState]]] = {
    "missing": _MISSING,
    "failed": _MISSING | {ItemState.FAILED},
    "all": _MISSING | {ItemState.FAILED} | SUCCEEDED,
}


def _state_of(item: BatchItem | None) -> ItemState:
    return ItemState.WAITING if item is None else item.state
