"""A dead message's road through two functions: `python -m tests.functions.dead_letter_road` prints their answers as JSON.

The handlers are the deployed ones with the adapters of AWS, on an AWS of this process (moto). In order: a batch of dead
messages arrives (one of a job, one that is not ours, one whose record is broken), arrives again, and operators and users
call the API.
"""

import contextlib
import io
import json
import os
import sys
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import boto3
from moto import mock_aws

from reelwright.aws.clients import client
from reelwright.aws.jobs import DynamoJobs
from reelwright.jobs import moves
from reelwright.jobs.model import Job, QueueMessage
from reelwright.jobs.request import CreateJob
from tests.aws_table import create_table

CONTEXT = SimpleNamespace(
    function_name="f", memory_limit_in_mb=512, invoked_function_arn="arn:aws:lambda:x", aws_request_id="r1"
)
ARN = "arn:aws:sqs:us-east-1:123456789012:reelwright-local-videos-default-dead-letters"


def message(number: int, body: str) -> dict[str, Any]:
    """Return an SQS record as Lambda gets it (SQS guide, "Example standard queue message event")."""
    return {
        "messageId": f"059f36b4-87a3-44ab-83d2-66197{number:07}",
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1794000000000",
            "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "ApproximateFirstReceiveTimestamp": "1794000000012",
            "MessageGroupId": "35d1a2",
            "DeadLetterQueueSourceArn": ARN.removesuffix("-dead-letters"),
        },
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": ARN,
        "awsRegion": "us-east-1",
    }


def request(method: str, path: str, *, operator: bool = True, **query: str) -> dict[str, Any]:
    """Return a request as API Gateway hands it over, of an operator or of the job's owner."""
    claims = {"sub": "op", "cognito:groups": "[operators]"} if operator else {"sub": "ada"}
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "",
        "queryStringParameters": query,
        "headers": {},
        "requestContext": {
            "http": {"method": method, "path": path},
            "requestId": "r1",
            "stage": "$default",
            "authorizer": {"jwt": {"claims": claims, "scopes": None}},
        },
        "isBase64Encoded": False,
    }


def now() -> datetime:
    """Return the time."""
    return datetime.now(timezone.utc)


def queued_job(table: str) -> str:
    """Store a job that waits in its queue and return its id."""
    jobs = DynamoJobs(table, client("dynamodb"), clock=now)
    job = Job(
        job_id="01jd",
        user_id="ada",
        tier="standard",
        task_name="generate_video",
        request=CreateJob.model_validate({"video_request": {"script_content": "Bees see colours. " * 40}}),
        queue="videos-default",
        created_at=now(),
        updated_at=now(),
        due_at=now() + timedelta(seconds=60),
    )
    jobs.add(job, key=None, daily_limit=None, day="2026-11-21")
    jobs.commit(moves.admit(job, active_limit=5, now=now()))
    return job.job_id


def main() -> dict[str, Any]:
    """Walk the road and return every answer by name."""
    from functions.api.handler import handler as api  # noqa: PLC0415 - clients are made inside of moto
    from functions.dead_letters.handler import handler as dead_letters  # noqa: PLC0415 - the same

    table = os.environ["REELWRIGHT_TABLE_NAME"]
    create_table(boto3.client("dynamodb"), table)
    job_id = queued_job(table)
    broken = {key: value for key, value in message(3, "x").items() if key != "eventSourceARN"}
    dead = QueueMessage(job_id=job_id, attempt=1).model_dump_json()
    batch = {"Records": [message(1, dead), message(2, "not json"), broken]}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        answers: dict[str, Any] = {"buried": dead_letters(batch, CONTEXT), "again": dead_letters(batch, CONTEXT)}
    answers["metrics"] = [line for line in map(json.loads, printed.getvalue().splitlines()) if "DeadLetters" in line]
    strange = batch["Records"][1]["messageId"]
    calls = {
        "forbidden": request("GET", "/api/v1/dlq", operator=False),
        "listed": request("GET", "/api/v1/dlq"),
        "of_task": request("GET", "/api/v1/dlq", task_name="generate_video"),
        "one": request("GET", f"/api/v1/dlq/{job_id}"),
        "strange_retried": request("POST", f"/api/v1/dlq/{strange}/retry"),
        "removed": request("DELETE", f"/api/v1/dlq/{strange}"),
        "retried": request("POST", f"/api/v1/dlq/{job_id}/retry"),
        "left": request("GET", "/api/v1/dlq"),
        "owner_retries": request("POST", f"/api/v1/jobs/{job_id}/retry", operator=False),
        "many_retried": request("POST", "/api/v1/dlq/retry", task_name="generate_video"),
        "job": request("GET", f"/api/v1/jobs/{job_id}", operator=False),
    }
    for name, event in calls.items():
        said = api(event, CONTEXT)
        answers[name] = {"status": said["statusCode"], "body": json.loads(said["body"])}
    return answers


if __name__ == "__main__":
    with mock_aws():
        sys.stdout.write("\n" + json.dumps(main()) + "\n")
