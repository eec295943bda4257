"""`mix_sound`: the whole sound of a film, made while its scenes are rendered, for it needs no picture."""

from functools import partial
from pathlib import Path
from typing import Any, Final

from reelwright.film.timeline.model import Timeline
from reelwright_media.steps.checkpoint import artefact_key, checkpoint
from reelwright_media.steps.context import StepContext, StepOutcome

MOST_SECONDS: Final = 15 * 60
"""Longer films take more memory for their sound than a function has: they are mixed where they are composed, on Fargate."""
_STEP: Final = "mix_sound"
_OF_SHOTS: Final = {"start_frame", "frames", "voice_key", "voice_offset_seconds", "captions"}
_WITHOUT: Final = {"title", "caption_style", "look", "mat", "hook", "closing", "colours", "watermark", "font"}


def mix_sound(context: StepContext) -> StepOutcome:
    """Mix voices, music and effects; the film's composing finds the file. Films over `MOST_SECONDS` are left to it."""
    timeline = context.timeline()
    if timeline.seconds > MOST_SECONDS:
        return StepOutcome()
    key, cached = sound_of(context, timeline)
    return StepOutcome(key=key, cached=cached)


def sound_of(context: StepContext, timeline: Timeline) -> tuple[str, bool]:
    """Return the key of a timeline's sound, which is mixed unless it exists, and whether it existed."""
    key = artefact_key(context, _hearing(timeline), "m4a", step=_STEP)
    return key, checkpoint(context, key, partial(_mixed, context, timeline))


def _hearing(timeline: Timeline) -> dict[str, Any]:
    """Collect everything that influences the sound: a new picture or another title keeps its key."""
    shots = [shot.model_dump(mode="json", include=_OF_SHOTS) for shot in timeline.shots]
    return {**timeline.model_dump(mode="json", exclude={*_WITHOUT, "shots"}), "shots": shots}


def _mixed(context: StepContext, timeline: Timeline) -> Path:
    out = context.workdir / "sound.m4a"
    music = _music(context, timeline)
    voices = context.fetch_all([shot.voice_key for shot in timeline.shots])
    context.tools.renderer.mix(timeline, voices=voices, music=music, out=out, progress=context.report)
    return out


def _music(context: StepContext, timeline: Timeline) -> Path | None:
    """Fetch the user's music, or compose the film's own; None for a film without."""
    cue = timeline.music
    if cue.key is not None:
        return context.fetch(cue.key)
    if cue.mood is None:
        return None
    path = context.workdir / "music.wav"
    path.write_bytes(
        context.tools.music.play(
            cue.mood, seconds=timeline.seconds, seed=cue.seed, ending_seconds=timeline.music_ending_seconds
        )
    )
    context.report(0.3, "Played the music")
    return path
