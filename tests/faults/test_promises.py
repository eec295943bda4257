"""The seven promises of the flow hold under every fault that is drawn: the small run; `make faults` is the long one."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.machine import FlowMachine


def test_the_promises_hold_in_drawn_histories() -> None:
    """Whatever happens in whatever order, with a crash between any two calls, ends as promised."""
    run_state_machine_as_test(
        FlowMachine,
        settings=settings(
            max_examples=60,
            stateful_step_count=40,
            derandomize=True,
            database=None,
            deadline=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
