"""Work is stopped and resumed by the triggers of the dispatcher."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.environments import ENVIRONMENTS
from infra.rollout.dispatching import switch
from infra.rollout.errors import RolloutError
from infra.rollout.target import Target

REGION = "us-east-1"
KEYS = {"aws_access_key_id": "AK", "aws_secret_access_key": "sk"}


def client(service: str) -> Any:
    """Return a client of the account in the process."""
    return boto3.client(service, region_name=REGION, **KEYS)  # type: ignore[call-overload]


@pytest.fixture
def target() -> Iterator[Target]:
    """Return a stack of which only the dispatcher and its triggers exist."""
    with mock_aws():
        role = client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        code = io.BytesIO()
        zipfile.ZipFile(code, "w").close()
        function = client("lambda").create_function(
            FunctionName="reelwright-dev-dispatcher",
            Role=role,
            Runtime="python3.12",
            Handler="h.h",
            Code={"ZipFile": code.getvalue()},
        )["FunctionArn"]
        table = client("dynamodb").create_table(
            TableName="t",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        )["TableDescription"]
        client("lambda").create_event_source_mapping(
            EventSourceArn=table["LatestStreamArn"], FunctionName=function, StartingPosition="TRIM_HORIZON"
        )
        client("events").put_rule(Name="minute", ScheduleExpression="rate(1 minute)")
        client("events").put_targets(Rule="minute", Targets=[{"Id": "one", "Arn": function}])
        client("events").put_rule(Name="other", ScheduleExpression="rate(1 minute)")
        yield Target(ENVIRONMENTS["dev"], client, {}, url="", tokens_at="", sends_mail=True)


def _states() -> tuple[str, str, str]:
    (mapping,) = client("lambda").list_event_source_mappings()["EventSourceMappings"]
    rules = {rule["Name"]: rule["State"] for rule in client("events").list_rules()["Rules"]}
    return mapping["State"], rules["minute"], rules["other"]


def test_a_stop_disables_both_triggers_and_a_resume_enables_them(target: Target) -> None:
    """The stream and the clock, and no rule of another function; each can be repeated."""
    said: list[str] = []
    for _ in range(2):
        switch(target, on=False, say=said.append, sleep=lambda _: None)
    assert _states() == ("Disabled", "DISABLED", "ENABLED")
    for _ in range(2):
        switch(target, on=True, say=said.append)
    assert _states() == ("Enabled", "ENABLED", "ENABLED")
    assert "running jobs go on" in said[1]


def test_a_stop_ends_after_every_run_that_was_under_way(target: Target) -> None:
    """A run reads its queues until its timeout; the promise comes after that time, with the triggers disabled before."""
    told: list[object] = []
    timeout = client("lambda").get_function_configuration(FunctionName="reelwright-dev-dispatcher")["Timeout"]
    switch(
        target,
        on=False,
        say=lambda text: told.append(text[:11]),
        sleep=lambda seconds: told.append((seconds, _states()[0])),
    )
    assert told == ["triggers ar", (timeout, "Disabled"), "no new work"]


class _Slow:
    """A client whose stream mapping stays "Disabling" for some readings."""

    def __init__(self, plain: Any, readings: int) -> None:
        self._plain = plain
        self._readings = readings

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)

    def get_event_source_mapping(self, **_: Any) -> dict[str, str]:
        """Answer "Disabling" as often as asked for."""
        self._readings -= 1
        return {"State": "Disabled" if self._readings < 0 else "Disabling"}


@pytest.mark.parametrize(("readings", "ends"), [(3, True), (1000, False)])
def test_a_stop_waits_for_aws_to_disable_the_stream_but_not_forever(
    target: Target, readings: int, *, ends: bool
) -> None:
    """AWS disables a mapping some seconds after the call; the promise is only made then."""
    slow = replace(target, client=lambda name: _Slow(client(name), readings) if name == "lambda" else client(name))
    said: list[str] = []
    slept: list[float] = []
    if ends:
        switch(slow, on=False, say=said.append, sleep=slept.append)
        assert len(slept) == readings + 1
        return
    with pytest.raises(RolloutError, match="still being disabled"):
        switch(slow, on=False, say=said.append, sleep=slept.append)
    assert not any("no new work" in text for text in said)
