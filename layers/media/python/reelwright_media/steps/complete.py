"""`complete` and `record_failure`: the result or the error with which an attempt ends."""

from typing import Any, Final

from reelwright.film.script.describing import Publishing
from reelwright.jobs.model import Fallback, JobFailure, JobResult, SceneCredit, StepRow
from reelwright.jobs.output_keys import output_prefix
from reelwright.jobs.outputs import (
    ClipOutput,
    CompletedOutput,
    DescriptionOutput,
    FailureOutput,
    FilmOutput,
    PictureOutput,
    PlanOutput,
    SpeechOutput,
    StepOutput,
)
from reelwright.pipeline.stages import HALFWAY_FILES, STAGES
from reelwright.pipeline.tasks import TASKS
from reelwright.usecases.end_attempt import failure_named
from reelwright_media.steps.context import DoneRows, StepContext, StepOutcome

FILM_STEP: Final = "compose_final_video"
"""The step that makes the film: without it the job cannot complete."""

SPEECH_STEP: Final = "generate_audio_tts"
PICTURE_STEP: Final = "generate_image_imagen"
CLIP_STEP: Final = "generate_video_veo"

OPTIONAL_STEPS: Final = {
    "describe_film": ("description", "text model"),
    "generate_thumbnail": ("thumbnail", "design"),
    "export_video": ("export", ""),
}
"""Steps that the film completes without: what they add, and by what; an export is named by its platform."""
_JUDGES: Final = {
    "validate_coherence": "coherence",
    "analyze_pacing": "pacing",
    "track_emotional_arc": "emotional_arc",
}
_TEXT_STEPS: Final = frozenset({"generate_hook", "generate_script", "process_batch", "cleanup_old_results"})


def complete(context: StepContext) -> StepOutcome:
    """Copy the job's files to `outputs/<job>/` and collect the result from the steps' rows.

    `fallbacks` names a thumbnail or an export that the film lacks.

    An attempt that ends with the storyboard has no result yet: it only checks that the pictures are there.

    Raises MissingArtefactError if the film was not composed (or the requested last stage not reached): a Fargate task that
    died may look like one that ended.
    """
    if context.job.stops_at_storyboard:
        context.row(STAGES["pictures"].proof)
        return StepOutcome(output=CompletedOutput())
    stage = context.video.stop_after
    every = list(context.jobs.steps(context.job.job_id))
    rows = [row for row in every if row.state == "done"]
    if TASKS[context.job.task_name].route == "film":
        DoneRows(context.command.step, rows).row(FILM_STEP if stage is None else STAGES[stage].proof)
    files: dict[str, str] = {}
    for row in rows:
        for name, key in _files(row, halfway=stage is not None).items():
            target = f"{output_prefix(context.job.job_id)}{name}.{key.rsplit('.', 1)[-1]}"
            context.artefacts.copy(key, target)
            files[name] = target
    result = JobResult(
        files=files,
        duration_seconds=_duration(rows),
        scores={_JUDGES[row.name]: row.output for row in rows if row.name in _JUDGES},
        fallbacks=(*_fallbacks(rows), *_left_out(every)),
        unspoken=_unspoken(rows),
        publishing=_publishing(rows),
        credits=_credits(rows),
        details=_details(rows) | (_form(context) if "video" in files else {}),
    )
    return StepOutcome(output=CompletedOutput(result=result))


def _files(row: StepRow, *, halfway: bool) -> dict[str, str]:
    """List a step's files by name. A job that stops after a stage also returns its intermediate artefacts."""
    files = StepOutput.of(row).files
    step, _, place = row.name.partition("#")
    name = HALFWAY_FILES.get(step)
    if not halfway or name is None or row.key is None:
        return files
    key = (SpeechOutput.of(row).wav_key if step == SPEECH_STEP else None) or row.key
    return {**files, f"{name}_{int(place) + 1}" if place else name: key}


def _duration(rows: list[StepRow]) -> float | None:
    named = {row.name: row for row in rows}
    if FILM_STEP in named:
        seconds = FilmOutput.of(named[FILM_STEP]).seconds
    else:
        seconds = SpeechOutput.of(named[SPEECH_STEP]).seconds if SPEECH_STEP in named else None
    return None if seconds is None else round(seconds, 3)


