"""The quality gate: whether a script goes back to its writer."""

from typing import Final

from reelwright.script.model import Score
from reelwright.values import Value

MOST_REWRITES: Final = 2
"""More would cost time and money without getting better."""
LOWEST: Final[dict[str, float]] = {"coherence": 0.45, "pacing": 0.5, "arc": 0.2}
"""Scores under which a script is written again, by measure."""


class Verdict(Value):
    """Whether to write the script again, and what to change then."""

    rewrite: bool
    advice: tuple[str, ...]
    """Advice of the measures that failed, worst first; also given where nothing is rewritten."""


def judge(scores: dict[str, Score], *, generated: bool, rewrites: int) -> Verdict:
    """Decide about a script from its scores by measure name (those of `LOWEST`; others are ignored).

    Only generated text is ever rewritten, at most `MOST_REWRITES` times; a user's own script is scored and left alone.
    """
    failed = sorted(
        (score.value - LOWEST[name], name)
        for name, score in scores.items()
        if name in LOWEST and score.measured and score.value < LOWEST[name]
    )
    advice = tuple(scores[name].advice for _, name in failed)
    return Verdict(rewrite=generated and bool(failed) and rewrites < MOST_REWRITES, advice=advice)
