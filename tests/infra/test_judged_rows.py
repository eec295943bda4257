"""Every function's work on a table, with no permission but its own in the template of prod.

A request outside of its partitions raises PermissionError: on AWS the same job would end with AccessDenied.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from reelwright.batches.drop import Drop
from reelwright.batches.resuming import ResumeBatch
from reelwright.events import DeadMessage, ExecutionEnded, JobChanged, StepCommand
from reelwright.jobs.brand import Brand
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import QueueMessage, StepRow
from reelwright.jobs.request import CreateJob
from reelwright.jobs.scene_edits import SceneEdit
from reelwright.jobs.upload import FileReference, UploadRequest
from reelwright.usecases.advance_batch import advance_batch
from reelwright.usecases.approve_film import approve_film, edit_scenes
from reelwright.usecases.await_change import await_change
from reelwright.usecases.bury_message import BuryOutcome, bury_message
from reelwright.usecases.cancel_job import cancel_job
from reelwright.usecases.commit_batch import commit_batch
from reelwright.usecases.control_batch import cancel_batch, pause_batch
from reelwright.usecases.count_jobs import count_jobs
from reelwright.usecases.create_job import create_job
from reelwright.usecases.deliver_webhook import deliver_webhook
from reelwright.usecases.dispatch_jobs import dispatch_jobs
from reelwright.usecases.end_attempt import end_attempt
from reelwright.usecases.follow_change import follow_change
from reelwright.usecases.open_upload import open_upload
from reelwright.usecases.probe_receiver import probe_receiver
from reelwright.usecases.read_dead_letters import remove_dead_letter
from reelwright.usecases.read_storyboard import read_storyboard
from reelwright.usecases.receive_drop import receive_drop
from reelwright.usecases.recount_batches import recount_batches
from reelwright.usecases.recount_counters import recount_counters
from reelwright.usecases.remove_expired import remove_expired
from reelwright.usecases.resend_webhook import read_deliveries
from reelwright.usecases.resume_batch import resume_batch
from reelwright.usecases.retry_dead_letters import retry_dead_letter
from reelwright.usecases.retry_job import retry_job
from reelwright.usecases.save_brand import read_brand, save_brand
from reelwright.usecases.sign_webhook import rotate_webhook_secret
from reelwright.usecases.sweep_jobs import sweep_jobs
from reelwright.usecases.try_request import try_request
from reelwright.webhooks.notice import Notice
from reelwright_media.steps.context import StepOutcome
from reelwright_media.steps.run_step import run_step
from tests.batch_builders import batch_lines, store_lines, weighed
from tests.infra.judged import JudgedSystem

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis

ADA = Caller(user_id="ada", tier="premium")
OPERATOR = Caller(user_id="op", tier="premium", operator=True)
URL = "https://hooks.example.com/reelwright"
STEPS = ("generation", "providers", "media", "processing")


@pytest.fixture
def judged(prod: "Synthesis") -> Iterator[JudgedSystem]:
    """Yield an empty system under the permissions of prod."""
    with mock_aws():
        keys = {"aws_access_key_id": "t", "aws_secret_access_key": "t", "region_name": "us-east-1"}
        yield JudgedSystem(prod, boto3.client("dynamodb", **keys))  # type: ignore[call-overload] # three texts


def create(judged: JudgedSystem, caller: Caller = ADA, **body: Any) -> str:
    """Create a job through the API, and let the outbox follow."""
    fields = {"video_request": {"script_content": "Hello there."}, "use_cache": False, **body}
    made = create_job(
        CreateJob.model_validate(fields), caller=caller, key=f"k{judged.system.made}", world=judged.of("api")
    )
    follow(judged, made.job_id)
    return made.job_id


def follow(judged: JudgedSystem, job_id: str) -> None:
    """Deliver a record of the stream about a job."""
    job = judged.of("outbox").jobs.get(job_id)
    assert job is not None
    change = JobChanged(job_id=job_id, user_id=job.user_id, new_state=job.state)
    follow_change(change, world=judged.of("outbox"))


def end(judged: JudgedSystem, job_id: str, **ending: Any) -> None:
    """Deliver the end of the running attempt."""
    job = judged.of("lifecycle").jobs.get(job_id)
    assert job is not None
    fields = {"execution_arn": "arn", "name": job.execution_name, "status": "SUCCEEDED", **ending}
    end_attempt(ExecutionEnded.model_validate(fields), world=judged.of("lifecycle"))
    follow(judged, job_id)


FAILED: dict[str, Any] = {"status": "FAILED", "error": "ContentError", "cause": "nothing to speak"}


def run(judged: JudgedSystem, *job_ids: str, **ending: Any) -> None:
    """Start jobs and end them."""
    assert set(job_ids) <= set(dispatch_jobs(world=judged.of("dispatcher")).started)
    for job_id in job_ids:
        end(judged, job_id, **ending)


def sweep(judged: JudgedSystem, *, hours: float = 0) -> None:
    """Let time pass and run the sweeper with both recounts."""
    judged.clock.pass_seconds(hours * 3600)
    sweep_jobs(world=judged.of("sweeper"))
    recount_counters(world=judged.of("sweeper"))
    recount_batches(world=judged.of("sweeper"))


def state(judged: JudgedSystem, job_id: str) -> JobState | None:
    """Read a job's state; None if there is none."""
    job = judged.of("api").jobs.get(job_id)
    return None if job is None else job.state


