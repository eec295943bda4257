"""The sound effects of a film: few, each on an event that viewers see or hear."""

from typing import Final

from reelwright.film.timeline.model import Shot, SoundCue, TransitionKind

_MOVING: Final[frozenset[TransitionKind]] = frozenset({"slide", "push"})
"""Transitions in which the picture moves through the frame."""
_LEAST_APART_SECONDS: Final = 2.5
"""A second whoosh sooner than this draws attention to the editing."""
_FIRST_WHOOSH_SECONDS: Final = 1.5
"""Before it the hit on the hook still sounds."""
_SHORTEST_WITH_RISER_SECONDS: Final = 9.0
_RISER_NEEDS_SECONDS: Final = 4.0
"""A riser before this time of the film would follow the hook at once."""


def sound_cues(shots: tuple[Shot, ...], fps: int) -> tuple[SoundCue, ...]:
    """Choose the effects of a film, in order of time.

    A hit with the hook, a whoosh with slides and pushes that are far enough apart, a riser into the last line. Films that
    say nothing have none.
    """
    lines = [line for shot in shots for line in shot.captions]
    if not lines:
        return ()
    cues = [SoundCue(kind="hit", at_seconds=0.0)]
    for shot in shots[1:]:
        at = round((shot.start_frame + shot.transition.frames / 2) / fps, 4)
        heard = [cue.at_seconds for cue in cues if cue.kind == "whoosh"]
        early = at < _FIRST_WHOOSH_SECONDS or (heard and at - heard[-1] < _LEAST_APART_SECONDS)
        if shot.transition.kind in _MOVING and not early:
            cues.append(SoundCue(kind="whoosh", at_seconds=at))
    last = lines[-1].start_seconds
    if last >= _RISER_NEEDS_SECONDS and shots[-1].end_frame / fps >= _SHORTEST_WITH_RISER_SECONDS:
        cues.append(SoundCue(kind="riser", at_seconds=last))
    return tuple(sorted(cues, key=lambda cue: cue.at_seconds))
