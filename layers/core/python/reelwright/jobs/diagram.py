"""Prints the lifecycle table as the page `docs/job-lifecycle.md`: `python -m reelwright.jobs.diagram`."""

import sys
from typing import Final

from reelwright.jobs.lifecycle import FINAL_STATES, TRANSITIONS, JobState

SENTENCES: Final[dict[JobState, str]] = {
    JobState.PENDING: "Accepted and stored; waits for the user's limit to allow it.",
    JobState.QUEUED: "Admitted; a message in its SQS queue stands for it.",
    JobState.EXECUTING: "An attempt runs in the state machine and holds a lease.",
    JobState.RETRYING: "The attempt failed, or was postponed, in a way that time can heal; waits for its due time.",
    JobState.COMPLETED: "The result is there.",
    JobState.FAILED: "No attempt can help any more, or none is left. Only an explicit retry leaves it.",
    JobState.CANCELLED: "Its owner stopped it.",
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
