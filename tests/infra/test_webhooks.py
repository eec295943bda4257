"""How outcomes reach the function that tells of them, and nothing else does."""

from typing import TYPE_CHECKING, Any

from infra.webhooks import MAX_RECEIVES
from reelwright.batches.drop import ACCEPTED, DROP_SUFFIXES, OPTIONS, REFUSED
from reelwright.jobs.output_keys import BATCH_OUTCOME, OUTCOME, OUTPUTS, batch_outcome_key, outcome_key
from reelwright.jobs.upload import INBOX
from reelwright.webhooks.log import CUT_OFF
from reelwright.webhooks.schedule import LONGEST_WAIT_SECONDS, MOST_TRIES, WAITS_SECONDS

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis


def queue_named(synthesis: "Synthesis", name: str) -> tuple[str, dict[str, Any]]:
    """Return logical id and properties of a queue."""
    logical_id = synthesis.logical_id("AWS::SQS::Queue", QueueName=f"{synthesis.environment.stack_name}-{name}")
    return logical_id, synthesis.of_type("AWS::SQS::Queue")[logical_id]


def policy_of(synthesis: "Synthesis", queue: str) -> tuple[str, dict[str, Any]]:
    """Return logical id and properties of the policy of a queue."""
    ((found, policy),) = (
        (name, policy)
        for name, policy in synthesis.of_type("AWS::SQS::QueuePolicy").items()
        if policy["Queues"] == [{"Ref": queue}]
    )
    return found, policy


def test_only_outcomes_are_told_of(synthesis: "Synthesis") -> None:
    """Two rules on the bucket: what the outbox writes at the end of a job and of a batch, and no file of a film."""
    told = notices_to(synthesis, "webhooks")
    assert told == [(OUTPUTS, OUTCOME), (OUTPUTS, BATCH_OUTCOME)]
    for key in (outcome_key("job"), batch_outcome_key("batch")):
        assert sum(key.startswith(prefix) and key.endswith(suffix) for prefix, suffix in told) == 1


def test_manifests_are_told_of_and_their_answers_are_not(synthesis: "Synthesis") -> None:
    """One rule for each kind of manifest; the function ignores the table of errors, which is a CSV, too."""
    told = notices_to(synthesis, "batches")
    assert told == [(INBOX, suffix) for suffix in DROP_SUFFIXES]
    for answer in (ACCEPTED, REFUSED, OPTIONS):
        assert not any(f"inbox/ada/films{answer}".endswith(suffix) for _, suffix in told)


def notices_to(synthesis: "Synthesis", name: str) -> list[tuple[str, str]]:
    """Return prefix and suffix of the bucket's notices to a queue."""
    (bucket,) = synthesis.of_type("AWS::S3::Bucket").values()
    queue, _ = queue_named(synthesis, name)
    found = []
    for rule in bucket["NotificationConfiguration"]["QueueConfigurations"]:
        assert rule["Event"] == "s3:ObjectCreated:*"
        wanted = {one["Name"]: one["Value"] for one in rule["Filter"]["S3Key"]["Rules"]}
        if rule["Queue"] == {"Fn::GetAtt": [queue, "Arn"]}:
            found.append((wanted["prefix"], wanted["suffix"]))
    return found


