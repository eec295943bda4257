"""The end of a step's run whose provider still works: the state machine runs the step again later."""

from collections.abc import Callable

from reelwright.pipeline.breaker import Permission


class PendingWorkError(Exception):
    """The provider works. `keep` stores the permission of a submit that began it: the work's end is the end of that call."""

    def __init__(
        self, provider: str, *, wait_seconds: int, work: str, keep: Callable[[Permission], None] | None = None
    ) -> None:
        super().__init__(f"{provider} works, and is looked at again in {wait_seconds} s")
        self.provider, self.wait_seconds, self.work, self.keep = provider, wait_seconds, work, keep
