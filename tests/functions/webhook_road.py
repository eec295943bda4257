"""A job's end on its road to a receiver: `python -m tests.functions.webhook_road` prints, as JSON, what came of each message.

The handler is the deployed one with the adapters of AWS, on an AWS of this process (moto); the receiver is a server of this
process. In order: S3's own test, a notice of a job that has ended (the receiver fails, then takes it), the same notice again,
a notice of a job that runs, a message that cannot be read.
"""

import contextlib
import io
import json
import os
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any

import boto3
from moto import mock_aws

from reelwright.jobs import moves
from reelwright.jobs.lifecycle import JobEvent
from reelwright.jobs.model import Job
from reelwright.jobs.request import CreateJob
from reelwright.settings import Settings
from tests.aws_table import create_table

CONTEXT = SimpleNamespace(
    function_name="webhooks", memory_limit_in_mb=512, invoked_function_arn="arn:aws:lambda:x", aws_request_id="r1"
)
HIDDEN_AT_FIRST_SECONDS = 180


class Receiver(BaseHTTPRequestHandler):
    """Fails once, then takes everything; remembers what came."""

    got: list[dict[str, Any]] = []

    def do_POST(self) -> None:
        """Take one webhook."""
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self.got.append({"headers": {name.lower(): text for name, text in self.headers.items()}, "body": body})
        self.send_response(500 if len(self.got) == 1 else 200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def now() -> datetime:
    """Return the time."""
    return datetime.now(timezone.utc)


def create_world() -> None:
    """Create table, queues and secret, and tell the function of them in its environment."""
    create_table(boto3.client("dynamodb"), "jobs")
    sqs: Any = boto3.client("sqs")
    hidden = {"VisibilityTimeout": str(HIDDEN_AT_FIRST_SECONDS)}
    secret = boto3.client("secretsmanager").create_secret(Name="master", SecretString="of this test alone, " * 4)
    settings = Settings(
        environment="local",
        table_name="jobs",
        bucket_name="films",
        secret_arn=secret["ARN"],
        webhook_queue_url=sqs.create_queue(QueueName="webhooks", Attributes=hidden)["QueueUrl"],
        webhook_dead_letters_url=sqs.create_queue(QueueName="webhooks-dead-letters")["QueueUrl"],
        retry_scale=0.1,
    )
    os.environ.update(settings.to_environment())


def add_job(job_id: str, callback_url: str, *, cancelled: bool) -> None:
    """Store a job, cancelled or waiting."""
    from reelwright.entry.world import world  # noqa: PLC0415 - clients are made inside of moto

    request = {"task_name": "generate_hook", "video_request": {"prompt": "bees"}, "callback_url": callback_url}
    job = Job(
        job_id=job_id,
        user_id="ada",
        tier="standard",
        task_name="generate_hook",
        request=CreateJob.model_validate(request),
        queue="generation",
        created_at=now(),
        updated_at=now(),
        due_at=now() + timedelta(seconds=60),
    )
    world().jobs.add(job, key=None, daily_limit=None, day="2026-11-21")
    if cancelled:
        world().jobs.commit(moves.finish(job, JobEvent.CANCELLED, now=now(), expires_at=now() + timedelta(hours=24)))


def notice(job_id: str) -> str:
    """Return what S3 says about an outcome (its user guide, "Event message structure"), as far as it is read."""
    return json.dumps({"Records": [{"eventSource": "aws:s3", "s3": {"object": {"key": f"outputs/{job_id}/job.json"}}}]})


def handled(body: str) -> dict[str, Any]:
    """Send a message, hand it to the function as Lambda would, and return what came of it."""
    from functions.webhooks.handler import handler  # noqa: PLC0415 - clients are made inside of moto

    sqs: Any = boto3.client("sqs")
    url = os.environ["REELWRIGHT_WEBHOOK_QUEUE_URL"]
    sqs.send_message(QueueUrl=url, MessageBody=body)
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    said = _run(handler, message)
    tries = 1
    while said["batchItemFailures"] and tries < 4:
        time.sleep(1.1)  # a second is the shortest that SQS hides a message for
        again = sqs.receive_message(QueueUrl=url).get("Messages", [])
        if not again:
            return {"tries": tries, "hidden": True}
        said, tries = _run(handler, again[0]), tries + 1
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return {"tries": tries, "hidden": False}


def _run(handler: Any, message: dict[str, Any]) -> dict[str, Any]:
    record = {"messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"], "body": message["Body"]}
    answer: dict[str, Any] = handler({"Records": [record]}, CONTEXT)
    assert answer in ({"batchItemFailures": []}, {"batchItemFailures": [{"itemIdentifier": message["MessageId"]}]})
    return answer


def main(printed: io.StringIO) -> dict[str, Any]:
    """Walk the road and return what came of each message; what the function logs goes to `printed`."""
    create_world()
    from reelwright.entry.world import world  # noqa: PLC0415 - the same
    from reelwright.usecases.sign_webhook import read_webhook_secret  # noqa: PLC0415 - the same

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://localhost:{server.server_port}/hook?token=s3cret"
    add_job("ended", url, cancelled=True)
    add_job("runs", url, cancelled=False)
    answers: dict[str, Any] = {
        "s3_test": handled('{"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "films"}'),
        "ended": handled(notice("ended")),
        "again": handled(notice("ended")),
        "runs": handled(notice("runs")),
        "strange": handled("not json"),
    }
    server.shutdown()
    lines = [json.loads(line) for line in printed.getvalue().splitlines() if line.startswith("{")]
    answers["errors"] = [line["message"] for line in lines if line.get("level") == "ERROR"]
    answers["log"] = [one.model_dump(mode="json") for one in world().deliveries.of_job("ended")]
    answers["got"] = Receiver.got
    answers["secret"] = read_webhook_secret("ada", world=world()).secret
    return answers


if __name__ == "__main__":
    # The logger takes the standard output that there is when it is first imported: inside of the redirection.
    with mock_aws(), contextlib.redirect_stdout(io.StringIO()) as log:
        walked = main(log)
    sys.stdout.write(json.dumps(walked) + "\n")
