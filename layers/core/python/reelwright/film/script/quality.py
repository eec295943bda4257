"""The thresholds of the quality gate: lower scores return a generated script to its writer.

The state machine limits the rewrites (`pipeline.steps.MAX_REWRITES`) and sends back generated text only.
"""

from typing import Final, Literal

from reelwright.film.script.model import ScriptScore

Measure = Literal["coherence", "pacing", "arc"]

LOWEST: Final[dict[Measure, float]] = {"coherence": 0.45, "pacing": 0.5, "arc": 0.2}
"""Scores under which a script is written again, by measure."""


def passes(measure: Measure, score: ScriptScore) -> bool:
    """Check whether a script needs no rewrite; a score that was not measured is ignored."""
    return not score.measured or score.value >= LOWEST[measure]
