"""The jobs whose long work was to be stopped: the in-memory counterpart of `aws/long_works.py`."""


class MemoryLongWorks:
    """`ports.LongWorks` in memory; `stopped` may be read by tests."""

    def __init__(self) -> None:
        self.stopped: list[str] = []

    def stop(self, job_id: str) -> None:
        """Keep the job's id."""
        self.stopped.append(job_id)
