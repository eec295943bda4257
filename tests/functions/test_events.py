"""Events as AWS sends them become the core's events."""

from typing import Any

import pytest
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from reelwright.api.problems import problem_of
from reelwright.entry.batches import process_changes, process_messages
from reelwright.entry.executions import execution_ended
from reelwright.entry.http import body_of, caller_of
from reelwright.entry.stream import job_changed
from reelwright.jobs.caller import ClaimNames
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.request import CreateJob
from reelwright.refusals import Refusal, Unauthenticated


def _record(**images: Any) -> dict[str, Any]:
    return {
        "eventID": "c4ca4238a0b923820dcc509a6f75849b",
        "eventName": "MODIFY",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1794000000.0,
            "Keys": {"pk": {"S": "JOB#01jd"}, "sk": {"S": "META"}},
            "NewImage": {
                "state": {"S": "QUEUED"},
                "user_id": {"S": "ada"},
                "announced_at": {"S": "2026-11-21T12:00:00Z"},
            },
            "OldImage": {"state": {"S": "PENDING"}},
            "SequenceNumber": "4421584500000000017450439091",
            "StreamViewType": "NEW_AND_OLD_IMAGES",
            **images,
        },
    }


def test_a_stream_record_of_a_job_says_from_where_to_where() -> None:
    """States, owner, note of the message, and a sequence number that compares as text."""
    change = job_changed(_record())
    assert change is not None
    assert (change.job_id, change.user_id) == ("01jd", "ada")
    assert change.new_state is JobState.QUEUED


@pytest.mark.parametrize(
    "keys",
    [
        {"pk": {"S": "JOB#01jd"}, "sk": {"S": "HIST#0001"}},
        {"pk": {"S": "USER#ada"}, "sk": {"S": "ACTIVE"}},
        {"pk": {"S": "LEASES"}, "sk": {"S": "META"}},
    ],
)
def test_rows_that_are_no_jobs_are_not_changes(keys: dict[str, Any]) -> None:
    """History, counters and leases pass by."""
    assert job_changed(_record(Keys=keys)) is None


def test_the_removal_of_a_job_is_a_change_to_no_state() -> None:
    """Clean-up and TTL: the old image says whose job it was."""
    record = _record(OldImage={"state": {"S": "COMPLETED"}, "user_id": {"S": "ada"}})
    del record["dynamodb"]["NewImage"]
    change = job_changed(record)
    assert change is not None
    assert (change.job_id, change.user_id) == ("01jd", "ada")
    assert change.new_state is None


def test_a_status_event_of_step_functions_becomes_an_end() -> None:
    """Name, status, error and cause as EventBridge sends them; the date is milliseconds."""
    ended = execution_ended(
        {
            "version": "0",
            "source": "aws.states",
            "detail-type": "Step Functions Execution Status Change",
            "detail": {
                "executionArn": "arn:aws:states:us-east-1:123456789012:execution:films:01jd-a2",
                "stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:films",
                "name": "01jd-a2",
                "status": "FAILED",
                "startDate": 1794000000000,
                "stopDate": 1794000060000,
                "input": "{}",
                "error": "ContentError",
                "cause": '{"errorMessage": "nothing to speak"}',
            },
        }
    )
    assert (ended.name, ended.status, ended.error) == ("01jd-a2", "FAILED", "ContentError")


def _request(claims: dict[str, Any] | None = None, body: str = "", **query: str) -> APIGatewayProxyEventV2:
    authorizer = {} if claims is None else {"authorizer": {"jwt": {"claims": claims, "scopes": None}}}
    return APIGatewayProxyEventV2(
        {
            "version": "2.0",
            "routeKey": "POST /api/v1/jobs",
            "rawPath": "/api/v1/jobs",
            "headers": {"content-type": "application/json"},
            "queryStringParameters": query,
            "requestContext": {"http": {"method": "POST", "path": "/api/v1/jobs"}, "requestId": "r1", **authorizer},
            "body": body,
            "isBase64Encoded": False,
        }
    )


