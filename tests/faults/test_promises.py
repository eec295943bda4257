"""The promises of the flow hold under every fault that is drawn: the small run; `make faults` is the long one."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.batch_machine import BatchMachine
from tests.faults.machine import FlowMachine


@pytest.mark.parametrize(("machine", "histories"), [(FlowMachine, 60), (BatchMachine, 60)])
def test_the_promises_hold_in_drawn_histories(machine: type[FlowMachine], histories: int) -> None:
    """Whatever happens in whatever order, with a crash between any two calls, ends as promised; with batches and without."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=histories,
            stateful_step_count=40,
            derandomize=True,
            database=None,
            deadline=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
