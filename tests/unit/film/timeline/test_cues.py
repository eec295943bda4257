"""Sound effects are few and sit on events."""

from itertools import pairwise

from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.timeline.cues import sound_cues
from reelwright.film.timeline.model import Shot, Transition, TransitionKind


def shots_of(kinds: list[TransitionKind], *, seconds: float = 4.0, spoken: bool = True) -> tuple[Shot, ...]:
    """Build shots of equal length, which come in by these transitions and say one word each."""
    frames = round(30 * seconds)
    return tuple(
        Shot(
            index=index,
            start_frame=index * frames,
            frames=frames,
            picture_key="picture",
            voice_key="voice",
            voice_offset_seconds=0.1,
            motion="still",
            transition=Transition(kind=kind, frames=0 if kind == "cut" else 8),
            captions=_line(index * seconds + 0.1) if spoken else (),
            mood="awe",
        )
        for index, kind in enumerate(kinds)
    )


def _line(start: float) -> tuple[CaptionLine, ...]:
    word = CaptionWord(text="sea", start_seconds=start, end_seconds=start + 1)
    return (CaptionLine(words=(word,), start_seconds=start, end_seconds=start + 1),)


def test_moving_transitions_are_heard_and_others_are_not() -> None:
    """A hit opens the film, a whoosh goes with a slide and a push, a riser leads into the last line."""
    cues = sound_cues(shots_of(["cut", "slide", "crossfade", "push", "dip"]), 30)
    assert [cue.kind for cue in cues] == ["hit", "whoosh", "whoosh", "riser"]
    assert [round(cue.at_seconds, 1) for cue in cues] == [0.0, 4.1, 12.1, 16.1]


def test_effects_keep_their_distance() -> None:
    """Slides every second are not each heard."""
    cues = sound_cues(shots_of(["cut", *["slide"] * 9], seconds=1.0), 30)  # type: ignore[list-item]
    times = [cue.at_seconds for cue in cues if cue.kind == "whoosh"]
    assert all(after - before >= 2.5 for before, after in pairwise(times))
    assert times


def test_a_short_film_has_no_riser_and_a_silent_one_no_effect() -> None:
    """There is no time to rise, and no hook to hit."""
    assert [cue.kind for cue in sound_cues(shots_of(["cut"]), 30)] == ["hit"]
    assert sound_cues(shots_of(["cut", "slide"], spoken=False), 30) == ()
