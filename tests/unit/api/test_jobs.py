"""What clients see of a job."""

from datetime import datetime, timedelta, timezone
from typing import Any

from reelwright.api.jobs import SignedUrl, entity_tag, history_view, job_view, status_view
from reelwright.api.problems import problem
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import HistoryRow, Job, JobFailure, JobResult
from reelwright.jobs.request import CreateJob
from reelwright.wrong_fields import field_errors

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)


def _job(**changes: Any) -> Job:
    request = CreateJob.model_validate({"video_request": {"script_content": "Hello.", "script_id": "s-1"}})
    values = {
        "job_id": "01jd",
        "user_id": "ada",
        "tier": "free",
        "task_name": "generate_video",
        "request": request,
        "queue": "videos-low",
        "created_at": NOW,
        "updated_at": NOW,
        **changes,
    }
    return Job.model_validate(values)


def _sign(key: str, filename: str) -> SignedUrl:
    return SignedUrl(url=f"https://signed/{key}?as={filename}", expires_at=NOW + timedelta(hours=1))


def test_the_names_of_the_system_before_stand_beside_the_new_ones() -> None:
    """`status`, `progress`, `video_path`, `thumbnail_path` and `duration` are where W4's clients look for them."""
    result = JobResult(files={"video": "o/video.mp4", "thumbnail": "o/thumbnail.jpg"}, duration_seconds=12.5)
    view = job_view(_job(state=JobState.COMPLETED, result=result, progress=1.0), (), _sign).wire()
    assert (view["status"], view["state"], view["progress"]) == ("completed", "COMPLETED", 1.0)
    assert view["result"]["video_path"] == "o/video.mp4"
    assert view["result"]["thumbnail_path"] == "o/thumbnail.jpg"
    assert view["result"]["duration"] == 12.5
    assert view["script_id"] == "s-1"


def test_every_file_is_signed_under_a_name_of_its_own_with_its_expiry() -> None:
    """A download is called after job and file, and the client knows until when the link lives."""
    view = job_view(_job(result=JobResult(files={"video": "o/video.mp4"})), (), _sign).wire()
    file = view["result"]["files"]["video"]
    assert file["url"] == "https://signed/o/video.mp4?as=reelwright-01jd-video.mp4"
    assert file["expires_at"] == "2026-11-21T13:00:00+00:00"


def test_a_traceback_never_leaves_the_house() -> None:
    """The error's type, code, message and step are public; its traceback is for the operators' eyes."""
    error = JobFailure(type="KeyError", code="internal", message="x", step="plan_scenes", traceback="secret")
    view = job_view(_job(state=JobState.FAILED, error=error), (), _sign).wire()
    assert "secret" not in str(view)
    assert view["error"]["step"] == "plan_scenes"


def test_the_entity_tag_changes_with_every_write() -> None:
    """Two versions of one job, and the same version of two jobs, have different tags."""
    tags = {entity_tag(_job(version=1)), entity_tag(_job(version=2)), entity_tag(_job(job_id="other", version=1))}
    assert len(tags) == 3


def test_progress_is_given_as_a_share_and_in_percent() -> None:
    """0-1 for those who compute, 0-100 for those who show."""
    view = status_view(_job(progress=0.4567)).wire()
    assert (view["progress"], view["progress_percent"]) == (0.4567, 46)


def test_history_is_given_in_order_with_states_and_attempts() -> None:
    """Each transition says from where to where, by what, in which attempt."""
    row = HistoryRow(
        sequence=2, at=NOW, event=JobEvent.ADMITTED, from_state=JobState.PENDING, to_state=JobState.QUEUED, attempt=0
    )
    assert history_view((row,)).wire() == {
        "history": [
            {
                "sequence": 2,
                "at": "2026-11-21T12:00:00+00:00",
                "event": "admitted",
                "from_state": "PENDING",
                "to_state": "QUEUED",
                "attempt": 0,
                "metadata": {},
            }
        ]
    }


def test_a_problem_names_the_field_and_repeats_no_value() -> None:
    """Free text may be private; the answer names the place, the rule, and numbers."""
    try:
        CreateJob.model_validate({"video_request": {"script_content": "Hi", "duration": -7, "title": "s3cret" * 100}})
    except ValueError as error:
        found = field_errors(error)  # type: ignore[arg-type]  # pydantic's ValidationError is a ValueError
    assert {one.field for one in found} == {"video_request.duration", "video_request.title"}
    assert "s3cret" not in str(found)


def test_a_problems_type_is_stable() -> None:
    """Clients match on the end of the type."""
    found = problem("quota_exceeded", "later")
    assert (found.status, found.type.rsplit("/", 1)[-1]) == (429, "quota_exceeded")
