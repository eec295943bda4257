"""The states of a film, from a script or an idea to a finished video.

    Begin -> [GenerateHook -> GenerateScript ->] Analyse -> QualityGate -> PlanScenes -> [DecodeFiles ->] MakeScenes
          -> PlanTimeline -> RenderScenes -> ComposeFinalVideo, here or on Fargate -> Finish -> Complete

A request may stop the film after a stage (`pipeline.stages`): the next state is then Complete.

The quality gate sends a generated script back for a rewrite, at most `MAX_REWRITES` times. A user's own script is scored,
but never rewritten.
"""

from typing import Final

from infra.statemachine import fargate
from infra.statemachine.states import Json, branch, for_each, parallel, step_state
from reelwright.pipeline.stages import StageName
from reelwright.pipeline.steps import MAX_REWRITES, STEPS

START: Final = "Begin"
COMPLETE: Final = STEPS["complete"].state_name
ANALYSES: Final = ("validate_coherence", "analyze_pacing", "track_emotional_arc")


def film_states(*, scene_concurrency: int, subnet_count: int) -> Json:
    """Build all states of a film. The first is `START`; the last continues with `COMPLETE`."""
    return {
        **_writing(),
        **_judging(),
        **_making(scene_concurrency),
        **_composing(scene_concurrency, subnet_count),
        **_finishing(scene_concurrency),
    }


def _writing() -> Json:
    return {
        "Begin": {
            "Type": "Pass",
            "Parameters": {"rewrites": 0},
            "ResultPath": "$.script",
            "Next": "WritesScript",
        },
        "WritesScript": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.writes_script", "BooleanEquals": True, "Next": "GenerateHook"}],
            "Default": "Analyse",
        },
        "GenerateHook": step_state(STEPS["generate_hook"], following="GenerateScript"),
        "GenerateScript": step_state(
            STEPS["generate_script"],
            following="Analyse",
            place={"rewrite.$": "$.script.rewrites"},
            selects={"rewrites.$": "$.Payload.rewrites"},
            result_path="$.script",
        ),
    }


def _judging() -> Json:
    failed = [{"Variable": f"$.analysis[{index}].passes", "BooleanEquals": False} for index in range(len(ANALYSES))]
    return {
        "Analyse": parallel(*(_analysis(name) for name in ANALYSES), following="QualityGate", result_path="$.analysis"),
        "QualityGate": {
            "Type": "Choice",
            "Choices": [
                {
                    "And": [
                        {"Variable": "$.writes_script", "BooleanEquals": True},
                        {"Variable": "$.script.rewrites", "NumericLessThan": MAX_REWRITES},
                        {"Or": failed},
                    ],
                    "Next": "Rewrite",
                }
            ],
            "Default": _after("script"),
        },
        **_stop("script", otherwise="PlanScenes"),
        "Rewrite": {
            "Type": "Pass",
            "Parameters": {"rewrites.$": "States.MathAdd($.script.rewrites, 1)"},
            "ResultPath": "$.script",
            "Next": "GenerateScript",
        },
    }


def _analysis(name: str) -> Json:
    step = STEPS[name]
    state = step_state(
        step,
        following=None,
        place={"rewrite.$": "$.script.rewrites"},
        selects={"passes.$": "$.Payload.passes"},
        result_path="$",
        catch=False,
    )
    return branch(step.state_name, {step.state_name: state})


def _making(concurrency: int) -> Json:
    return {
        "PlanScenes": step_state(
            STEPS["plan_scenes"],
            following="HasOwnFiles",
            selects={"scenes.$": "$.Payload.scenes", "own_files.$": "$.Payload.own_files"},
            result_path="$.plan",
        ),
        "HasOwnFiles": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.plan.own_files", "BooleanEquals": True, "Next": "DecodeFiles"}],
            "Default": _after("scenes"),
        },
        "DecodeFiles": step_state(STEPS["decode_files"], following=_after("scenes")),
        **_stop("scenes", otherwise="MakeScenes"),
        "MakeScenes": for_each(
            "$.plan.scenes",
            item={
                "clips.$": "$.clips",
                "stop_after.$": "$.stop_after",
                "scene.$": "$$.Map.Item.Value.scene",
            },
            branch=branch("MakeScene", {"MakeScene": _make_scene()}),
            concurrency=concurrency,
            following=_after("pictures"),
        ),
        **_stop("speech", "pictures", otherwise="PlanTimeline"),
    }


