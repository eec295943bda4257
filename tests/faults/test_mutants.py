"""The histories can see: a flow with one guard weakened breaks a promise. `make faults` tries every mutant."""

import pytest

from tests.faults.histories import broken_by
from tests.faults.mutants import MUTANTS, Mutant

QUICK = {
    *("FinishKeepsLease", "StartFromAnyState", "AdmitOverLimit", "StopBeforeMark", "SweepNoEnds", "PublishBeforeEnd"),
    *("CountAgain", "CountTheLastRow", "ForgetNothing"),
}


@pytest.mark.parametrize("mutant", [one for one in MUTANTS if one.name in QUICK], ids=lambda mutant: mutant.name)
def test_a_weakened_guard_breaks_a_promise(mutant: Mutant) -> None:
    """A few histories are enough for these."""
    broken, _ = broken_by(mutant.actors, histories=300, steps=25)
    assert broken is not None
