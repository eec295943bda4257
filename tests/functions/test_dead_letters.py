"""The deployed handlers on the road of a dead message, in a process of their own (`dead_letter_road.py`)."""

import json
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.api.dead_letters import letter_view
from reelwright.entry.dead_messages import dead_message
from reelwright.events import DeadMessage
from reelwright.jobs.dead_letter import letter_of_message
from reelwright.settings import Settings
from tests.functions.walking import walk

SETTINGS = Settings(environment="local", table_name="jobs", bucket_name="films", state_machine_arn="arn:machine")
STRANGE = "059f36b4-87a3-44ab-83d2-661970000002"
BROKEN = "059f36b4-87a3-44ab-83d2-661970000003"


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """Walk the road once."""
    return walk("dead_letter_road", "dead_letters", **SETTINGS.to_environment())


if TYPE_CHECKING:
    from tests.functions.conftest import Service


def test_a_batch_of_dead_messages_comes_back_only_as_far_as_it_failed(answers: dict[str, Any]) -> None:
    """A record that cannot be read goes back to its queue, where an alarm watches; the others are done, twice alike."""
    assert answers["buried"] == answers["again"] == {"batchItemFailures": [{"itemIdentifier": BROKEN}]}


def test_each_entry_is_counted_once_where_the_alarm_looks(answers: dict[str, Any]) -> None:
    """One metric a letter, by the function; the second delivery counts nothing."""
    assert [(line["DeadLetters"], line["service"], line["reason"]) for line in answers["metrics"]] == [
        ([1.0], "dead_letters", "poison_message"),
        ([1.0], "dead_letters", "unreadable_message"),
    ]
    (written,) = answers["metrics"][0]["_aws"]["CloudWatchMetrics"]
    assert (written["Namespace"], written["Dimensions"]) == ("Reelwright", [["service"]])


def test_an_operator_sees_what_was_given_up(answers: dict[str, Any]) -> None:
    """Q5: task, arguments, error, retries, time; long texts are cut in the list and whole alone."""
    listed = answers["listed"]
    assert (listed["status"], listed["body"]["has_more"]) == (200, False)
    by_id = {letter["id"]: letter for letter in listed["body"]["dead_letters"]}
    assert set(by_id) == {"01jd", STRANGE}
    letter = by_id["01jd"]
    assert (letter["job_id"], letter["task_name"], letter["user_id"]) == ("01jd", "generate_video", "ada")
    assert (letter["reason"], letter["queue"], letter["retry_count"]) == ("poison_message", "videos-default", 0)
    assert letter["error"]["code"] == "dead_letter"
    assert letter["failed_at"] < letter["expires_at"]
    assert len(letter["arguments"]["video_request"]["script_content"]) == 201
    whole = answers["one"]["body"]["arguments"]["video_request"]["script_content"]
    assert whole == "Bees see colours. " * 40
    assert (by_id[STRANGE]["body"], by_id[STRANGE]["arguments"]) == ("not json", None)
    assert [one["id"] for one in answers["of_task"]["body"]["dead_letters"]] == ["01jd"]


def test_a_user_is_told_that_this_is_for_operators(answers: dict[str, Any]) -> None:
    """403 as a problem, with nothing of the list in it."""
    assert answers["forbidden"]["status"] == 403
    assert answers["forbidden"]["body"]["type"].endswith("/forbidden")


def test_a_retried_letter_is_gone_and_its_job_waits_again(answers: dict[str, Any]) -> None:
    """202 with the job; the owner's own retry comes too late, and a retry of many finds nothing left."""
    assert answers["retried"]["status"] == 202
    assert (answers["retried"]["body"]["id"], answers["retried"]["body"]["job_id"]) == ("01jd", "01jd")
    assert answers["left"]["body"]["dead_letters"] == []
    assert answers["owner_retries"]["status"] == 409
    assert answers["many_retried"] == {
        "status": 200,
        "body": {"retried": [], "skipped": [], "next_cursor": None, "has_more": False},
    }
    assert answers["job"]["body"]["state"] == "PENDING"


def test_a_message_without_job_is_removed_not_retried(answers: dict[str, Any]) -> None:
    """409, then 200."""
    assert answers["strange_retried"]["status"] == 409
    assert answers["removed"] == {"status": 200, "body": {"id": STRANGE, "job_id": None, "status": "removed"}}


@pytest.mark.parametrize(
    ("name", "queue"),
    [
        ("reelwright-local-videos-default-dead-letters", "videos-default"),
        ("reelwright-prod-default-dead-letters", "default"),
        ("reelwright-prod-generation-dead-letters", "generation"),
        ("another-queue", "another-queue"),
    ],
)
def test_the_work_queue_is_read_from_the_records_arn(name: str, queue: str) -> None:
    """The longest name that fits is meant; a queue of somebody else keeps its own."""
    record = {"messageId": "m", "body": "b", "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{name}"}
    assert dead_message(record) == DeadMessage(message_id="m", queue=queue, body="b")


def test_a_list_of_the_largest_letters_stays_far_below_what_a_function_may_answer() -> None:
    """A hundred letters of 4 KiB bodies: 6 MB is Lambda's limit (its guide, quotas)."""
    now = datetime(2026, 11, 21, tzinfo=timezone.utc)
    letter = letter_of_message("m" * 36, queue="media", body="x" * 9000, now=now)
    assert len(json.dumps([letter_view(letter, whole=False).wire()] * 100)) < 200_000
    assert len(letter_view(letter, whole=True).body or "") == 4096


def test_letters_are_grouped_listed_and_removed_by_group(service: "Service") -> None:
    """The group of the one letter that there always is; a removal names its group."""
    groups = service.ask("GET", "/api/v1/dlq/groups", caller="operator").json()
    assert groups["is_complete"]
    assert service.ask("GET", "/api/v1/dlq/groups").status_code == 403
    assert service.ask("DELETE", "/api/v1/dlq", caller="operator").status_code == 400
    listed = service.ask("GET", "/api/v1/dlq?group=none", caller="operator").json()
    assert listed["dead_letters"] == []
    removed = service.ask("DELETE", "/api/v1/dlq?group=none", caller="operator").json()
    assert removed["removed"] == []
    assert service.ask("DELETE", "/api/v1/dlq?group=none").status_code == 403
