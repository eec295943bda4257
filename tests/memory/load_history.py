"""The load of queues and pools in memory: the counterpart of `aws/load_history.py`."""

from datetime import datetime

from reelwright.figures.load import LoadRow


class MemoryLoadHistory:
    """`ports.LoadHistory` in a dictionary."""

    def __init__(self) -> None:
        self._rows: dict[datetime, LoadRow] = {}

    def save(self, row: LoadRow) -> None:
        """Keep the row of its minute."""
        self._rows[row.at] = row

    def since(self, first: datetime, *, last: datetime) -> tuple[LoadRow, ...]:
        """Return the rows between two times."""
        return tuple(row for at, row in sorted(self._rows.items()) if first <= at <= last)
