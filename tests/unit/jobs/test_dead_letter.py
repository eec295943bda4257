"""What an entry is made of."""

from datetime import datetime, timedelta, timezone

import pytest

from reelwright.jobs.dead_letter import (
    DeadLetterFilter,
    DeadLetterReason,
    letter_of_job,
    letter_of_message,
    letter_position,
)
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job, JobFailure
from reelwright.jobs.request import CreateJob
from reelwright.jobs.video_request import VideoRequest
from reelwright.pipeline.queues import QUEUES

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
JOB = Job(
    job_id="01jd",
    user_id="ada",
    tier="premium",
    task_name="generate_hook",
    request=CreateJob(task_name="generate_hook", video_request=VideoRequest(prompt="bees")),
    queue="generation",
    state=JobState.FAILED,
    attempt=6,
    retry_count=5,
    error=JobFailure(type="ProviderError", code="provider_failed", message="503", traceback="at line 1"),
    created_at=NOW - timedelta(hours=5),
    updated_at=NOW,
    completed_at=NOW,
)


def test_a_jobs_entry_holds_all_that_makes_it_again() -> None:
    """It outlives the job: arguments, owner, tier and queue are in it, and the error with its traceback."""
    letter = letter_of_job(JOB, DeadLetterReason.RETRIES_EXHAUSTED)
    for field in ("job_id", "user_id", "tier", "task_name", "request", "queue", "error", "attempt", "retry_count"):
        assert getattr(letter, field) == getattr(JOB, field)
    assert (letter.letter_id, letter.failed_at) == ("01jd", NOW)


@pytest.mark.parametrize("missing", ["error", "completed_at"])
def test_a_job_that_has_not_failed_leaves_none(missing: str) -> None:
    """A caller that asks for one has taken the wrong move."""
    with pytest.raises(ValueError, match="01jd has not failed"):
        letter_of_job(JOB.model_copy(update={missing: None}), DeadLetterReason.POISON_MESSAGE)


def test_a_letter_lives_as_long_as_its_dead_message_would() -> None:
    """The queues' rows say how long that is."""
    letter = letter_of_message("m1", queue="media", body="x", now=NOW)
    lives = {timedelta(days=queue.dead_letter_retention_days) for queue in QUEUES.values()}
    assert {letter.expires_at - letter.failed_at} == lives


def test_a_body_that_is_no_text_can_be_kept() -> None:
    """Half a surrogate, as JSON may carry it, becomes a question mark instead of an error."""
    assert letter_of_message("m1", queue="media", body="a\ud800b", now=NOW).body == "a?b"


def test_later_letters_stand_higher_and_none_stand_equal() -> None:
    """The order of the list."""
    first = letter_of_message("b", queue="media", body="", now=NOW)
    same_time = letter_of_message("a", queue="media", body="", now=NOW)
    later = letter_of_message("a", queue="media", body="", now=NOW + timedelta(microseconds=1))
    assert letter_position(same_time) < letter_position(first) < letter_position(later)


def test_a_filter_by_task_leaves_out_messages_without_job() -> None:
    """They have no task."""
    letters = [letter_of_job(JOB, DeadLetterReason.POISON_MESSAGE), letter_of_message("m", queue="q", body="", now=NOW)]
    admitted = {
        task: [DeadLetterFilter(task_name=task).admits(one) for one in letters]
        for task in (None, "generate_hook", "generate_video")
    }
    assert admitted == {None: [True, True], "generate_hook": [True, False], "generate_video": [False, False]}
