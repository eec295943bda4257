"""What AWS bills for the work on a job: each run of a step, and each attempt.

A run is billed by its own seconds and memory; the rest of it (states, table, files, logs) by the average use of a step, and
what accepts, starts, watches and ends an attempt by the average use of an attempt. The averages are those of a film of nine
scenes (docs/scale.md, docs/costs.md); a test of the scale compares their sum with that film. The emulator bills nothing.
"""

from typing import Final

from reelwright.figures.sheet import US_EAST_1, PriceSheet
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
AN_ATTEMPT: Final = Use(write_units=86, read_units=20, log_kb=20, gb_seconds=21, invocations=24)
"""Request, outbox, dispatcher, and a client that follows the film by long polls for 20 s."""


def run_usd(step: str, seconds: float, *, sheet: PriceSheet = US_EAST_1) -> float:
    """Price one run of a step; the last step of an attempt includes the attempt. A task of Fargate is priced as a function."""
    memory_gb = STEP_FUNCTIONS[STEPS[step].function].memory_mb / _MB_PER_GB
    attempt = _usd(AN_ATTEMPT, sheet) if step in LAST_STEPS else 0.0
    return seconds * memory_gb * sheet.lambda_gb_second + _usd(A_RUN, sheet) + attempt


def attempt_usd(seconds: float, runs: int, *, sheet: PriceSheet = US_EAST_1) -> float:
    """Price a whole attempt: seconds of work, of all its runs together, on functions of the largest size."""
    return work_usd(seconds, sheet=sheet) + runs * _usd(A_RUN, sheet) + _usd(AN_ATTEMPT, sheet)


def work_usd(seconds: float, *, sheet: PriceSheet = US_EAST_1) -> float:
    """Price the seconds of one function of the largest size alone."""
    return seconds * _LARGEST_GB * sheet.lambda_gb_second


def _usd(use: Use, sheet: PriceSheet) -> float:
    return (
        use.transitions * sheet.state_transition
        + use.write_units * sheet.dynamodb_write_unit
        + use.read_units * sheet.dynamodb_read_unit
        + use.s3_writes * sheet.s3_write
        + use.s3_reads * sheet.s3_read
        + use.s3_gb_months * sheet.s3_gb_month
        + use.log_kb / _KB_PER_GB * sheet.log_gb
        + use.gb_seconds * sheet.lambda_gb_second
        + use.invocations * sheet.lambda_request
    )
