"""The long work of providers that a job has begun and not fetched."""

from typing import Protocol


class LongWorks(Protocol):
    """Stops the long work of an ended job, where the keys are."""

    def stop(self, job_id: str) -> None:
        """Have the work stopped without waiting for it; safe to repeat. Raises ServiceFaultError if that could not be begun."""
