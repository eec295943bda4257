"""A film that waits with its storyboard: no lease, no cost, until its owner approves, changes or cancels it."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from reelwright.api.jobs import SignedUrl, job_view
from reelwright.jobs.caller import Caller
from reelwright.jobs.fingerprint import request_fingerprint
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job, StepRow
from reelwright.jobs.moves import APPROVAL_LIFE
from reelwright.jobs.request import CreateJob
from reelwright.jobs.scene_edits import SceneEdit
from reelwright.ports import MoveOutcome
from reelwright.refusals import Conflict, InvalidField, NotFound
from reelwright.usecases.approve_film import approve_film, edit_scenes
from reelwright.usecases.cancel_job import CancelOutcome, cancel_job
from reelwright.usecases.dispatch_jobs import execution_input
from tests.memory.system import System

HELD: dict[str, Any] = {"script_content": "Hello there, world.", "hold_at": "storyboard", "visuals": "clips"}


def planned(system: System, owner: Caller) -> str:
    """Return a running film of three scenes that is to wait for approval."""
    job_id = system.run(owner, video_request=HELD)
    row = StepRow(
        name="plan_scenes", state="done", attempt=1, fraction=1.0, output={"total": 3}, updated_at=system.clock()
    )
    system.jobs.save_step(job_id, row, weight=0.1, message=None, now=system.clock())
    return job_id


def held(system: System, owner: Caller) -> str:
    """Return a film that waits for approval."""
    job_id = planned(system, owner)
    assert system.end(job_id) is MoveOutcome.MOVED
    system.advance(job_id)
    return job_id


def goes_on(system: System, job_id: str) -> Job:
    """Admit and start the film again; return it."""
    assert system.state(job_id) is JobState.PENDING
    system.advance(job_id)
    assert system.dispatch().started == (job_id,)
    return system.job(job_id)


def test_a_film_waits_with_its_storyboard_and_holds_nothing(system: System, eve: Caller) -> None:
    """No lease, no place among its user's jobs, no retry spent; the next film of the user comes in."""
    job_id = held(system, eve)
    job = system.job(job_id)
    assert (job.state, job.waiting_reason, job.retry_count) == (JobState.RETRYING, "approval", 0)
    assert system.jobs.leases() == ()
    assert system.jobs.active(eve.user_id) == 0
    view = job_view(job, (), lambda key, _: SignedUrl(url=key, expires_at=system.clock()))
    assert view.approval_until == system.clock() + APPROVAL_LIFE
    assert view.next_retry_at is None


def test_the_attempt_ends_with_the_pictures_and_makes_no_clip(system: System, ada: Caller) -> None:
    """Clips cost most: they are made after the approval."""
    job = system.job(planned(system, ada))
    before = execution_input(job, 1, system.settings.providers)
    assert (before["stop_after"], before["clips"]) == ("pictures", False)
    system.end(job.job_id)
    approve_film(job.job_id, caller=ada, world=system)
    after = execution_input(goes_on(system, job.job_id), 2, system.settings.providers)
    assert (after["stop_after"], after["clips"]) == ("", True)


def test_an_approved_film_is_made(system: System, ada: Caller) -> None:
    """Approving twice is approving once; the next attempt ends the film."""
    job_id = held(system, ada)
    for _ in range(2):
        approve_film(job_id, caller=ada, world=system)
    goes_on(system, job_id)
    assert system.end(job_id) is MoveOutcome.MOVED
    events = [str(row.event) for row in system.jobs.history(job_id)]
    ends = ["held", "approved", "admitted", "started", "completed"]
    assert events == ["created", "admitted", "started", *ends]


