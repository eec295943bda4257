"""Works of steps for tests, and the row that a step leaves."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from reelwright.jobs.model import StepRow
from reelwright_media.steps.context import StepContext, StepOutcome

if TYPE_CHECKING:
    from tests.memory.system import System


def nothing(_context: StepContext) -> StepOutcome:
    """Do a step's work in no time."""
    return StepOutcome()


def raising(error: BaseException) -> Callable[[StepContext], StepOutcome]:
    """Return a work that fails."""

    def work(_context: StepContext) -> StepOutcome:
        raise error

    return work


def reporting(system: "System", *fractions: float) -> Callable[[StepContext], StepOutcome]:
    """Return a work that reports these fractions, two seconds apart."""

    def work(context: StepContext) -> StepOutcome:
        for fraction in fractions:
            system.clock.pass_seconds(2)
            context.report(fraction, f"{fraction:.0%} done")
        return StepOutcome()

    return work


def row(system: "System", job_id: str, name: str = "plan_scenes") -> StepRow:
    """Return a step's row, which must be there."""
    found = system.jobs.step(job_id, name)
    assert isinstance(found, StepRow)
    return found
