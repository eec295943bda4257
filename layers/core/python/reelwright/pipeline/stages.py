"""The stages of a film in order; a request can stop a film after any of them.

A film that stops is COMPLETED with what is there. `script` is the text with its scores, `scenes` the plan, `speech` every
scene's voice, `pictures` what every scene shows beside it, `render` the silent segments, `compose` the film itself, without
thumbnail and exports.
"""

from functools import cache
from typing import Final, Literal

from reelwright.pipeline.steps import STEPS
from reelwright.values import Value

StageName = Literal["script", "scenes", "speech", "pictures", "render", "compose"]


class Stage(Value):
    """One stage: the steps it adds to those before it, and the last of them that every film has."""

    name: StageName
    steps: tuple[str, ...]
    proof: str
    """The step (its first place, of many) whose row shows that the stage was reached."""


STAGES: Final[dict[str, Stage]] = {
    stage.name: stage
    for stage in (
        Stage(
            name="script",
            steps=(
                "read_sources",
                "generate_hook",
                "generate_script",
                "validate_coherence",
                "analyze_pacing",
                "track_emotional_arc",
            ),
            proof="validate_coherence",
        ),
        Stage(name="scenes", steps=("plan_scenes", "describe_film", "decode_files"), proof="plan_scenes"),
        Stage(name="speech", steps=("generate_audio_tts",), proof="generate_audio_tts#0"),
        Stage(name="pictures", steps=("generate_image_imagen", "generate_video_veo"), proof="generate_image_imagen#0"),
        Stage(name="render", steps=("plan_timeline", "render_scene"), proof="render_scene#0"),
        Stage(name="compose", steps=("mix_sound", "compose_final_video"), proof="compose_final_video"),
    )
}

HALFWAY_FILES: Final = {
    "generate_script": "script",
    "plan_scenes": "scenes",
    "generate_audio_tts": "speech",
    "generate_image_imagen": "picture",
    "generate_video_veo": "clip",
    "render_scene": "segment",
}
"""Step -> the name of the user's file of its artefact if a film stops there; a scene's name adds a number from 1."""


@cache
def steps_until(stage: StageName) -> tuple[str, ...]:
    """List every step that a film may run up to and including a stage."""
    names = list(STAGES)
    return tuple(step for name in names[: names.index(stage) + 1] for step in STAGES[name].steps)


@cache
def share_until(stage: StageName | None) -> float:
    """Compute the share (0-1) of a whole film's work up to and including a stage, by step weights; None gives 1."""
    if stage is None:
        return 1.0
    whole = sum(step.weight for step in STEPS.values())
    return sum(STEPS[name].weight for name in steps_until(stage)) / whole
