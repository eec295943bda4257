"""Queues, dead letters and what rings."""

from typing import TYPE_CHECKING, Any

import pytest

from reelwright.entry.dead_letters import DEAD_LETTERS
from reelwright.entry.dead_messages import dead_message
from reelwright.entry.recount import COUNTER_DRIFT
from reelwright.entry.telemetry import NAMESPACE
from reelwright.pipeline.queues import QUEUES

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis

DAY_SECONDS = 86_400


def queue_named(synthesis: "Synthesis", name: str) -> tuple[str, dict[str, Any]]:
    """Return logical id and properties of a queue."""
    logical_id = synthesis.logical_id("AWS::SQS::Queue", QueueName=f"{synthesis.environment.stack_name}-{name}")
    return logical_id, synthesis.of_type("AWS::SQS::Queue")[logical_id]


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_has_its_rows_numbers_and_its_own_dead_letters(synthesis: "Synthesis", name: str) -> None:
    """Q4: redrive after the row's receive count, to a queue that no other queue uses, kept for the row's days."""
    row = QUEUES[name]
    _, queue = queue_named(synthesis, name)
    dead_id, dead = queue_named(synthesis, f"{name}-dead-letters")
    assert queue["VisibilityTimeout"] == row.visibility_timeout_seconds
    assert queue["MessageRetentionPeriod"] == row.retention_days * DAY_SECONDS
    assert queue["RedrivePolicy"]["maxReceiveCount"] == row.max_receive_count
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": [dead_id, "Arn"]}
    assert dead["MessageRetentionPeriod"] == row.dead_letter_retention_days * DAY_SECONDS


def test_no_two_queues_share_dead_letters(synthesis: "Synthesis") -> None:
    """A dead letter's queue says where it came from."""
    targets = [
        str(queue["RedrivePolicy"]["deadLetterTargetArn"])
        for queue in synthesis.of_type("AWS::SQS::Queue").values()
        if "RedrivePolicy" in queue
    ]
    assert len(targets) == len(set(targets)) == len(QUEUES) + 2  # and those of webhooks and of dropped manifests


def test_a_message_stays_hidden_while_its_run_lasts(synthesis: "Synthesis") -> None:
    """Visibility is six times the reader's time limit (Lambda guide), for the dispatcher and for the dead letters' reader."""
    functions = synthesis.functions()
    for row in QUEUES.values():
        for reader in ("dispatcher", "dead_letters"):
            assert row.visibility_timeout_seconds >= 6 * functions[reader]["Timeout"]


def test_every_dead_letter_queue_rings(synthesis: "Synthesis") -> None:
    """Q5: one alarm at least on each queue that holds what could not be delivered, and every alarm reaches the topic."""
    alarms = synthesis.of_type("AWS::CloudWatch::Alarm").values()
    watched = {reference for alarm in alarms for reference in synthesis.references(alarm.get("Dimensions", []))}
    dead = {
        name for name, queue in synthesis.of_type("AWS::SQS::Queue").items() if "dead-letters" in queue["QueueName"]
    }
    assert len(dead) == len(QUEUES) + 5
    assert dead <= watched
    (topic,) = synthesis.of_type("AWS::SNS::Topic")
    for alarm in alarms:
        assert alarm["AlarmActions"] == [{"Ref": topic}]
        assert alarm["AlarmDescription"]


def test_a_dead_letter_rings_although_it_is_read_at_once(synthesis: "Synthesis") -> None:
    """The reader empties the queue before CloudWatch measures its depth, so the read itself rings too."""
    names = [alarm.get("MetricName") for alarm in synthesis.of_type("AWS::CloudWatch::Alarm").values()]
    assert names.count("NumberOfMessagesReceived") == len(QUEUES)
    assert names.count("ApproximateNumberOfMessagesVisible") == len(QUEUES) + 6


def test_every_function_that_writes_dead_letters_rings(synthesis: "Synthesis") -> None:
    """Q5: also a job whose retries are spent, for which no message is dead; the names are those that the code writes."""
    alarms = [
        alarm
        for alarm in synthesis.of_type("AWS::CloudWatch::Alarm").values()
        if alarm.get("MetricName") == DEAD_LETTERS
    ]
    services = {dimension["Value"] for alarm in alarms for dimension in alarm["Dimensions"]}
    assert services == {"lifecycle", "sweeper", "dead_letters"} <= set(synthesis.functions())
    for alarm in alarms:
        assert [dimension["Name"] for dimension in alarm["Dimensions"]] == ["service"]
        assert alarm["Namespace"] == NAMESPACE
        assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")
        assert (alarm["Statistic"], alarm["TreatMissingData"]) == ("Sum", "notBreaching")


def test_a_counter_that_drifted_rings(synthesis: "Synthesis") -> None:
    """Promise 6: the metric must be 0; name and function are those that the code reports under."""
    (alarm,) = (
        alarm
        for alarm in synthesis.of_type("AWS::CloudWatch::Alarm").values()
        if alarm.get("MetricName") == COUNTER_DRIFT
    )
    assert alarm["Dimensions"] == [{"Name": "service", "Value": "sweeper"}]
    assert (alarm["Namespace"], alarm["Threshold"]) == (NAMESPACE, 0)
    assert (alarm["Statistic"], alarm["TreatMissingData"]) == ("Sum", "notBreaching")


def test_the_reader_knows_a_dead_letters_work_queue_by_its_arn(synthesis: "Synthesis") -> None:
    """The ARN is all that a record says of where it comes from."""
    for name in QUEUES:
        _, dead = queue_named(synthesis, f"{name}-dead-letters")
        record = {
            "messageId": "m",
            "body": "",
            "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{dead['QueueName']}",
        }
        assert dead_message(record).queue == name


def test_only_the_dispatcher_polls_the_work_queues(synthesis: "Synthesis") -> None:
    """An event source mapping on a work queue would start jobs past the weights and the capacity."""
    work = {queue_named(synthesis, name)[0] for name in QUEUES}
    for mapping in synthesis.of_type("AWS::Lambda::EventSourceMapping").values():
        assert not work & synthesis.references(mapping["EventSourceArn"])


def test_the_dead_letters_function_reads_every_dead_letter_queue(synthesis: "Synthesis") -> None:
    """Each with partial answers, so one bad message does not bring the others back."""
    wanted = {queue_named(synthesis, f"{name}-dead-letters")[0] for name in QUEUES}
    reader = synthesis.logical_id(
        "AWS::Lambda::Function", FunctionName=f"{synthesis.environment.stack_name}-dead_letters"
    )
    mappings = [
        mapping
        for mapping in synthesis.of_type("AWS::Lambda::EventSourceMapping").values()
        if mapping["FunctionName"] == {"Ref": reader}
    ]
    assert {one for mapping in mappings for one in synthesis.references(mapping["EventSourceArn"])} == wanted
    for mapping in mappings:
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
