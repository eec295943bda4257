"""The states of a film, from a script or an idea to a finished video.

    Begin -> [[ReadSources ->] GenerateHook -> GenerateScript ->] Analyse -> QualityGate -> PlanScenes -> [DescribeFilm ->]
          [DecodeFiles ->]
          MakeScenes -> PlanTimeline -> Draw (RenderScenes beside MixSound and GenerateThumbnail)
          -> ComposeFinalVideo, here or on Fargate -> ExportVideos -> Complete

A request may stop the film after a stage (`pipeline.stages`): the next state is then Complete. AWS bills each state entered,
so what depends on the film is chosen once, before the Map of its scenes: `SpeakScenes`, `MakeScenes` or `FilmScenes`.

The quality gate sends a generated script back for a rewrite, at most `MAX_REWRITES` times. A user's own script is scored,
but never rewritten.
"""

from typing import Final

from infra.statemachine import fargate
from infra.statemachine.clips import AWAIT_CLIPS, await_clips
from infra.statemachine.states import Json, branch, for_each, parallel, step_state
from reelwright.pipeline.stages import StageName
from reelwright.pipeline.steps import MAX_REWRITES, STEPS

START: Final = "Begin"
COMPLETE: Final = STEPS["complete"].state_name
FILMED: Final = "Filmed"
"""Ends the names of states that `FilmScenes` has as well as `MakeScenes`: a machine has each name once."""
ALONE: Final = "Alone"
"""Ends the name of the state that makes speech in `SpeakScenes`, for the same reason."""
_CLIP: Final = STEPS["generate_video_veo"].state_name
"""After speech and picture of its scene: it lasts as long as the speech, and begins with the picture."""
ANALYSES: Final = ("validate_coherence", "analyze_pacing", "track_emotional_arc")


def film_states(*, scene_concurrency: int, subnet_count: int) -> Json:
    """Build all states of a film. The first is `START`; the last continues with `COMPLETE`."""
    return {
        **_writing(),
        **_judging(),
        **_making(scene_concurrency),
        **_composing(scene_concurrency, subnet_count),
        **_exporting(scene_concurrency),
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
            "Choices": [
                {"Variable": "$.reads_sources", "BooleanEquals": True, "Next": "ReadSources"},
                {"Variable": "$.writes_script", "BooleanEquals": True, "Next": "GenerateHook"},
            ],
            "Default": "Analyse",
        },
        "ReadSources": step_state(STEPS["read_sources"], following="GenerateHook"),
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
            following="AfterPlan",
            selects={"scenes.$": "$.Payload.scenes", "own_files.$": "$.Payload.own_files"},
            result_path="$.plan",
        ),
        "AfterPlan": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.describes", "BooleanEquals": True, "Next": "DescribeFilm"},
                *_own_files_first(),
            ],
            "Default": "MakeScenes",
        },
        "DescribeFilm": _optional_step("describe_film", following="AfterDescription", otherwise="AfterDescription"),
        "AfterDescription": {"Type": "Choice", "Choices": _own_files_first(), "Default": "MakeScenes"},
        "DecodeFiles": step_state(STEPS["decode_files"], following="AfterFiles"),
        "AfterFiles": {"Type": "Choice", "Choices": _ways_to_make(), "Default": "MakeScenes"},
        "SpeakScenes": _each_scene(
            "$.plan.scenes",
            STEPS["generate_audio_tts"].state_name + ALONE,
            _of_scene("generate_audio_tts"),
            concurrency,
            following=COMPLETE,
        ),
        "MakeScenes": parallel(
            _of_every_scene("SpeakAll", "generate_audio_tts", concurrency),
            _of_every_scene("PaintAll", "generate_image_imagen", concurrency),
            following=_after("pictures"),
        ),
        "FilmScenes": _each_scene(
            "$.plan.scenes",
            "FilmScene",
            _speech_beside_picture(),
            concurrency,
            following="AfterFilming",
            more={_CLIP: _of_scene("generate_video_veo")},
        ),
        "AfterFilming": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.awaits_clips", "BooleanEquals": True, "Next": AWAIT_CLIPS},
                _stopping_after("pictures"),
            ],
            "Default": "PlanTimeline",
        },
        **await_clips(concurrency, following=_after("pictures")),
        **_stop("pictures", otherwise="PlanTimeline"),
    }


def _own_files_first() -> list[Json]:
    """List the ways from the plan to the scenes: a film with files of its owner has them decoded first."""
    return [{"Variable": "$.plan.own_files", "BooleanEquals": True, "Next": "DecodeFiles"}, *_ways_to_make()]


def _ways_to_make() -> list[Json]:
    """List the films that do not continue with `MakeScenes`: some stop, some need no pictures, some need clips."""
    return [
        _stopping_after("scenes"),
        _stopping_after("speech", following="SpeakScenes"),
        {"Variable": "$.clips", "BooleanEquals": True, "Next": "FilmScenes"},
    ]


def _each_scene(
    items_path: str, name: str, state: Json, concurrency: int, *, following: str | None, more: Json | None = None
) -> Json:
    """Build the Map that runs the states of a scene, of which `name` is the first, for every scene of a list.

    With `following` None it ends a branch.
    """
    return for_each(
        items_path,
        item={"scene.$": "$$.Map.Item.Value.scene"},
        branch=branch(name, {name: state, **(more or {})}),
        concurrency=concurrency,
        following=following,
        catch=following is not None,
    )


