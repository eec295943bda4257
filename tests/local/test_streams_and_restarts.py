"""Streams of the emulator, and what it remembers when it is started again."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from infra.local.server import SNAPSHOT_SECONDS

pytestmark = pytest.mark.local

Until = Callable[..., Any]


def test_stream_batches_pass_although_records_failed(
    aws: Callable[[str], Any], role: str, counted_stream: Callable[..., Any], until: Until
) -> None:
    """What `batchItemFailures` names is ignored (AWS: tried again): our function raises when a record failed."""
    stream = counted_stream(aws, role, "partial")
    stream.put("fails")
    assert until(lambda: stream.batches() == 1)
    time.sleep(2.5)
    assert stream.batches() == 1


def test_streams_are_heard_after_a_restart(private: Any, counted_stream: Callable[..., Any], until: Until) -> None:
    """The emulator saves how far a stream was read but not the stream (AWS: both stay): a start of ours rewinds."""
    stream = counted_stream(private.aws, private.role(), "restarted")
    stream.put("before")
    assert until(lambda: stream.batches() == 1)
    private.stop()
    saved = json.loads((private.place.state / "lambda.json").read_text(encoding="utf-8"))
    assert list(saved["payload"]["dynamodb_stream_positions"]["data"].values()) == [1]
    private.start()
    stream.put("after")
    assert until(lambda: stream.batches() == 1)


def test_running_executions_fail_silently_with_a_restart(private: Any) -> None:
    """An execution that ran is FAILED after a restart, and no event says so (AWS: it goes on): the sweeper looks."""
    waiting = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": True}}}
    made = private.aws("stepfunctions").create_state_machine(
        name="waiting", roleArn=private.role(), definition=json.dumps(waiting)
    )
    execution = private.aws("stepfunctions").start_execution(stateMachineArn=made["stateMachineArn"])["executionArn"]
    private.stop()
    private.start()
    described = private.aws("stepfunctions").describe_execution(executionArn=execution)
    assert (described["status"], described["error"]) == ("FAILED", "States.ServiceRestart")


def test_a_killed_emulator_forgets_a_few_seconds_at_most(private: Any) -> None:
    """State is written every few seconds, objects at once: a kill costs rows no older than that."""
    dynamodb, s3 = private.aws("dynamodb"), private.aws("s3")
    dynamodb.create_table(
        TableName="kept",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.put_item(TableName="kept", Item={"id": {"S": "old"}})
    time.sleep(SNAPSHOT_SECONDS + 2)
    s3.create_bucket(Bucket="kept")
    s3.put_object(Bucket="kept", Key="new", Body=b"new")
    private.kill()
    private.start()
    assert "Item" in dynamodb.get_item(TableName="kept", Key={"id": {"S": "old"}})
    assert s3.get_object(Bucket="kept", Key="new")["Body"].read() == b"new"