def _fallbacks(rows: list[StepRow]) -> tuple[Any, ...]:
    unique = {row.fallback.model_dump_json(): row.fallback for row in rows if row.fallback is not None}
    return tuple(unique.values())


def _left_out(rows: list[StepRow]) -> tuple[Fallback, ...]:
    """List the descriptions, thumbnails and exports that failed or timed out: the finished film completes without them."""
    found = []
    for row in rows:
        step, _, platform = row.name.partition("#")
        if step in OPTIONAL_STEPS and row.state != "done":
            known = row.error is not None and row.error.code != "internal"
            reason = row.error.message if known and row.error else "it could not be made"
            capability, asked = OPTIONAL_STEPS[step]
            found.append(Fallback(capability=capability, asked=platform or asked, used="none", reason=reason))
    return tuple(found)


def _unspoken(rows: list[StepRow]) -> tuple[str, ...]:
    """Collect the words that the voice could not read, each once, in the order of the scenes."""
    spoken = sorted((row for row in rows if row.name.startswith(SPEECH_STEP)), key=_scene_of)
    return tuple(dict.fromkeys(word for row in spoken for word in SpeechOutput.of(row).unspoken))


def _credits(rows: list[StepRow]) -> tuple[SceneCredit, ...]:
    """Collect whose pictures and clips the scenes show, in their order.

    A stock clip hides the picture of its scene; that of the first scene is on the thumbnail nevertheless.
    """
    clips = {_scene_of(row): ClipOutput.of(row).credit for row in rows if row.name.startswith(CLIP_STEP)}
    hidden = {scene for scene, credit in clips.items() if credit is not None} - {0}
    drawn = [(_scene_of(row), PictureOutput.of(row).credit) for row in rows if row.name.startswith(PICTURE_STEP)]
    shown = [*((scene, credit) for scene, credit in drawn if scene not in hidden), *clips.items()]
    return tuple(
        SceneCredit(**credit.model_dump(), scene=None if scene < 0 else scene)
        for scene, credit in sorted(shown, key=lambda one: one[0])
        if credit is not None
    )


def _scene_of(row: StepRow) -> int:
    """Parse the scene index from a row's name; -1 if the row belongs to the whole film."""
    _, _, place = row.name.partition("#")
    return int(place) if place.isdecimal() else -1


def _publishing(rows: list[StepRow]) -> Publishing | None:
    return next((DescriptionOutput.of(row).publishing for row in rows if row.name == "describe_film"), None)


def _details(rows: list[StepRow]) -> dict[str, Any]:
    details: dict[str, Any] = {}
    for row in rows:
        if row.name in _TEXT_STEPS:
            details |= row.output
        elif row.name == "plan_scenes":
            plan = PlanOutput.of(row)
            details["scenes"] = plan.total
            details |= plan.model_dump(mode="json", include={"images", "unused_images"}, exclude_unset=True)
            details |= {"shows": plan.shows} if plan.shows else {}
            details |= _not_read(plan)
        elif row.name == SPEECH_STEP:
            details |= _not_read(SpeechOutput.of(row))
    return details


def _form(context: StepContext) -> dict[str, Any]:
    """Describe the film as a player needs it: its size in pixels, and the language of its captions."""
    preset = context.preset
    return {"width": preset.width, "height": preset.height, "language": context.video.language}


def _not_read(output: PlanOutput | SpeechOutput) -> dict[str, Any]:
    return {"left_out": output.left_out} if output.left_out else {}


def record_failure(context: StepContext) -> StepOutcome:
    """Record why the attempt fails: the error of its failing step, or else the error that the state machine caught."""
    caught = context.command.failure
    failure = _recorded(context) or failure_named(
        "Unknown" if caught is None else caught.error, "" if caught is None else caught.cause
    )
    return StepOutcome(output=FailureOutput(error=failure), error=failure)


def _recorded(context: StepContext) -> JobFailure | None:
    failed = [
        row
        for row in context.jobs.steps(context.job.job_id)
        if row.error is not None
        and row.attempt == context.command.attempt  # a step that was already done keeps its row
    ]
    failed.sort(key=lambda row: row.updated_at)  # the first error caused the others
    caught = context.command.failure
    named = [row for row in failed if row.error and caught and row.error.type == caught.error]
    chosen = named or failed
    return chosen[0].error if chosen else None