def test_jobs_from_their_request_to_their_removal(judged: JudgedSystem) -> None:
    """Completed, failed and retried, cancelled, lost, given up; with uploads, long polls, webhooks and counters."""
    api = judged.of("api")
    open_upload(UploadRequest(content_type="image/png", bytes=5), caller=ADA, world=api)
    try_request(CreateJob.model_validate({"video_request": {"script_content": "Hello."}}), caller=ADA, world=api)
    told = create(judged, callback_url=URL)
    await_change(told, is_known=lambda _: True, seconds=2, caller=ADA, sleep=judged.clock.pass_seconds, world=api)
    run(judged, told)
    deliver_webhook(Notice(job_id=told), world=judged.of("webhooks"))
    assert read_deliveries(told, caller=ADA, world=api)
    rotate_webhook_secret("ada", world=api)
    probe_receiver(URL, user_id="ada", world=api)
    failing = create(judged)
    run(judged, failing, **FAILED)
    retry_job(failing, caller=ADA, world=api)
    follow(judged, failing)
    run(judged, failing)
    waiting, running = create(judged), create(judged)
    dispatch_jobs(world=judged.of("dispatcher"))
    for job_id in (waiting, running):
        cancel_job(job_id, caller=ADA, world=api)
    follow(judged, waiting)
    sweep(judged, hours=2)
    count_jobs(user_id="ada", caller=ADA, world=api)
    assert {state(judged, one) for one in (told, failing)} == {JobState.COMPLETED}
    sweep(judged, hours=49)
    sweep(judged)
    assert state(judged, told) is None


def test_a_saved_brand_and_a_film_that_shows_it(judged: JudgedSystem) -> None:
    """Logo and font are opened, claimed by the brand and used by a film; all by `api`, in the user's own partition."""
    api = judged.of("api")
    asked = UploadRequest.model_validate({"content_type": "image/png", "bytes": 5, "purpose": "brand"})
    logo = FileReference(upload=open_upload(asked, caller=ADA, world=api).upload_id)
    asked = UploadRequest.model_validate({"content_type": "font/ttf", "bytes": 5, "purpose": "brand"})
    font = FileReference(upload=open_upload(asked, caller=ADA, world=api).upload_id)
    for brand in (Brand(intro="Space in a minute"), Brand(logo=logo, font=font)):
        save_brand(brand, user_id="ada", world=api)
    assert (read_brand("ada", world=api).logo, read_brand("ada", world=api).font) == (logo, font)
    branded = create(judged, video_request={"script_content": "Hello there.", "brand": "saved"})
    run(judged, branded)
    assert state(judged, branded) is JobState.COMPLETED
    sweep(judged, hours=25)


def test_a_storyboard_that_waits_is_changed_approved_and_given_up(judged: JudgedSystem) -> None:
    """`api` reads and releases, `lifecycle` holds, and the sweeper cancels what nobody approves."""
    api = judged.of("api")
    approved, forgotten = (
        create(judged, video_request={"script_content": "Hello there.", "hold_at": "storyboard"}) for _ in range(2)
    )
    dispatch_jobs(world=judged.of("dispatcher"))
    row = StepRow(
        name="plan_scenes", state="done", attempt=1, fraction=1, output={"total": 1}, updated_at=judged.clock()
    )
    judged.of("generation").jobs.save_step(approved, row, weight=0.1, message=None, now=judged.clock())
    for held in (approved, forgotten):
        end(judged, held)
    assert read_storyboard(approved, caller=ADA, world=api) == ()
    edit_scenes(approved, (SceneEdit(scene=0, text="Other words."),), caller=ADA, world=api)
    follow(judged, approved)
    run(judged, approved)
    approve_film(approved, caller=ADA, world=api)
    follow(judged, approved)
    run(judged, approved)
    assert state(judged, approved) is JobState.COMPLETED
    sweep(judged, hours=24 * 30)
    assert state(judged, forgotten) in {JobState.CANCELLED, None}


