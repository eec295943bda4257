"""The long run: `make faults`. HISTORIES, STEPS and SEED in the environment say how long and which.

First every mutant must break a promise (MUTANTS=0 leaves them out), then the real flow must break none. The last line is
`histories H, steps S, faults F, violations 0`; the exit code is 1 where a promise broke, a mutant lived or no fault fired.
"""

import os
import sys
import traceback

from tests.faults.actors import Actors
from tests.faults.batch_machine import BatchMachine
from tests.faults.batch_mutants import BATCH_MUTANTS
from tests.faults.flood import flood, longest_wait
from tests.faults.histories import broken_by, machine_of, run
from tests.faults.injection import DOUBLED, LOST_END, LOST_RECORD, FaultKind
from tests.faults.mutants import MUTANTS, UNFAIR

KINDS = (*(kind.value for kind in FaultKind), DOUBLED, LOST_RECORD, LOST_END)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def try_mutants(histories: int) -> bool:
    """Try every mutant and say what became of it; return whether each did what is said of it."""
    good = True
    for mutant in MUTANTS:
        broken, tried = broken_by(mutant.actors, histories=histories, steps=30)
        good &= (broken is None) == (mutant.survives is not None)
        found = f"survives: {mutant.survives}" if broken is None else f"{broken} (history {tried + 1})"
        _say(f"mutant {mutant.name}: {found}")
    bounds = longest_wait("videos-high"), longest_wait("videos-low")
    for kind in BATCH_MUTANTS:
        broken, tried = broken_by(Actors(batches=kind), histories=histories, steps=30, kind=BatchMachine)
        good &= broken is not None
        _say(f"mutant {kind.__name__}: {'survives' if broken is None else f'{broken} (history {tried + 1})'}")
    for mutant in UNFAIR:
        waits = [flood(mutant.actors, served=served) for served in (0, 3)]
        unfair = any(one.high > bounds[0] or one.low > bounds[1] for one in waits)
        good &= unfair
        _say(f"mutant {mutant.name}: {'promise 7 broken' if unfair else 'survives'}: {waits[-1]}, bounds {bounds}")
    return good


def main() -> int:
    """Run; return the exit code."""
    histories = int(os.environ.get("HISTORIES", "2000"))
    steps = int(os.environ.get("STEPS", "40"))
    seed = int(os.environ.get("SEED", "1"))
    seen = os.environ.get("MUTANTS") == "0" or try_mutants(1000)
    machine = machine_of(kind=BatchMachine)
    violations = 0
    try:
        run(machine, histories=histories, steps=steps, seed=seed, shorten=True)
    except Exception:  # noqa: BLE001 - whatever a history ended with is a finding
        violations = 1
        traceback.print_exc()
    fired = {kind: machine.fired[kind] for kind in KINDS}
    _say(f"jobs {machine.jobs}, port calls {machine.calls}, " + ", ".join(f"{k} {n}" for k, n in fired.items()))
    silent = [kind for kind, count in fired.items() if count == 0]
    if silent:
        _say(f"never fired: {', '.join(silent)}")
    _say(f"histories {machine.histories}, steps {machine.steps}, faults {sum(fired.values())}, violations {violations}")
    return int(bool(violations or silent or not seen))


if __name__ == "__main__":
    sys.exit(main())
