"""What the doctor finds at the deployed stack: its state, its alarms, the last film of its canary."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from reelwright_client.cli.stack import Stack, reading
from reelwright_client.cli.symptom import Symptom

_RUNBOOK: Final = "docs/operations.md#"
_CANARY: Final = "canary"
_CANARY_HOURS: Final = 24
"""How far back the doctor looks for a film of the canary."""
_GOOD_STATES: Final = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"})


def findings_of_stack(stack: Stack, *, now: datetime) -> Iterator[Symptom]:
    """Look at the deployment, its alarms, and the last film of its canary, if it has one. Raises StackError."""
    with reading(stack):
        (deployed,) = stack.client("cloudformation").describe_stacks(StackName=stack.name)["Stacks"]
        state, at = deployed["StackStatus"], deployed.get("LastUpdatedTime", deployed["CreationTime"])
        cloudwatch = stack.client("cloudwatch")
        pages = cloudwatch.get_paginator("describe_alarms").paginate(
            AlarmNamePrefix=f"{stack.name}-", AlarmTypes=["MetricAlarm", "CompositeAlarm"]
        )
        alarms = [one for page in pages for kind in ("MetricAlarms", "CompositeAlarms") for one in page.get(kind, [])]
        has_canary = f"{stack.name}-{_CANARY}" in {alarm["AlarmName"] for alarm in alarms}
        films = _canary_films(cloudwatch, now) if has_canary else []
    broken = "" if state in _GOOD_STATES else "CloudFormation, the stack, Events: the first FAILED names the cause"
    yield Symptom(name="stack", found=f"{stack.name}: {state}, deployed {at:%Y-%m-%d %H:%M}", cure=broken)
    firing = {one["AlarmName"]: _section(one) for one in alarms if one["StateValue"] == "ALARM"}
    found = f"firing: {', '.join(firing)}" if firing else f"none of {len(alarms)} fires"
    yield Symptom(name="alarms", found=found, cure=", ".join(dict.fromkeys(firing.values())))
    if not has_canary:
        yield Symptom(name=_CANARY, found="this stack has none")
    elif not films:
        cure = "operations.md#the-canary-is-silent"
        yield Symptom(name=_CANARY, found=f"no film in {_CANARY_HOURS} hours", cure=cure)
    else:
        at, took = films[-1]
        yield Symptom(name=_CANARY, found=f"the last film took {took:.0f} s, in the hour from {at:%Y-%m-%d %H:%M}")


def _canary_films(cloudwatch: Any, now: datetime) -> list[tuple[datetime, float]]:
    """List the hours in which the canary verified a film, with its seconds, oldest first."""
    found = cloudwatch.get_metric_statistics(
        Namespace="Reelwright",
        MetricName="CanaryVerifiedSeconds",
        Dimensions=[{"Name": "service", "Value": _CANARY}],
        StartTime=now - timedelta(hours=_CANARY_HOURS),
        EndTime=now,
        Period=3600,
        Statistics=["Maximum"],
    )
    return sorted((one["Timestamp"], one["Maximum"]) for one in found["Datapoints"])


def _section(alarm: dict[str, Any]) -> str:
    """Read the section of the runbook from an alarm's description."""
    _, there, section = str(alarm.get("AlarmDescription", "")).partition(_RUNBOOK)
    return f"operations.md#{section}" if there else "operations.md#alarms-and-the-dashboard"
