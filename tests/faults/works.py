"""Tiny works in the place of the real steps: they cost, report, dawdle and fail as they are told."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reelwright.errors import ContentError, ProviderError
from reelwright.jobs.outputs import PlanOutput
from reelwright_media.steps.complete import complete, record_failure
from reelwright_media.steps.context import StepContext, StepOutcome
from reelwright_media.steps.run_step import Work

SCENES: Final = 2
PRICE: Final = 0.25
"""US dollars of every fake step: what must not be paid twice."""


class Behaviour(StrEnum):
    """How a step goes."""

    WELL = "well"
    SLOWLY = "slowly"
    """It reports on its way, and others do their work meanwhile."""
    RETRYABLE = "retryable"
    HOPELESS = "hopeless"
    UNKNOWN = "unknown"


_ERRORS: Final = {
    Behaviour.RETRYABLE: ProviderError("upstream said 503"),
    Behaviour.HOPELESS: ContentError("nothing to speak"),
    Behaviour.UNKNOWN: ZeroDivisionError("a bug"),
}


@dataclass(frozen=True)
class FakeWork:
    """One step's work."""

    behaviour: Behaviour
    meanwhile: Callable[[], None]

    def __call__(self, context: StepContext) -> StepOutcome:
        """Leave an artefact, or fail; `meanwhile` is what others do while a slow one works."""
        if self.behaviour is Behaviour.SLOWLY:
            context.report(0.3, "a third")
            self.meanwhile()
            context.report(0.6, "two thirds")
        error = _ERRORS.get(self.behaviour)
        if error is not None:
            raise error
        command = context.command
        key = f"artefacts/{context.job.user_id}/{command.job_id}/{command.step}-{command.scene}.txt"
        context.artefacts.put_once(key, b"made", content_type="text/plain")
        return StepOutcome(key=key, output=PlanOutput(total=SCENES), cost_usd=PRICE)


def works_of(step: str, work: FakeWork) -> dict[str, Work]:
    """Return the step table: a fake for `step`, the real frame of an attempt's end."""
    return {step: work, "complete": complete, "record_failure": record_failure}