def test_only_this_bucket_may_tell(synthesis: "Synthesis") -> None:
    """S3 in general may not: its statement names the very bucket, and the account against a later owner of the name."""
    (bucket,) = synthesis.of_type("AWS::S3::Bucket").values()
    queue, _ = queue_named(synthesis, "webhooks")
    _, policy = policy_of(synthesis, queue)
    (allowed,) = (one for one in policy["PolicyDocument"]["Statement"] if one["Effect"] == "Allow")
    assert allowed["Principal"] == {"Service": "s3.amazonaws.com"}
    assert allowed["Action"] == "sqs:SendMessage"
    assert allowed["Resource"] == {"Fn::GetAtt": [queue, "Arn"]}
    source = allowed["Condition"]["ArnEquals"]["aws:SourceArn"]["Fn::Join"][1]
    name = bucket["BucketName"]["Fn::Join"][1]
    assert source == ["arn:", {"Ref": "AWS::Partition"}, f":s3:::{name[0]}", *name[1:]]
    assert allowed["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}


def test_the_bucket_is_made_after_the_queue_lets_it_in(synthesis: "Synthesis") -> None:
    """S3 tries the queue when it is connected, and refuses the bucket otherwise."""
    queue, _ = queue_named(synthesis, "webhooks")
    policy, _ = policy_of(synthesis, queue)
    (bucket,) = synthesis.of_type("AWS::S3::Bucket")
    assert policy in synthesis.resources[bucket]["DependsOn"]


def test_one_slow_receiver_holds_up_nobody_else(synthesis: "Synthesis") -> None:
    """One message a run, partial answers (a message that waits comes back alone), bounded runs at once."""
    queue, _ = queue_named(synthesis, "webhooks")
    function = synthesis.logical_id(
        "AWS::Lambda::Function", FunctionName=f"{synthesis.environment.stack_name}-webhooks"
    )
    (mapping,) = (
        mapping
        for mapping in synthesis.of_type("AWS::Lambda::EventSourceMapping").values()
        if mapping["FunctionName"] == {"Ref": function}
    )
    assert synthesis.references(mapping["EventSourceArn"]) == {queue}
    assert (mapping["BatchSize"], mapping["FunctionResponseTypes"]) == (1, ["ReportBatchItemFailures"])
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": 20}
    assert "ReservedConcurrentExecutions" not in synthesis.functions()["webhooks"]


def test_the_queue_outlasts_every_try(synthesis: "Synthesis") -> None:
    """Kept longer than all waits, hidden longer than a run, received more often than there are tries, then kept to be seen."""
    _, queue = queue_named(synthesis, "webhooks")
    dead, letters = queue_named(synthesis, "webhooks-dead-letters")
    timeout = synthesis.functions()["webhooks"]["Timeout"]
    assert queue["MessageRetentionPeriod"] > 2 * sum(WAITS_SECONDS)
    assert queue["VisibilityTimeout"] >= 6 * timeout
    assert timeout < CUT_OFF.total_seconds()
    assert LONGEST_WAIT_SECONDS < 12 * 3600
    assert queue["RedrivePolicy"] == {
        "deadLetterTargetArn": {"Fn::GetAtt": [dead, "Arn"]},
        "maxReceiveCount": MAX_RECEIVES,
    }
    assert MAX_RECEIVES >= 3 * MOST_TRIES
    assert letters["MessageRetentionPeriod"] == 14 * 86_400


def test_the_function_knows_its_queues(synthesis: "Synthesis") -> None:
    """By their URLs, in its settings."""
    queue, _ = queue_named(synthesis, "webhooks")
    dead, _ = queue_named(synthesis, "webhooks-dead-letters")
    variables = synthesis.functions()["webhooks"]["Environment"]["Variables"]
    assert variables["REELWRIGHT_WEBHOOK_QUEUE_URL"] == {"Ref": queue}
    assert variables["REELWRIGHT_WEBHOOK_DEAD_LETTERS_URL"] == {"Ref": dead}


def test_the_function_that_calls_strangers_may_do_little_else(synthesis: "Synthesis") -> None:
    """Rows, its own queues and the secret: no file, no execution, no row to remove."""
    (role,) = synthesis.references(synthesis.functions()["webhooks"]["Role"])
    allowed = {
        action
        for policy in synthesis.of_type("AWS::IAM::Policy").values()
        if {"Ref": role} in policy["Roles"]
        for one in policy["PolicyDocument"]["Statement"]
        for action in (one["Action"] if isinstance(one["Action"], list) else [one["Action"]])
    }
    assert {action.split(":")[0] for action in allowed} == {"logs", "xray", "dynamodb", "sqs", "secretsmanager"}
    assert {"sqs:ChangeMessageVisibility", "sqs:SendMessage", "secretsmanager:GetSecretValue"} <= allowed
    assert "dynamodb:DeleteItem" not in allowed
