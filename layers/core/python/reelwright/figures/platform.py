"""What AWS bills for the work on a job: each run of a step, and each attempt.

A run is billed by its own seconds and memory; the rest of it (states, table, files, logs) by the average use of a step, and
what accepts, starts, watches and ends an attempt by the average use of an attempt. The averages are those of a film of nine
scenes (docs/scale.md, docs/costs.md); a test of the scale compares their sum with that film. The emulator bills nothing.
"""

from typing import Final

from reelwright.figures.sheet import US_EAST_1
from reelwright.pipeline.steps import STEP_FUNCTIONS, STEPS
from reelwright.values import Value

_MB_PER_GB: Final = 1024
_KB_PER_GB: Final = 1e6
_LARGEST_GB: Final = max(row.memory_mb for row in STEP_FUNCTIONS.values()) / _MB_PER_GB
LAST_STEPS: Final = frozenset({"complete", "record_failure"})
"""One of them ends each attempt; its row has the attempt's own price."""


class Use(Value):
    """Use of services beside the function of the step."""

    transitions: float = 0.0
    """Of the state machine."""
    write_units: float = 0.0
    read_units: float = 0.0
    """Of the table."""
    s3_writes: float = 0.0
    s3_reads: float = 0.0
    s3_gb_months: float = 0.0
    log_kb: float = 0.0
    gb_seconds: float = 0.0
    """Of the functions for events and requests."""
    invocations: float = 0.0
    """Of Lambda functions."""


RUNS_A_FILM: Final = 8
"""Runs of steps in a film beside those of its scenes."""
RUNS_A_SCENE: Final = 3
A_RUN: Final = Use(
    transitions=1.7,
    write_units=14,
    read_units=2,
    s3_writes=1,
    s3_reads=2,
    s3_gb_months=0.00026,
    log_kb=8,
    invocations=1,
)
"""One run of a step; 35 runs make a film of nine scenes."""
A_TURN: Final = Use(write_units=2, read_units=1)
"""The turn of one call of a provider with a limit: at most, after a pause. While calls are planned it is one write."""
AN_ATTEMPT: Final = Use(write_units=86, read_units=20, log_kb=20, gb_seconds=21, invocations=24)
"""Request, outbox, dispatcher, and a client that follows the film by long polls for 20 s."""


def _usd(use: Use) -> float:
    return (
        use.transitions * US_EAST_1.state_transition
        + use.write_units * US_EAST_1.dynamodb_write_unit
        + use.read_units * US_EAST_1.dynamodb_read_unit
        + use.s3_writes * US_EAST_1.s3_write
        + use.s3_reads * US_EAST_1.s3_read
        + use.s3_gb_months * US_EAST_1.s3_gb_month
        + use.log_kb / _KB_PER_GB * US_EAST_1.log_gb
        + use.gb_seconds * US_EAST_1.lambda_gb_second
        + use.invocations * US_EAST_1.lambda_request
    )


_RUN_USD: Final = _usd(A_RUN)
_TURN_USD: Final = _usd(A_TURN)
_ATTEMPT_USD: Final = _usd(AN_ATTEMPT)


def run_usd(step: str, seconds: float, *, turns: int = 0) -> float:
    """Price one run of a step, with the turns of its calls of providers; the last step of an attempt includes the attempt.

    A task of Fargate is priced as a function.
    """
    memory_gb = STEP_FUNCTIONS[STEPS[step].function].memory_mb / _MB_PER_GB
    attempt = _ATTEMPT_USD if step in LAST_STEPS else 0.0
    return seconds * memory_gb * US_EAST_1.lambda_gb_second + _RUN_USD + turns * _TURN_USD + attempt


def attempt_usd(seconds: float, runs: int) -> float:
    """Price a whole attempt: seconds of work, of all its runs together, on functions of the largest size."""
    return work_usd(seconds) + runs * _RUN_USD + _ATTEMPT_USD


def work_usd(seconds: float) -> float:
    """Price the seconds of one function of the largest size alone."""
    return seconds * _LARGEST_GB * US_EAST_1.lambda_gb_second
