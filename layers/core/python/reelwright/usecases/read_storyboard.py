"""Read the storyboard of a film: the words of its plan, and what the steps have made of each scene."""

from reelwright.errors import MissingArtefactError
from reelwright.jobs.caller import Caller
from reelwright.jobs.model import StepRow
from reelwright.jobs.outputs import PictureOutput, SpeechOutput
from reelwright.jobs.storyboard import BoardScene
from reelwright.ports import World
from reelwright.usecases.read_jobs import get_job


def read_storyboard(job_id: str, *, caller: Caller, world: World) -> tuple[BoardScene, ...]:
    """Return the scenes in order; none before the film is planned, and none after its plan has expired.

    Raises NotFound, also for others' jobs.
    """
    # The models of scenes load here, so that a process which only creates jobs does not wait for them.
    from reelwright.film.scenes.model import ScenePlan  # noqa: PLC0415 - see above

    job = get_job(job_id, caller=caller, world=world)
    rows = {row.name: row for row in world.jobs.steps(job.job_id)}
    planned = rows.get("plan_scenes")
    if planned is None or planned.key is None:
        return ()
    try:
        plan = ScenePlan.model_validate_json(world.artefacts.get(planned.key))
    except MissingArtefactError:
        return ()
    return tuple(
        _board_scene(scene.index, scene.text, None if scene.material is None else scene.material.name, rows)
        for scene in plan.scenes
    )


def _board_scene(index: int, text: str, own_file: str | None, rows: dict[str, StepRow]) -> BoardScene:
    speech, picture = rows.get(f"generate_audio_tts#{index}"), rows.get(f"generate_image_imagen#{index}")
    return BoardScene(
        scene=index,
        text=text,
        seconds=None if speech is None else SpeechOutput.of(speech).seconds,
        preview_key=None if picture is None else PictureOutput.of(picture).preview_key,
        own_file=own_file,
        cost_usd=sum(row.cost_usd for name, row in rows.items() if name.partition("#")[2] == str(index)),
        cached=picture is not None and picture.cached,
    )