def _of_every_scene(name: str, step: str, concurrency: int) -> Json:
    """Build a branch that runs one step for every scene."""
    each = _each_scene("$.plan.scenes", STEPS[step].state_name, _of_scene(step), concurrency, following=None)
    return branch(name, {name: each})


def _speech_beside_picture() -> Json:
    """Build the state that makes speech and picture of one scene in parallel; its clip needs both."""
    names = {step: STEPS[step].state_name + FILMED for step in ("generate_audio_tts", "generate_image_imagen")}
    branches = (branch(name, {name: _of_scene(step)}) for step, name in names.items())
    return parallel(*branches, following=_CLIP, catch=False)


def _of_scene(name: str) -> Json:
    return step_state(STEPS[name], following=None, place={"scene.$": "$.scene"}, catch=False)


def _composing(concurrency: int, subnet_count: int) -> Json:
    """Build the states from the timeline to the film. Sound and thumbnail need no segment: they are made beside them."""
    rendering = _each_scene("$.timeline.scenes", "RenderScene", _of_scene("render_scene"), concurrency, following=None)
    on_fargate = {"Variable": "$.timeline.compose_on", "StringEquals": "fargate", "Next": fargate.START}
    return {
        "PlanTimeline": step_state(
            STEPS["plan_timeline"],
            following="Draw",
            selects={
                "scenes.$": "$.Payload.scenes",
                "compose_on.$": "$.Payload.compose_on",
                "exports.$": "$.Payload.exports",
            },
            result_path="$.timeline",
        ),
        "Draw": parallel(
            branch("RenderScenes", {"RenderScenes": rendering}), _sound(), _thumbnail(), following=_after("render")
        ),
        **_stop("render", on_fargate, otherwise="ComposeFinalVideo"),
        "ComposeFinalVideo": step_state(STEPS["compose_final_video"], following=_after("compose")),
        **fargate.fargate_states(STEPS["compose_final_video"], subnet_count=subnet_count, following=_after("compose")),
        **_stop("compose", otherwise="ExportVideos"),
    }


def _sound() -> Json:
    """Build the branch that mixes the sound, which a film that stops before it is composed does not have."""
    return branch(
        "WantsSound",
        {
            "WantsSound": {
                "Type": "Choice",
                "Choices": [_stopping_after("render", following="NoSound")],
                "Default": STEPS["mix_sound"].state_name,
            },
            "NoSound": {"Type": "Succeed"},
            STEPS["mix_sound"].state_name: step_state(STEPS["mix_sound"], following=None, catch=False),
        },
    )


def _thumbnail() -> Json:
    """Build the branch that designs the thumbnail, which a film that stops before its end does not have."""
    stopped = [_stopping_after(stage, following="NoThumbnail") for stage in ("render", "compose")]
    return branch(
        "WantsThumbnail",
        {
            "WantsThumbnail": {"Type": "Choice", "Choices": stopped, "Default": STEPS["generate_thumbnail"].state_name},
            "NoThumbnail": {"Type": "Succeed"},
            **_optional("generate_thumbnail", "WithoutThumbnail", {}),
        },
    )


def _after(stage: StageName) -> str:
    """Name the state after a stage."""
    return f"After{stage.capitalize()}"


def _stopping_after(stage: StageName, *, following: str = COMPLETE) -> Json:
    """Build the rule of a Choice for films that stop after a stage."""
    return {"Variable": "$.stop_after", "StringEquals": stage, "Next": following}


def _stop(stage: StageName, *others: Json, otherwise: str) -> Json:
    """Build the state after a stage: a film that stops there continues with `COMPLETE`, others by the rules of `others`."""
    return {_after(stage): {"Type": "Choice", "Choices": [_stopping_after(stage), *others], "Default": otherwise}}


def _exporting(concurrency: int) -> Json:
    """Build the state that makes the exports. Like the thumbnail's, their failures do not fail the film.

    `Complete` lists missing files in the result. It raises if the job was cancelled or ran out of time meanwhile.
    """
    return {
        "ExportVideos": for_each(
            "$.timeline.exports",
            item={"platform.$": "$$.Map.Item.Value.platform"},
            branch=branch("ExportVideo", _optional("export_video", "WithoutExport", {"platform.$": "$.platform"})),
            concurrency=concurrency,
            following=COMPLETE,
        )
    }


def _optional(name: str, otherwise: str, place: Json) -> Json:
    """Build the states of an optional step that ends its branch."""
    state = _optional_step(name, following=None, otherwise=otherwise, place=place)
    return {STEPS[name].state_name: state, otherwise: {"Type": "Succeed"}}


def _optional_step(name: str, *, following: str | None, otherwise: str, place: Json | None = None) -> Json:
    """Build the state of a step that the film can be without: if it fails after its retries, `otherwise` is next."""
    state = step_state(STEPS[name], following=following, place=place, catch=False)
    state["Catch"] = [{"ErrorEquals": ["States.ALL"], "ResultPath": None, "Next": otherwise}]
    return state
