"""Prints the table of a batch's states as the page `docs/batch-lifecycle.md`: `python -m reelwright.batches.diagram`."""

import sys

from reelwright.batches.states import BATCH_SENTENCES, BATCH_TRANSITIONS, BatchState


def page() -> str:
    """Write the page: the meaning of each state, and a Mermaid diagram of every legal move."""
    rows = [f"| `{state.value}` | {BATCH_SENTENCES[state]} |" for state in BatchState]
    arrows = [
        f"    {state.value} --> {target.value}: {event.value}"
        for state, moves in BATCH_TRANSITIONS.items()
        for event, target in moves.items()
    ]
    return "\n".join(
        [
            "# The life of a batch",
            "",
            "Printed from the table in `layers/core/python/reelwright/batches/states.py` by `make docs`; do not edit.",
            "",
            "| state | meaning |",
            "|---|---|",
            *rows,
            "",
            "```mermaid",
            "stateDiagram-v2",
            "    [*] --> VALIDATING: manifest received",
            *arrows,
            "```",
            "",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(page())