def _make_scene() -> Json:
    """Build the state that makes speech and picture of one scene in parallel. A clip animates the picture, so it follows it.

    A film that stops after speech makes no picture.
    """
    place = {"scene.$": "$.scene"}
    sound = step_state(STEPS["generate_audio_tts"], following=None, place=place, catch=False)
    sight = {
        "WantsPicture": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.stop_after", "StringEquals": "speech", "Next": "PictureOnly"}],
            "Default": "GenerateImageImagen",
        },
        "GenerateImageImagen": step_state(
            STEPS["generate_image_imagen"], following="WantsClip", place=place, catch=False
        ),
        "WantsClip": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.clips", "BooleanEquals": True, "Next": "GenerateVideoVeo"}],
            "Default": "PictureOnly",
        },
        "PictureOnly": {"Type": "Succeed"},
        "GenerateVideoVeo": step_state(STEPS["generate_video_veo"], following=None, place=place, catch=False),
    }
    return parallel(
        branch("GenerateAudioTts", {"GenerateAudioTts": sound}),
        branch("WantsPicture", sight),
        following=None,
        catch=False,
    )


def _composing(concurrency: int, subnet_count: int) -> Json:
    return {
        "PlanTimeline": step_state(
            STEPS["plan_timeline"],
            following="RenderScenes",
            selects={
                "scenes.$": "$.Payload.scenes",
                "compose_on.$": "$.Payload.compose_on",
                "exports.$": "$.Payload.exports",
            },
            result_path="$.timeline",
        ),
        "RenderScenes": for_each(
            "$.timeline.scenes",
            item={"scene.$": "$$.Map.Item.Value.scene"},
            branch=branch(
                "RenderScene",
                {
                    "RenderScene": step_state(
                        STEPS["render_scene"], following=None, place={"scene.$": "$.scene"}, catch=False
                    )
                },
            ),
            concurrency=concurrency,
            following=_after("render"),
        ),
        **_stop("render", otherwise="ComposeOn"),
        "ComposeOn": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.timeline.compose_on", "StringEquals": "fargate", "Next": fargate.START}],
            "Default": "ComposeFinalVideo",
        },
        "ComposeFinalVideo": step_state(STEPS["compose_final_video"], following=_after("compose")),
        **fargate.fargate_states(STEPS["compose_final_video"], subnet_count=subnet_count, following=_after("compose")),
        **_stop("compose", otherwise="Finish"),
    }


def _after(stage: StageName) -> str:
    """Name the state after a stage."""
    return f"After{stage.capitalize()}"


def _stop(*stages: StageName, otherwise: str) -> Json:
    """Build the state after the last of these stages: a film that stops after one of them continues with `COMPLETE`."""
    stopping = [{"Variable": "$.stop_after", "StringEquals": stage, "Next": COMPLETE} for stage in stages]
    return {_after(stages[-1]): {"Type": "Choice", "Choices": stopping, "Default": otherwise}}


def _finishing(concurrency: int) -> Json:
    """Build the state that makes thumbnail and exports. Their failures do not fail the film.

    `Complete` lists missing files in the result. It raises if the job was cancelled or ran out of time meanwhile.
    """
    exports = for_each(
        "$.timeline.exports",
        item={"platform.$": "$$.Map.Item.Value.platform"},
        branch=branch("ExportVideo", _optional("export_video", "WithoutExport", {"platform.$": "$.platform"})),
        concurrency=concurrency,
        following=None,
        catch=False,
    )
    return {
        "Finish": parallel(
            branch("GenerateThumbnail", _optional("generate_thumbnail", "WithoutThumbnail", {})),
            branch("ExportVideos", {"ExportVideos": exports}),
            following=COMPLETE,
        )
    }


def _optional(name: str, otherwise: str, place: Json) -> Json:
    """Build the states of an optional step: if it fails after its retries, only its branch ends."""
    step = STEPS[name]
    state = step_state(step, following=None, place=place, catch=False)
    state["Catch"] = [{"ErrorEquals": ["States.ALL"], "ResultPath": None, "Next": otherwise}]
    return {step.state_name: state, otherwise: {"Type": "Succeed"}}
