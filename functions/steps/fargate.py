"""The entry point of the Fargate task, which runs one step of a long film: `python -m functions.steps.fargate`.

The environment variable `REELWRIGHT_STEP_COMMAND` has the command as JSON. Exit codes: 0, the step succeeded and its row is
written; 1, the step failed and reported the cause; 143, SIGTERM (a cancelled job, or a Spot interruption): no output is
written in part.
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
    """Raise SystemExit instead of ending at once, so that temporary files are removed."""
    raise SystemExit(STOPPED)


def main() -> int:
    """Run the step; returns the exit code."""
    signal.signal(signal.SIGTERM, _stop)
    token = os.environ.get("TASK_TOKEN")
    command = json.loads(os.environ["REELWRIGHT_STEP_COMMAND"])
    try:
        with heartbeat(token):
            run(command)
    except Exception as error:  # noqa: BLE001 - the process ends here: every error is logged and reported
        logger.exception("step failed on Fargate")
        report_failure(token, error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
