"""Shortens long pauses of a voice, by cutting the middle of the silence."""

from collections.abc import Sequence

import numpy as np

from reelwright_media.speech.alignment import Span
from reelwright_media.speech.sound import Samples, cut

_LONGEST_SECONDS = 0.32  # a full stop in lively narration; the model leaves up to 0.6 s


def tightened(
    samples: Samples, rate: int, spans: Sequence[Span | None], *, speed: float
) -> tuple[Samples, list[Span | None]]:
    """Shorten pauses between words to 0.32 s (at speed 1), and shift the words' spans accordingly.

    Only silence between the end of one word and the start of the next is cut, in its middle and with fades at the joins,
    so speech itself does not change.
    """
    longest = _LONGEST_SECONDS / speed
    parts: list[Samples] = []
    moved: list[Span | None] = []
    taken = 0.0  # seconds removed so far
    kept_from = 0.0
    before: Span | None = None
    for span in spans:
        if span is None:
            moved.append(None)
            continue
        if before and span[0] - before[1] > longest:
            parts.append(cut(samples, rate, kept_from, before[1] + longest / 2))
            kept_from = span[0] - longest / 2
            taken += kept_from - (before[1] + longest / 2)
        moved.append((span[0] - taken, span[1] - taken))
        before = span
    if not parts:
        return samples, moved
    parts.append(cut(samples, rate, kept_from, len(samples) / rate))
    return np.concatenate(parts), moved
