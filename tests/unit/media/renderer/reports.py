"""Progress reports of a step, for tests of the renderer."""

from reelwright.errors import JobCancelledError


class Reports:
    """Collects progress reports; raises JobCancelledError at the one with number `cancel_at`."""

    def __init__(self, cancel_at: int | None = None) -> None:
        self.fractions: list[float] = []
        self._cancel_at = cancel_at

    def __call__(self, fraction: float, message: str) -> None:
        """Store a report."""
        if len(self.fractions) == self._cancel_at:
            raise JobCancelledError(message)
        self.fractions.append(fraction)