def test_changed_scenes_add_up_and_the_film_waits_again(system: System, ada: Caller) -> None:
    """Words, own pictures and repaints of a scene are kept together; the request itself stays."""
    job_id = held(system, ada)
    edit_scenes(
        job_id, (SceneEdit(scene=1, text="Other words."), SceneEdit(scene=0, repaint=True)), caller=ada, world=system
    )
    goes_on(system, job_id)
    system.end(job_id)
    edit_scenes(
        job_id, (SceneEdit(scene=1, upload="beach"), SceneEdit(scene=0, repaint=True)), caller=ada, world=system
    )
    job = goes_on(system, job_id)
    assert [(one.scene, one.text, one.upload, one.repaints) for one in job.scene_edits] == [
        (0, None, None, 2),
        (1, "Other words.", "beach", 0),
    ]
    assert [(image.upload, image.scene) for image in job.video.images] == [("beach", 1)]
    assert job.request.video_request.images == ()
    assert job.stops_at_storyboard


def test_a_scene_that_the_film_does_not_have_is_refused(system: System, ada: Caller) -> None:
    """The refusal names the field and the scenes; nothing moves."""
    job_id = held(system, ada)
    with pytest.raises(InvalidField, match="0 to 2"):
        edit_scenes(job_id, (SceneEdit(scene=3, repaint=True),), caller=ada, world=system)
    assert system.job(job_id).held_at is not None


def test_a_film_that_nobody_approves_is_cancelled(system: System, ada: Caller) -> None:
    """Until then the sweeper leaves it alone."""
    job_id = held(system, ada)
    system.clock.pass_seconds(APPROVAL_LIFE.total_seconds() - 1)
    assert system.sweep().retried == 0
    system.clock.pass_seconds(1)
    system.sweep()
    job = system.job(job_id)
    assert (job.state, job.held_at, job.waiting_reason) == (JobState.CANCELLED, None, None)


def test_a_held_film_can_be_cancelled(system: System, ada: Caller) -> None:
    """At once, as any job that waits; and while its storyboard is made, the end of the attempt cancels it."""
    job_id = held(system, ada)
    assert cancel_job(job_id, caller=ada, world=system) is CancelOutcome.CANCELLED
    running = planned(system, ada)
    assert cancel_job(running, caller=ada, world=system) is CancelOutcome.STOPPING
    system.end(running)
    assert system.state(running) is JobState.CANCELLED


def test_only_a_film_that_waits_can_be_approved(system: System, ada: Caller, eve: Caller) -> None:
    """Conflict for any other job; the job of another does not exist."""
    job_id = planned(system, ada)
    with pytest.raises(Conflict):
        approve_film(job_id, caller=ada, world=system)
    with pytest.raises(NotFound):
        approve_film(job_id, caller=eve, world=system)


def test_a_failed_attempt_of_a_held_film_is_retried_and_waits_then(system: System, ada: Caller) -> None:
    """RETRYING for a failure is no wait for approval."""
    job_id = planned(system, ada)
    system.end(job_id, "FAILED", error="ProviderError", cause='{"errorMessage": "503"}')
    assert system.job(job_id).held_at is None
    system.clock.pass_seconds(timedelta(minutes=2).total_seconds())
    assert system.sweep().retried == 1
    goes_on(system, job_id)
    system.end(job_id)
    assert (system.job(job_id).waiting_reason, system.job(job_id).error) == ("approval", None)


def test_a_held_film_neither_answers_nor_is_answered_by_a_kept_result() -> None:
    """Its owner may have changed it."""
    assert request_fingerprint(CreateJob.model_validate({"video_request": HELD})) is None


@pytest.mark.parametrize(
    "body",
    [
        {"video_request": {**HELD, "stop_after": "pictures"}},
        {"task_name": "generate_audio_tts", "video_request": {"script_content": "Hello.", "hold_at": "storyboard"}},
    ],
)
def test_only_a_film_with_a_storyboard_can_wait_for_approval(body: dict[str, Any]) -> None:
    """A single task, or a film that stops before, is refused by its field."""
    with pytest.raises(ValidationError, match="hold_at"):
        CreateJob.model_validate(body)


def test_a_change_changes_something() -> None:
    """Neither nothing nor a text without a word."""
    for fields in ({}, {"text": "..."}, {"text": ""}):
        with pytest.raises(ValidationError):
            SceneEdit.model_validate({"scene": 0, **fields})
