"""Runs of the machine: how many histories, how long, and what came of them."""

from collections import Counter

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.actors import REAL, Actors
from tests.faults.machine import FlowMachine
from tests.faults.promises import BrokenPromiseError


def machine_of(actors: Actors = REAL, *, kind: type[FlowMachine] = FlowMachine) -> type[FlowMachine]:
    """Return a machine with tallies of its own."""
    return type("Flow", (kind,), {"actors": actors, "fired": Counter(), "__module__": __name__})


def run(machine: type[FlowMachine], *, histories: int, steps: int, seed: int | None = None, shorten: bool) -> None:
    """Draw histories until one breaks a promise; raises BrokenPromiseError. Without `seed` they are always the same.

    `shorten` looks for the shortest history that breaks it, which takes minutes and shows what to read.
    """
    phases = (Phase.generate, Phase.shrink) if shorten else (Phase.generate,)
    profile = settings(
        max_examples=histories,
        stateful_step_count=steps,
        derandomize=seed is None,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        print_blob=False,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )
    machine._hypothesis_internal_use_seed = seed  # what `hypothesis.seed` sets on a test
    run_state_machine_as_test(machine, settings=profile)


def broken_by(
    actors: Actors, *, histories: int, steps: int, kind: type[FlowMachine] = FlowMachine
) -> tuple[BrokenPromiseError | None, int]:
    """Return the first promise that breaks with these actors (None: none did) and after how many histories."""
    machine = machine_of(actors, kind=kind)
    try:
        run(machine, histories=histories, steps=steps, shorten=False)
    except BrokenPromiseError as broken:
        return broken, machine.histories
    return None, machine.histories
