"""The fault proxy does to a call what its rules say: otherwise the run of `test_faults.py` would prove nothing."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra.local.place import REGION, Place
from infra.local.root import ROOT_KEY, root_secret
from tests.local.fault_proxy import LOST, RESET, FaultProxy, FaultRule, Json, answered

pytestmark = pytest.mark.local

Aws = Callable[[str], Any]


@pytest.mark.parametrize(
    ("effect", "raised", "applied"),
    [
        (LOST, BotoCoreError, True),
        (RESET, BotoCoreError, False),
        (answered("RequestThrottled", 400), ClientError, False),
        (answered("InternalError", 500), ClientError, False),
    ],
    ids=["lost", "reset", "throttled", "failed"],
)
def test_a_spoiled_call_fails_and_is_applied_only_where_its_answer_was_lost(
    place: Place, aws: Aws, proxy: FaultProxy, effect: Json, raised: type[Exception], *, applied: bool
) -> None:
    """The caller sees an error each time; the message is there after a lost answer and after no other fault."""
    url = aws("sqs").create_queue(QueueName="spoiled")["QueueUrl"]
    aws("sqs").purge_queue(QueueUrl=url)
    caller = boto3.client(
        "sqs",
        region_name=REGION,
        endpoint_url=place.endpoint,
        aws_access_key_id=ROOT_KEY,
        aws_secret_access_key=root_secret(place),
        config=Config(proxies={"http": proxy.endpoint}, retries={"total_max_attempts": 1}),
    )
    proxy.spoil(FaultRule("it", "sqs", effect, every=2, operation="SendMessage"))
    with pytest.raises(raised):
        caller.send_message(QueueUrl=url, MessageBody="first")
    caller.send_message(QueueUrl=url, MessageBody="second")
    kept = aws("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert {message["Body"] for message in kept} == ({"first", "second"} if applied else {"second"})
    assert proxy.fired() == {"sqs it": 1}
