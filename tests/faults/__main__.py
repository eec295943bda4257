"""The long run: `make faults`. HISTORIES, STEPS and SEED in the environment say how long and which.

First every mutant must break a promise (MUTANTS=0 leaves them out), then the real flow must break none. Both run in one process
a core. The last line is `histories H, steps S, faults F, violations 0`; the exit code is 1 where a promise broke, a mutant
lived or no fault fired.
"""

import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from multiprocessing import get_context
from typing import Any, Final, NamedTuple

from tests.faults.actors import Actors
from tests.faults.batch_machine import BatchMachine
from tests.faults.batch_mutants import BATCH_MUTANTS
from tests.faults.flood import flood, longest_wait
from tests.faults.histories import broken_by, machine_of, run
from tests.faults.injection import DOUBLED, LOST_END, LOST_RECORD, FaultKind
from tests.faults.machine import FlowMachine
from tests.faults.mutants import MUTANTS, UNFAIR

KINDS = (*(kind.value for kind in FaultKind), DOUBLED, LOST_RECORD, LOST_END)
MUTANT_HISTORIES: Final = 1000
PROCESSES: Final = os.cpu_count() or 1


class Trial(NamedTuple):
    """A mutant and the machine that shall find it; `survives` says why none can."""

    name: str
    actors: Actors
    kind: type[FlowMachine] = FlowMachine
    survives: str | None = None


TRIALS: Final = (
    *(Trial(one.name, one.actors, survives=one.survives) for one in MUTANTS),
    *(Trial(kind.__name__, Actors(batches=kind), BatchMachine) for kind in BATCH_MUTANTS),
)


class Tallied(NamedTuple):
    """What some histories of the real flow came to."""

    histories: int
    steps: int
    jobs: int
    calls: int
    fired: Counter[str]
    violation: str | None


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _spread(work: Callable[[Any], Any], things: Iterable[Any]) -> Iterable[Any]:
    """Yield the results of `work` in order, computed in one process a core."""
    with get_context("fork").Pool(PROCESSES) as pool:
        yield from pool.imap(work, things)


def _try_mutant(place: int) -> tuple[str | None, int]:
    """Return what broke (None: nothing) and after how many histories; actors cannot be pickled, so `place` names the trial."""
    trial = TRIALS[place]
    broken, tried = broken_by(trial.actors, histories=MUTANT_HISTORIES, steps=30, kind=trial.kind)
    return None if broken is None else str(broken), tried


def try_mutants() -> bool:
    """Try every mutant and say what became of it; return whether each did what is said of it."""
    good = True
    for trial, (broken, tried) in zip(TRIALS, _spread(_try_mutant, range(len(TRIALS))), strict=True):
        good &= (broken is None) == (trial.survives is not None)
        _say(f"mutant {trial.name}: {f'{broken} (history {tried + 1})' if broken else f'survives: {trial.survives}'}")
    bounds = longest_wait("videos-high"), longest_wait("videos-low")
    for mutant in UNFAIR:
        waits = [flood(mutant.actors, served=served) for served in (0, 3)]
        unfair = any(one.high > bounds[0] or one.low > bounds[1] for one in waits)
        good &= unfair
        _say(f"mutant {mutant.name}: {'promise 7 broken' if unfair else 'survives'}: {waits[-1]}, bounds {bounds}")
    return good


def _run_real(histories_and_seed: tuple[int, int]) -> Tallied:
    """Run histories of the real flow."""
    histories, seed = histories_and_seed
    machine = machine_of(kind=BatchMachine)
    violation = None
    try:
        run(machine, histories=histories, steps=int(os.environ.get("STEPS", "40")), seed=seed, shorten=True)
    except Exception:  # noqa: BLE001 - whatever a history ended with is a finding
        violation = traceback.format_exc()
    return Tallied(machine.histories, machine.steps, machine.jobs, machine.calls, machine.fired, violation)


def main() -> int:
    """Run; return the exit code."""
    histories = int(os.environ.get("HISTORIES", "2000"))
    seed = int(os.environ.get("SEED", "1"))
    seen = os.environ.get("MUTANTS") == "0" or try_mutants()
    share = -(-histories // PROCESSES)
    runs: list[Tallied] = list(_spread(_run_real, [(share, seed + number) for number in range(PROCESSES)]))
    violations = [one.violation for one in runs if one.violation is not None]
    for violation in violations:
        _say(violation)
    fired = {kind: sum(one.fired[kind] for one in runs) for kind in KINDS}
    told = ", ".join(f"{kind} {count}" for kind, count in fired.items())
    _say(f"jobs {sum(one.jobs for one in runs)}, port calls {sum(one.calls for one in runs)}, {told}")
    silent = [kind for kind, count in fired.items() if count == 0]
    if silent:
        _say(f"never fired: {', '.join(silent)}")
    total, steps = sum(one.histories for one in runs), sum(one.steps for one in runs)
    _say(f"histories {total}, steps {steps}, faults {sum(fired.values())}, violations {len(violations)}")
    return int(bool(violations or silent or not seen))


if __name__ == "__main__":
    sys.exit(main())
