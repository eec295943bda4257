"""The client reads what the server's own views write: neither side can rename a field alone."""

from datetime import UTC, datetime, timedelta

import httpx

from reelwright.api.jobs import SignedUrl, history_view, job_view
from reelwright.api.problems import problem_of
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.jobs.model import Fallback, HistoryRow, JobFailure, JobResult, StepRow
from reelwright.jobs.model import Job as ServerJob
from reelwright.jobs.request import CreateJob
from reelwright.jobs.video_request import VideoRequest
from reelwright.refusals import InvalidField
from reelwright.usecases.check_health import Health as ServerHealth
from reelwright_client import Health, HistoryEntry, InvalidRequestError, Job
from reelwright_client.errors import error_of
from reelwright_client.models.jobs import FINAL_STATES as CLIENT_FINAL_STATES

NOW = datetime(2026, 11, 21, 21, 44, 3, tzinfo=UTC)


def _server_job() -> ServerJob:
    return ServerJob(
        job_id="job-7",
        user_id="user-1",
        tier="free",
        task_name="generate_video",
        request=CreateJob(video_request=VideoRequest(script_content="Bees.", title="Bees")),
        queue="videos-low",
        state=JobState.FAILED,
        attempt=2,
        retry_count=1,
        progress=0.5,
        progress_message="Rendered scene 1/2",
        waiting_reason="limit",
        result=JobResult(
            files={"video": "outputs/job-7/film.mp4", "thumbnail": "outputs/job-7/t.png"},
            duration_seconds=15.2,
            fallbacks=(Fallback(capability="speech", asked="azure", used="kokoro", reason="no key"),),
        ),
        error=JobFailure(type="ContentError", code="unusable_content", message="No words.", step="plan_scenes"),
        created_at=NOW,
        updated_at=NOW,
        started_at=NOW,
        completed_at=NOW + timedelta(seconds=34),
        cost_usd=0.25,
    )


def test_a_job_is_read_field_by_field() -> None:
    """Every field that the command line shows arrives under its name."""
    step = StepRow(
        name="render_scene#1", state="done", attempt=2, seconds=1.5, cached=True, cost_usd=0.1, updated_at=NOW
    )
    view = job_view(
        _server_job(), (step,), lambda key, name: SignedUrl(url=f"https://s/{key}?{name}", expires_at=NOW)
    ).wire()
    job = Job.model_validate(view)
    assert (job.state, job.status, job.title) == ("FAILED", "failed", "Bees")
    assert (job.progress, job.progress_message) == (0.5, "Rendered scene 1/2")
    assert (job.attempt, job.retry_count, job.queue, job.cost_usd) == (2, 1, "videos-low", 0.25)
    assert (job.duration, job.waiting_reason, job.created_at) == (34.0, "limit", NOW)
    assert (job.steps[0].name, job.steps[0].seconds, job.steps[0].cached) == ("render_scene#1", 1.5, True)
    assert job.error is not None
    assert (job.error.code, job.error.step, job.error.retryable) == ("unusable_content", "plan_scenes", False)
    assert job.result is not None
    assert (job.result.video_path, job.result.duration) == ("outputs/job-7/film.mp4", 15.2)
    assert job.result.files["thumbnail"].url == ("https://s/outputs/job-7/t.png?reelwright-job-7-thumbnail.png")
    assert job.result.fallbacks[0].used == "kokoro"


def test_a_transition_is_read_field_by_field() -> None:
    """The first row comes from no state."""
    row = HistoryRow(sequence=1, at=NOW, event="created", from_state=None, to_state=JobState.PENDING, attempt=0)
    read = HistoryEntry.model_validate(history_view((row,)).wire()["history"][0])
    assert (read.sequence, read.at, read.event) == (1, NOW, "created")
    assert (read.from_state, read.to_state) == (None, "PENDING")


def test_a_problem_is_read_with_its_code() -> None:
    """The code to match on is the last word of the type."""
    wrong = problem_of(InvalidField("priority", "1-10"))
    error = error_of(httpx.Response(wrong.status, json=wrong.model_dump(mode="json")))
    assert isinstance(error, InvalidRequestError)
    assert (error.code, error.errors[0].field, str(error)) == (
        "invalid_request",
        "priority",
        "Please correct priority: 1-10.",
    )


def test_health_is_read_the_same_way() -> None:
    """Both sides agree on `healthy`."""
    for server in (
        ServerHealth(status="healthy", dependencies={"table": "ok"}),
        ServerHealth(status="unhealthy", dependencies={"table": "ClientError"}),
    ):
        read = Health.model_validate(server.model_dump())
        assert read.is_healthy is server.healthy
        assert read.dependencies == server.dependencies


def test_both_sides_agree_on_the_final_states() -> None:
    """A state that ends a job for the server ends the wait of the client."""
    assert {state.value for state in FINAL_STATES} == CLIENT_FINAL_STATES