def test_letters_of_jobs_that_could_not_start_or_were_given_up(judged: JudgedSystem) -> None:
    """Buried by `dead_letters`, retried and removed by operators, kept after their job is gone."""
    for number in (1, 2):
        job_id = create(judged)
        body = QueueMessage(job_id=job_id, attempt=1).model_dump_json()
        message = DeadMessage(message_id=f"m{number}", queue="videos-high", body=body)
        assert bury_message(message, world=judged.of("dead_letters")) is BuryOutcome.ENDED
        follow(judged, job_id)
    retry_dead_letter(job_id, caller=OPERATOR, world=judged.of("api"))
    strange = DeadMessage(message_id="m3", queue="videos-high", body="not ours")
    bury_message(strange, world=judged.of("dead_letters"))
    remove_dead_letter("m3", caller=OPERATOR, world=judged.of("api"))
    given_up = create(judged)
    for _ in range(6):
        run(judged, given_up, status="FAILED", error="ProviderThrottledError", cause="slow down")
        sweep(judged, hours=2.3)
        follow(judged, given_up)
    assert state(judged, given_up) is JobState.FAILED


def test_a_lost_start_and_a_lost_end_are_repaired(judged: JudgedSystem) -> None:
    """By the sweeper alone: it starts, ends, frees places and announces."""
    job_id = create(judged)
    dispatch_jobs(world=judged.of("dispatcher"))
    ((name, _),) = judged.system.executions.started()
    judged.system.executions.end(name)
    sweep(judged, hours=0.1)
    assert state(judged, job_id) is JobState.COMPLETED


def test_batches_from_three_doors_to_their_removal(judged: JudgedSystem) -> None:
    """Through the API, as a dropped manifest and as a task; with failed lines, a pause, a second run and a cancellation."""
    api = judged.of("api")
    api.profiles.see(ADA)
    run(judged, create(judged))
    artefacts = judged.system.artefacts
    artefacts.put("inbox/ada/films.csv", b"title,script_content\nOne,One flower.\n", content_type="text/csv")
    facts = artefacts.facts("inbox/ada/films.csv")
    assert facts is not None
    receive_drop(Drop(key="inbox/ada/films.csv", etag=facts.etag.strip('"'), sequencer="1"), world=judged.of("batches"))
    assert artefacts.exists("inbox/ada/films.accepted.json")
    _open_batch(judged, "batch1", door="api")
    _settle(judged, "batch1", **FAILED)
    resume_batch("batch1", ResumeBatch(which="failed"), caller=ADA, world=api)
    advance_batch("batch1", world=judged.of("outbox"))
    _settle(judged, "batch1")
    _open_batch(judged, "batch2", door="processing")
    pause_batch("batch2", caller=ADA, world=api)
    cancel_batch("batch2", caller=ADA, world=api)
    advance_batch("batch2", world=judged.of("outbox"))
    sweep(judged, hours=1)
    judged.clock.pass_seconds(timedelta(days=40).total_seconds())
    assert remove_expired(limit=100, user_id="ada", counted=False, world=judged.of("processing")) == 1
    for _ in range(2):
        sweep(judged)
    assert api.batches.get("batch1") is None


def _open_batch(judged: JudgedSystem, batch_id: str, *, door: str) -> None:
    """Commit a batch of three lines in a function, and let the outbox release them."""
    store_lines(batch_id, batch_lines(3), judged.system.artefacts)
    commit_batch(weighed(batch_id, lines=3), world=judged.of(door))
    advance_batch(batch_id, world=judged.of("outbox"))


def _settle(judged: JudgedSystem, batch_id: str, **ending: Any) -> None:
    """Bring every job of a batch to its end."""
    for _ in range(3):
        items = judged.of("api").batches.items(batch_id, first=1, last=3)
        for job_id in [item.job_id for item in items]:
            if state(judged, job_id) not in {None, JobState.COMPLETED, JobState.FAILED}:
                follow(judged, job_id)
                dispatch_jobs(world=judged.of("dispatcher"))
                if state(judged, job_id) is JobState.EXECUTING:
                    end(judged, job_id, **ending)


@pytest.mark.parametrize("role_of", STEPS)
def test_steps_and_their_providers(judged: JudgedSystem, role_of: str) -> None:
    """A step's row and progress, and the circuit breaker of a provider that fails and recovers."""
    job_id = create(judged)
    dispatch_jobs(world=judged.of("dispatcher"))
    command = StepCommand.model_validate({"job_id": job_id, "attempt": 1, "step": "plan_scenes"})
    tools: Any = None
    works = {"plan_scenes": lambda _: StepOutcome()}
    run_step(command, works, tools=tools, world=judged.of(role_of), sleep=judged.clock.pass_seconds)
    breakers = judged.of(role_of).breakers
    for _ in range(9):
        breakers.record_failure(breakers.allow("text/x", now=judged.clock()), now=judged.clock())
    judged.clock.pass_seconds(3600)
    breakers.record_success(breakers.allow("text/x", now=judged.clock()), now=judged.clock())
    assert judged.wrote[role_of] == {"JOB", "PROVIDER"}
