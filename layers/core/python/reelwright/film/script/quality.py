"""The quality gate's bar: which scores send a generated script back to its writer.

How often (`pipeline.steps.MAX_REWRITES`), and that only generated text goes back, is the state machine's word.
"""

from typing import Final, Literal

from reelwright.film.script.model import Score

Measure = Literal["coherence", "pacing", "arc"]

LOWEST: Final[dict[Measure, float]] = {"coherence": 0.45, "pacing": 0.5, "arc": 0.2}
"""Scores under which a script is written again, by measure."""


def passes(measure: Measure, score: Score) -> bool:
    """Return whether a script may stay as it is; a score that was not measured decides nothing."""
    return not score.measured or score.value >= LOWEST[measure]
