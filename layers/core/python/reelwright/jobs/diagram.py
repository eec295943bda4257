"""Prints the lifecycle table as the page `docs/job-lifecycle.md`: `python -m reelwright.jobs.diagram`."""

import sys
from typing import Final

from reelwright.jobs.lifecycle import FINAL_STATES, TRANSITIONS, JobState

SENTENCES: Final[dict[JobState, str]] = {
    JobState.PENDING: "Accepted and stored; waits until the user's limit permits it.",
    JobState.QUEUED: "Admitted; its message is in an SQS queue.",
    JobState.EXECUTING: "An attempt runs in the state machine and holds a lease.",
    JobState.RETRYING: "The attempt failed, or was postponed, and a later one can succeed; waits until its due time.",
    JobState.COMPLETED: "The result is available.",
    JobState.FAILED: "A retry cannot succeed, or no automatic retry is left. Only an explicit retry leaves this state.",
    JobState.CANCELLED: "The job was cancelled.",
}


def page() -> str:
    """Write the page: the meaning of each state, and a Mermaid diagram of every legal move."""
    rows = [
        f"| `{state.value}` | {'yes' if state in FINAL_STATES else ''} | {SENTENCES[state]} |" for state in JobState
    ]
    arrows = [
        f"    {state.value} --> {target.value}: {event.value}"
        for state, moves in TRANSITIONS.items()
        for event, target in moves.items()
    ]
    return "\n".join(
        [
            "# The life of a job",
            "",
            "Printed from the table in `layers/core/python/reelwright/jobs/lifecycle.py` by `make docs`; do not edit.",
            "",
            "| state | final | meaning |",
            "|---|---|---|",
            *rows,
            "",
            "```mermaid",
            "stateDiagram-v2",
            "    [*] --> PENDING: created",
            *arrows,
            "```",
            "",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(page())
