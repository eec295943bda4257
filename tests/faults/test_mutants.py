"""The histories can see: a flow with one guard weakened breaks a promise. `make faults` tries every mutant."""

import pytest

from tests.faults.actors import Actors
from tests.faults.batch_machine import BatchMachine
from tests.faults.batch_mutants import (
    BATCH_MUTANTS,
    AddBeyondDay,
    ReleaseAfterCancel,
    ReleaseBeyondWindow,
    RunCompletedAgain,
    SettleAgain,
)
from tests.faults.histories import broken_by
from tests.faults.mutants import MUTANTS, Mutant
from tests.faults.watched_batches import WatchedBatches

QUICK = {
    *("FinishKeepsLease", "StartFromAnyState", "AdmitOverLimit", "StopBeforeMark", "SweepNoEnds", "PublishBeforeEnd"),
    *("CountAgain", "CountTheLastRow", "ForgetNothing"),
}


@pytest.mark.parametrize("mutant", [one for one in MUTANTS if one.name in QUICK], ids=lambda mutant: mutant.name)
def test_a_weakened_guard_breaks_a_promise(mutant: Mutant) -> None:
    """A few histories are enough for these."""
    broken, _ = broken_by(mutant.actors, histories=300, steps=25)
    assert broken is not None


QUICK_OF_BATCHES = (ReleaseBeyondWindow, SettleAgain, RunCompletedAgain, AddBeyondDay, ReleaseAfterCancel)


@pytest.mark.parametrize("kind", QUICK_OF_BATCHES)
def test_a_weakened_guard_of_a_batch_breaks_a_promise(kind: type[WatchedBatches]) -> None:
    """The same for windows, settlements, resumes, the limit of the day and cancels."""
    assert kind in BATCH_MUTANTS
    broken, _ = broken_by(Actors(batches=kind), histories=300, steps=25, kind=BatchMachine)
    assert broken is not None
