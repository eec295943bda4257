"""A film that stops after a stage, through the real steps on memory adapters: what its user gets."""

from typing import Any

import pytest

from reelwright.errors import MissingArtefactError
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright_media.steps.complete import complete
from reelwright_media.steps.draw import generate_image_imagen
from reelwright_media.steps.plan import plan_scenes
from reelwright_media.steps.speak import generate_audio_tts
from tests.memory.system import System
from tests.unit.media.steps.makers import Makers

SCRIPT = (
    "Whales sing across whole oceans, and nobody knows quite why they do. Rockets leave the Earth with a roar that shakes "
    "every window."
)


def film(system: System, makers: Makers, ada: Caller, stage: str | None) -> str:
    """Return a running film that is to stop after a stage, planned."""
    system.tools = makers
    job_id = str(system.run(ada, video_request={"script_content": SCRIPT, "stop_after": stage}))
    system.step(job_id, plan_scenes, name="plan_scenes")
    return job_id


def scenes_of(system: System, job_id: str) -> range:
    """Return the places of the film's scenes."""
    return range(system.row(job_id, "plan_scenes").output["total"])


def completed(system: System, job_id: str) -> Any:
    """Complete the film, end its attempt, and return the job."""
    system.step(job_id, complete, name="complete")
    system.end(job_id)
    return system.job(job_id)


def test_the_plan_alone_is_a_result(system: System, makers: Makers, ada: Caller) -> None:
    """COMPLETED with the plan as a file, and no film."""
    job = completed(system, film(system, makers, ada, "scenes"))
    assert (job.state, job.progress, set(job.result.files)) == (JobState.COMPLETED, 1, {"scenes"})
    assert b"scenes" in system.artefacts.get(job.result.files["scenes"])
    assert job.result.files["scenes"] == f"outputs/{job.job_id}/scenes.json"


def test_every_scenes_voice_and_picture_is_a_file(system: System, makers: Makers, ada: Caller) -> None:
    """Numbered from 1; the voice is the sound itself, not the record of it."""
    job_id = film(system, makers, ada, "pictures")
    places = scenes_of(system, job_id)
    assert len(places) > 1
    for scene in places:
        system.step(job_id, generate_audio_tts, name="generate_audio_tts", scene=scene)
        system.step(job_id, generate_image_imagen, name="generate_image_imagen", scene=scene)
    files = completed(system, job_id).result.files
    numbered = {f"{name}_{scene + 1}" for scene in places for name in ("speech", "picture")}
    assert set(files) == {"scenes", *numbered}
    assert files["speech_1"].endswith(".wav")
    assert system.artefacts.get(files["speech_1"]).startswith(b"kokoro: ")


def test_a_film_that_does_not_stop_shows_nothing_of_its_halfway(system: System, makers: Makers, ada: Caller) -> None:
    """And without its composing there is no film to complete."""
    job_id = film(system, makers, ada, None)
    with pytest.raises(MissingArtefactError):
        system.step(job_id, complete, name="complete")


def test_a_stage_that_was_not_reached_is_not_completed(system: System, makers: Makers, ada: Caller) -> None:
    """A lost step does not pass for a finished one."""
    job_id = film(system, makers, ada, "speech")
    with pytest.raises(MissingArtefactError):
        system.step(job_id, complete, name="complete")
