"""What messages of the webhook queue say."""

import json
from typing import Any

import pytest

from reelwright.jobs.output_keys import outcome_key
from reelwright.webhooks.notice import GivenUp, LogLine, Notice, notices_of


def s3_message(key: str) -> str:
    """Return a notification of S3 (its user guide, "Event message structure"), as far as it is read."""
    record = {"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "b"}, "object": {"key": key, "eTag": "e"}}}
    return json.dumps({"Records": [record]})


def test_an_outcome_names_its_job() -> None:
    """The key is what the outbox writes to; S3 sends it as a query string."""
    assert notices_of(s3_message(outcome_key("01kb2"))) == (Notice(job_id="01kb2"),)
    assert notices_of(s3_message("outputs%2F01kb2n0001%2Fjob.json")) == (Notice(job_id="01kb2n0001"),)


def test_s3s_own_test_says_nothing() -> None:
    """It is sent once, when the bucket is connected."""
    assert notices_of('{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}') == ()


def test_a_dead_letter_asks_for_its_event() -> None:
    """An operator moves it back as it is."""
    line = LogLine(at="t", outcome="rejected", status=500, detail=None)
    letter = GivenUp(job_id="j", sequence=4, webhook_id="m", user_id="u", place="h/x", log=(line,))
    assert notices_of(letter.model_dump_json()) == (Notice(job_id="j", sequence=4),)


@pytest.mark.parametrize(
    "body",
    [
        "not json",
        "[]",
        "null",
        "{}",
        '{"Records": "x"}',
        '{"Records": [1]}',
        '{"Records": [{"s3": {"object": {}}}]}',
        '{"job_id": "j"}',
        s3_message("outputs/a/b/job.json"),
        s3_message("outputs/../job.json"),
        s3_message("outputs/j/film.mp4"),
    ],
)
def test_what_is_none_of_ours_is_refused(body: Any) -> None:
    """It comes back until its queue gives it up, and then it rings."""
    with pytest.raises(ValueError, match=r"."):
        notices_of(body)
