"""The states that wait for clips. A clip of a cloud model takes minutes, and no function runs meanwhile.

`generate_video_veo` finds its clip, or looks at the provider's work, or submits it. If it answers that the work goes on, a Wait
state lasts as long as it says, and then the step runs again. The film waits for all its scenes side by side, after the scenes
were spoken and painted; the single task has the same three states.
"""

from typing import Final

from infra.statemachine.states import Json, attempt_command, branch, for_each, invocation, step_state
from reelwright.pipeline.steps import STEPS

AWAITED: Final = "Awaited"
"""Ends the name of the state that looks at a scene's clip again: `FilmScenes` has the step's own name."""
AWAIT_CLIPS: Final = "AwaitClips"
CLIP_TASK: Final = "ClipTask"
SCENES_AT_ONCE: Final = 4
"""Clips that are awaited at the same time, for each scene that is worked on at the same time: waiting costs nothing, but each
look fills the history of the execution, which has 25,000 events for at most 300 scenes."""
_STEP: Final = STEPS["generate_video_veo"]
_STANDING: Final[Json] = {f"{fact}.$": f"$.Payload.clip.{fact}" for fact in ("state", "wait")}


def await_clips(concurrency: int, *, following: str) -> Json:
    """Build the Map that waits for the clip of every scene."""
    look = f"{_STEP.state_name}{AWAITED}"
    state = step_state(
        _STEP,
        following="ClipReady",
        place={"scene.$": "$.scene"},
        selects=_STANDING,
        result_path="$.clip",
        catch=False,
    )
    states = {look: state, **_waiting("Clip", look, following="ClipMade"), "ClipMade": {"Type": "Succeed"}}
    return {
        AWAIT_CLIPS: for_each(
            "$.plan.scenes",
            item={"scene.$": "$$.Map.Item.Value.scene"},
            branch=branch(look, states),
            concurrency=concurrency * SCENES_AT_ONCE,
            following=following,
        )
    }


def clip_task(*, following: str) -> Json:
    """Build the states of the single task that makes one clip."""
    state = invocation(
        _STEP.function,
        command={**attempt_command(), "step.$": "$.step"},
        timeout_seconds=_STEP.timeout_seconds,
        following=f"{CLIP_TASK}Ready",
        selects=_STANDING,
        result_path="$.clip",
    )
    return {CLIP_TASK: state, **_waiting(CLIP_TASK, CLIP_TASK, following=following)}


def _waiting(prefix: str, look: str, *, following: str) -> Json:
    """Build the Choice after a look at a clip, and the Wait before the next one."""
    return {
        f"{prefix}Ready": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.clip.state", "StringEquals": "working", "Next": f"{prefix}Wait"}],
            "Default": following,
        },
        f"{prefix}Wait": {"Type": "Wait", "SecondsPath": "$.clip.wait", "Next": look},
    }
