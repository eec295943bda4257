"""The load of queues and pools over time."""

from datetime import datetime
from typing import Protocol

from reelwright.figures.load import LoadRow


class LoadHistory(Protocol):
    """One row a minute, for eight days."""

    def save(self, row: LoadRow) -> None:
        """Store the row of its minute; a repeat in the same minute replaces it."""

    def since(self, first: datetime, *, last: datetime) -> tuple[LoadRow, ...]:
        """Return the rows from `first` to `last`, both included, oldest first; a minute that was not saved is missing."""
