"""The Fargate task -> one step of an attempt, for films too long for a Lambda: `python -m functions.steps.fargate`.

The step's command comes in the environment (`REELWRIGHT_STEP_COMMAND`, JSON). Exit code 0 means that the step's row is
written; 1 that it failed and said why; 143 that it was told to stop (SIGTERM: a cancel, or Spot taking the machine back) and
left nothing half-written.
"""

import json
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from reelwright.entry.telemetry import logger
from reelwright_media.steps.entry import run
from reelwright_media.steps.heartbeat import heartbeat, report_failure

STOPPED = 143


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Leave through the stack, so that temporary files are removed."""
    raise SystemExit(STOPPED)


def main() -> int:
    """Run the step and return the exit code."""
    signal.signal(signal.SIGTERM, _stop)
    token = os.environ.get("TASK_TOKEN")
    command = json.loads(os.environ["REELWRIGHT_STEP_COMMAND"])
    try:
        with heartbeat(token):
            run(command)
    except Exception as error:  # noqa: BLE001 - the process ends here: logged whole, told by report and exit code
        logger.exception("step failed on Fargate")
        report_failure(token, error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
