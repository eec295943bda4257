"""What wakes each function."""

import json
from typing import TYPE_CHECKING, Any

from infra.triggers import DISPATCHER_FILTERS, JOB_ROW, OUTBOX_FILTERS
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from tests.infra.test_grants import statements_of

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis


def mapping_of(synthesis: "Synthesis", function: str) -> dict[str, Any]:
    """Return the event source mapping of the table's stream to a function."""
    (table,) = synthesis.of_type("AWS::DynamoDB::Table")
    target = synthesis.logical_id(
        "AWS::Lambda::Function", FunctionName=f"{synthesis.environment.stack_name}-{function}"
    )
    (found,) = (
        mapping
        for mapping in synthesis.of_type("AWS::Lambda::EventSourceMapping").values()
        if mapping["FunctionName"] == {"Ref": target} and table in synthesis.references(mapping["EventSourceArn"])
    )
    return found


def patterns(mapping: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a mapping's filters."""
    return [json.loads(one["Pattern"]) for one in mapping["FilterCriteria"]["Filters"]]


def test_a_broken_batch_never_blocks_the_stream(synthesis: "Synthesis") -> None:
    """An error brings the batch back: bisected, tried a bounded number of times, then kept in a queue of its own."""
    kept = []
    for function in ("outbox", "dispatcher"):
        mapping = mapping_of(synthesis, function)
        assert mapping["BisectBatchOnFunctionError"] is True
        assert mapping["MaximumRetryAttempts"] == 10
        assert mapping["MaximumRecordAgeInSeconds"] == 3600
        assert mapping["StartingPosition"] == "TRIM_HORIZON"
        kept.append(str(mapping["DestinationConfig"]["OnFailure"]["Destination"]))
    assert len(set(kept)) == 2


def test_the_outbox_keeps_up_with_creates(prod: "Synthesis", local: "Synthesis") -> None:
    """Ten runs a shard, a whole vCPU, and answers that name the failed record, which the emulator ignores: there it raises."""
    for synthesis, partial in ((prod, ["ReportBatchItemFailures"]), (local, None)):
        mapping = mapping_of(synthesis, "outbox")
        assert mapping["ParallelizationFactor"] == 10
        assert mapping.get("FunctionResponseTypes") == partial
        assert synthesis.functions()["outbox"]["MemorySize"] == 1769
        told = synthesis.functions()["outbox"]["Environment"]["Variables"]["REELWRIGHT_PARTIAL_BATCHES"]
        assert json.loads(told) is (partial is not None)
        assert mapping_of(synthesis, "dispatcher").get("FunctionResponseTypes") is None


def test_only_rows_of_jobs_wake_anybody(synthesis: "Synthesis") -> None:
    """History, steps, leases and counters change far more often and ask nothing of anyone."""
    for function, filters in (("outbox", OUTBOX_FILTERS), ("dispatcher", DISPATCHER_FILTERS)):
        found = patterns(mapping_of(synthesis, function))
        assert found == [dict(pattern) for pattern in filters]
        for pattern in found:
            assert pattern["dynamodb"]["Keys"] == {"sk": {"S": [JOB_ROW]}}


def test_progress_wakes_nobody() -> None:
    """A running job's row changes with each report of progress: only its way into EXECUTING passes, for the tallies.

    The way into QUEUED is the outbox's own move, which it counts and announces at once.
    """
    waiting, started, removed = OUTBOX_FILTERS
    executing, queued = JobState.EXECUTING.value, JobState.QUEUED.value
    assert waiting["dynamodb"]["NewImage"]["state"]["S"] == [{"anything-but": [executing, queued]}]
    assert started["dynamodb"]["OldImage"]["state"]["S"] == [{"anything-but": [executing]}]
    assert started["dynamodb"]["NewImage"]["state"]["S"] == [JobState.EXECUTING.value]
    assert removed["eventName"] == ["REMOVE"]
    for pattern in DISPATCHER_FILTERS:
        assert JobState.EXECUTING.value not in pattern["dynamodb"]["NewImage"]["state"]["S"]


def test_the_dispatcher_wakes_for_messages_and_for_free_capacity() -> None:
    """A QUEUED job counts once its message was sent; every end of an attempt frees capacity, once."""
    assert DISPATCHER_FILTERS[1]["dynamodb"]["OldImage"] == {"state": {"S": [JobState.EXECUTING.value]}}
    announced, ended = (pattern["dynamodb"]["NewImage"] for pattern in DISPATCHER_FILTERS)
    assert announced == {"state": {"S": ["QUEUED"]}, "announced_at": {"S": [{"exists": True}]}}
    assert set(ended["state"]["S"]) == {state.value for state in FINAL_STATES} | {JobState.RETRYING.value}


def canary_of(synthesis: "Synthesis") -> set[str]:
    """Return the id of the canary's function, if the environment has one."""
    if not synthesis.environment.canary:
        return set()
    return {synthesis.logical_id("AWS::Lambda::Function", FunctionName=f"{synthesis.environment.stack_name}-canary")}


def test_the_clock_wakes_dispatcher_and_sweeper_each_minute(synthesis: "Synthesis") -> None:
    """What an event should have done and did not is repaired within a minute."""
    ids = {
        synthesis.logical_id("AWS::Lambda::Function", FunctionName=f"{synthesis.environment.stack_name}-{name}")
        for name in ("dispatcher", "sweeper")
    }
    rules = [rule for rule in synthesis.of_type("AWS::Events::Rule").values() if "ScheduleExpression" in rule]
    hourly = {"rate(1 hour)"} if synthesis.environment.canary else set()
    assert {rule["ScheduleExpression"] for rule in rules} == {"rate(1 minute)"} | hourly
    assert {one for rule in rules for one in synthesis.references(rule["Targets"])} == ids | canary_of(synthesis)


def test_a_run_that_failed_to_the_last_is_kept_and_rings(synthesis: "Synthesis") -> None:
    """A rule's own queue holds what could not be delivered; what a delivered event's runs raised, Lambda would drop unseen."""
    targets = {
        one
        for rule in synthesis.of_type("AWS::Events::Rule").values()
        for one in synthesis.references([target["Arn"] for target in rule["Targets"]])
    }
    kept = {
        name: config
        for config in synthesis.of_type("AWS::Lambda::EventInvokeConfig").values()
        for name in synthesis.references(config["FunctionName"]) - canary_of(synthesis)
    }
    # The canary repairs nothing: hours without its film have an alarm of their own.
    assert set(kept) == targets - canary_of(synthesis)
    names = {name: synthesis.of_type("AWS::Lambda::Function")[name]["FunctionName"].split("-")[-1] for name in kept}
    assert {names[name]: one["MaximumRetryAttempts"] for name, one in kept.items()} == {
        "lifecycle": 2,
        "sweeper": 0,
        "dispatcher": 0,
    }
    (queue,) = {one for config in kept.values() for one in synthesis.references(config["DestinationConfig"])}
    assert queue in {
        one
        for alarm in synthesis.of_type("AWS::CloudWatch::Alarm").values()
        for one in synthesis.references(alarm.get("Dimensions", []))
    }
    for name in names.values():
        sending = [one for one in statements_of(synthesis, name) if one["Action"] == "sqs:SendMessage"]
        assert queue in synthesis.references(sending)


def test_every_end_of_our_executions_reaches_the_lifecycle(synthesis: "Synthesis") -> None:
    """All four ends, of our machine only, tried again for an hour and then kept."""
    (rule,) = (rule for rule in synthesis.of_type("AWS::Events::Rule").values() if "EventPattern" in rule)
    (machine,) = synthesis.of_type("AWS::StepFunctions::StateMachine")
    assert rule["EventPattern"] == {
        "source": ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        "detail": {
            "stateMachineArn": [{"Ref": machine}],
            "status": ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"],
        },
    }
    (target,) = rule["Targets"]
    assert "DeadLetterConfig" in target
    assert target["RetryPolicy"] == {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 20}