@pytest.mark.parametrize(
    ("claims", "tier", "operator"),
    [
        ({"sub": "u1"}, "free", False),
        ({"sub": "u1", "cognito:groups": "[premium]"}, "premium", False),
        ({"sub": "u1", "cognito:groups": "[standard operators]"}, "standard", True),
        ({"sub": "u1", "cognito:groups": "[free premium]"}, "premium", False),
        ({"sub": "m2m", "scope": "reelwright/operate"}, "free", True),
        ({"sub": "m2m", "scope": "reelwright/operated"}, "free", False),
    ],
)
def test_tier_and_role_come_from_verified_claims_alone(claims: dict[str, Any], tier: str, *, operator: bool) -> None:
    """Groups and scopes decide; the highest tier wins."""
    caller = caller_of(_request(claims), ClaimNames())
    assert (caller.tier, caller.operator) == (tier, operator)


@pytest.mark.parametrize("claims", [None, {}, {"sub": ""}])
def test_without_a_subject_there_is_no_caller(claims: dict[str, Any] | None) -> None:
    """401, whatever else the token says."""
    with pytest.raises(Unauthenticated):
        caller_of(_request(claims), ClaimNames())


@pytest.mark.parametrize(
    ("body", "status"),
    [("", 400), ("{", 400), ("[]", 400), ('{"video_request": {"script_content": ""}}', 400), ("x" * 300_000, 413)],
)
def test_a_bad_body_is_answered_with_what_to_correct(body: str, status: int) -> None:
    """Malformed and over-long bodies are problems of the caller, never of ours."""
    with pytest.raises(Refusal) as caught:
        body_of(_request(body=body), CreateJob)
    assert problem_of(caught.value).status == status


def _changes(*numbers_of_jobs: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"dynamodb": {"SequenceNumber": number, "Keys": {"pk": {"S": f"JOB#{job}"}, "sk": {"S": "META"}}}}
        for number, job in numbers_of_jobs
    ]


CHANGES = _changes(("1", "ada"), ("2", "eve"), ("3", "ada"), ("4", "eve"), ("5", "bob"))


class Following:
    """Processes records; the second is broken."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def __call__(self, record: dict[str, Any]) -> None:
        """Keep the number of a record that worked."""
        number = record["dynamodb"]["SequenceNumber"]
        if number == "2":
            raise ValueError("broken")
        self.done.append(number)


def test_where_names_are_ignored_a_stream_batch_stops_at_its_first_failure() -> None:
    """The error leaves the handler: the emulator would take an answer for success."""
    following = Following()
    with pytest.raises(ValueError, match="broken"):
        process_changes(CHANGES, following, partial=False)
    assert following.done == ["1"]


def test_a_broken_record_holds_up_its_own_job_alone() -> None:
    """Lambda gives a batch up from the named record on: the records behind it must be processed before that."""
    following = Following()
    assert process_changes(CHANGES, following, partial=True) == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    assert following.done == ["1", "3", "5"]


def test_a_batch_without_failures_names_nothing() -> None:
    """The stream goes on."""
    assert process_changes(_changes(("1", "ada")), Following(), partial=True) == {"batchItemFailures": []}


def test_a_note_on_a_job_is_told_from_a_transition() -> None:
    """The count of transitions stays: the outbox has nothing to do, and would read the job and its history for it."""
    image = {"state": {"S": "QUEUED"}, "user_id": {"S": "ada"}}
    before, after = ({**image, "history_count": {"N": count}} for count in ("2", "3"))
    noted, moved = (
        job_changed(_record(OldImage=after, NewImage=after)),
        job_changed(_record(OldImage=before, NewImage=after)),
    )
    assert noted is not None
    assert moved is not None
    assert (noted.is_note, moved.is_note) == (True, False)


def test_queue_messages_fail_one_by_one() -> None:
    """A dead message does not hold up its neighbours."""

    def process(record: dict[str, Any]) -> None:
        if record["messageId"] == "b":
            raise ValueError("broken")

    answer = process_messages({"Records": [{"messageId": name} for name in "abc"]}, process)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "b"}]}
