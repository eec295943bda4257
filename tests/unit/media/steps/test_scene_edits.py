"""Changed scenes of a film that waits for approval, through the real steps on memory adapters."""

from typing import Any

import pytest

from reelwright.errors import MissingArtefactError
from reelwright.film.scenes.model import ScenePlan
from reelwright.jobs.caller import Caller
from reelwright.jobs.scene_edits import SceneEdit
from reelwright.usecases.approve_film import edit_scenes
from reelwright_media.steps.complete import complete
from reelwright_media.steps.draw import generate_image_imagen
from reelwright_media.steps.plan import plan_scenes
from reelwright_media.steps.speak import generate_audio_tts
from tests.memory.system import System
from tests.unit.media.steps.makers import Makers
from tests.unit.media.steps.test_stopping import SCRIPT


def made(system: System, job_id: str) -> list[tuple[str | None, str | None]]:
    """Make the storyboard; return the keys of each scene's speech and picture."""
    system.step(job_id, plan_scenes, name="plan_scenes")
    keys = []
    for scene in range(system.row(job_id, "plan_scenes").output["total"]):
        system.step(job_id, generate_audio_tts, name="generate_audio_tts", scene=scene)
        system.step(job_id, generate_image_imagen, name="generate_image_imagen", scene=scene)
        rows = (f"{step}#{scene}" for step in ("generate_audio_tts", "generate_image_imagen"))
        keys.append(tuple(system.row(job_id, row).key for row in rows))
    return keys  # type: ignore[return-value] # pairs, as the generator has two rows


def begun(system: System, makers: Makers, owner: Caller) -> str:
    """Return a running film that is to wait for approval."""
    system.tools = makers
    return str(system.run(owner, video_request={"script_content": SCRIPT, "hold_at": "storyboard"}))


def edited(system: System, job_id: str, owner: Caller, **change: Any) -> list[tuple[str | None, str | None]]:
    """End the attempt, change a scene, and make the storyboard again."""
    system.step(job_id, complete, name="complete")
    system.end(job_id)
    edit_scenes(job_id, (SceneEdit.model_validate(change),), caller=owner, world=system)
    system.advance(job_id)
    system.dispatch()
    return made(system, job_id)


def test_other_words_are_spoken_and_painted_and_other_scenes_are_kept(
    system: System, makers: Makers, ada: Caller
) -> None:
    """The changed scene has new artefacts, all others the old ones."""
    job_id = begun(system, makers, ada)
    before = made(system, job_id)
    after = edited(system, job_id, ada, scene=1, text="Rockets come back and land.")
    assert [one == two for one, two in zip(before, after, strict=True)] == [place != 1 for place in range(len(before))]
    assert before[1][0] != after[1][0]
    plan = system.artefacts.get(system.row(job_id, "plan_scenes").key or "")
    assert b"Rockets come back and land." in plan


def test_a_changed_scene_keeps_the_look_of_its_film(system: System, makers: Makers, ada: Caller) -> None:
    """Its words alone would have colours, prints and large type of their own."""
    job_id = begun(system, makers, ada)
    made(system, job_id)
    edited(system, job_id, ada, scene=1, text="Rockets come back and land.")
    plan = ScenePlan.model_validate_json(system.artefacts.get(system.row(job_id, "plan_scenes").key or ""))
    first, *others = (one.brief for one in plan.scenes)
    for brief in others:
        assert (brief.tint, brief.face, brief.treatment) == (first.tint, first.face, first.treatment)
        assert (brief.arrangement, brief.large_type) == (first.arrangement, first.large_type)


def test_a_repaint_changes_the_picture_alone(system: System, makers: Makers, ada: Caller) -> None:
    """The words stay, so the voice does too."""
    job_id = begun(system, makers, ada)
    before = made(system, job_id)
    after = edited(system, job_id, ada, scene=0, repaint=True)
    assert (before[0][0] == after[0][0], before[0][1] == after[0][1]) == (True, False)
    assert before[1:] == after[1:]


def test_a_storyboard_has_no_result_yet(system: System, makers: Makers, ada: Caller) -> None:
    """Nothing is copied to the outputs; without pictures the attempt does not end well."""
    job_id = begun(system, makers, ada)
    with pytest.raises(MissingArtefactError):
        system.step(job_id, complete, name="complete")
    made(system, job_id)
    system.step(job_id, complete, name="complete")
    system.end(job_id)
    assert system.job(job_id).result is None
    assert not [key for key in system.artefacts.objects if key.startswith("outputs/")]
