"""Who may touch what: named actions on named resources."""

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis

WITHOUT_RESOURCE = {
    "xray:PutTraceSegments": "traces belong to no resource",
    "xray:PutTelemetryRecords": "traces belong to no resource",
    "xray:GetSamplingRules": "sampling rules are the account's",
    "xray:GetSamplingTargets": "sampling rules are the account's",
    "dynamodb:ListStreams": "Lambda finds a table's stream by it",
    "ecs:ListTasks": "its resource is a machine that Fargate does not have; a condition names our cluster",
    "ecr:GetAuthorizationToken": "a token is the account's",
    "logs:CreateLogDelivery": "log delivery of Step Functions knows no resource (its guide)",
    "logs:GetLogDelivery": "log delivery of Step Functions knows no resource (its guide)",
    "logs:UpdateLogDelivery": "log delivery of Step Functions knows no resource (its guide)",
    "logs:DeleteLogDelivery": "log delivery of Step Functions knows no resource (its guide)",
    "logs:ListLogDeliveries": "log delivery of Step Functions knows no resource (its guide)",
    "logs:PutResourcePolicy": "log delivery of Step Functions knows no resource (its guide)",
    "logs:DescribeResourcePolicies": "log delivery of Step Functions knows no resource (its guide)",
    "logs:DescribeLogGroups": "log delivery of Step Functions knows no resource (its guide)",
}
"""Action -> why its resource is `*`."""


def words(value: Any) -> list[Any]:
    """Return a policy's field as a list."""
    return value if isinstance(value, list) else [value]


def statements(synthesis: "Synthesis") -> list[dict[str, Any]]:
    """Return every statement that allows something to one of our roles."""
    return [
        statement
        for policy in synthesis.of_type("AWS::IAM::Policy").values()
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def statements_of(synthesis: "Synthesis", role_of: str) -> list[dict[str, Any]]:
    """Return every statement that allows something to a function's role."""
    function = synthesis.functions()[role_of]
    (role,) = synthesis.references(function["Role"])
    return [
        statement
        for policy in synthesis.of_type("AWS::IAM::Policy").values()
        if {"Ref": role} in policy["Roles"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def actions_of(synthesis: "Synthesis", role_of: str) -> set[str]:
    """Return every action that a function's role allows."""
    return {action for one in statements_of(synthesis, role_of) for action in words(one["Action"])}


def test_no_action_is_a_wildcard(synthesis: "Synthesis") -> None:
    """Every right is named."""
    assert [action for one in statements(synthesis) for action in words(one["Action"]) if "*" in action] == []


def test_a_resource_is_a_wildcard_only_where_the_action_knows_none(synthesis: "Synthesis") -> None:
    """Each such action has its reason above; none of the reasons is stale."""
    found = {
        action for one in statements(synthesis) if "*" in words(one["Resource"]) for action in words(one["Action"])
    }
    assert found - set(WITHOUT_RESOURCE) == set()
    image_only = {"ecr:GetAuthorizationToken"} if synthesis.environment.packaging == "folder" else set()
    assert set(WITHOUT_RESOURCE) - found == image_only


def test_no_role_has_a_policy_of_somebody_else(synthesis: "Synthesis") -> None:
    """AWS's managed policies grow without us."""
    for role in synthesis.of_type("AWS::IAM::Role").values():
        assert "ManagedPolicyArns" not in role


def test_every_function_has_its_own_role(synthesis: "Synthesis") -> None:
    """What one may do, the next may not."""
    roles = [str(function["Role"]) for function in synthesis.functions().values()]
    assert len(roles) == len(set(roles))


def test_only_those_who_remove_may_remove(synthesis: "Synthesis") -> None:
    """Rows: whoever ends attempts or cleans up, and the API: a retried job's dead letter goes. Files: whoever cleans up."""
    names = synthesis.functions()
    may = {name: actions_of(synthesis, name) for name in names}
    assert {name for name in names if "dynamodb:DeleteItem" in may[name]} == {
        *("lifecycle", "sweeper", "processing", "api"),
    }
    assert {name for name in names if "s3:DeleteObject" in may[name]} == {"sweeper", "processing"}


def test_whoever_announces_jobs_may_copy_results(synthesis: "Synthesis") -> None:
    """A request that was done before is answered by copies within `outputs/`; a missing file must look missing."""
    for name in ("outbox", "sweeper"):
        assert {"s3:GetObject", "s3:PutObject", "s3:ListBucket"} <= actions_of(synthesis, name)


def test_whoever_shows_or_reports_the_depth_of_queues_may_ask_for_it(synthesis: "Synthesis") -> None:
    """The API shows it to operators, dead letters included; the sweeper reports it. Neither may take a message."""
    for name in ("api", "sweeper"):
        allowed = actions_of(synthesis, name)
        assert "sqs:GetQueueAttributes" in allowed
        assert "sqs:ReceiveMessage" not in allowed


def test_only_the_api_may_have_uploads_sent_and_only_steps_read_them(synthesis: "Synthesis") -> None:
    """A signed upload can do what its signer may do; whoever decodes users' files cannot replace them.

    The sweeper drops unused ones.
    """
    for name in synthesis.functions():
        on_uploads = {
            action
            for one in statements_of(synthesis, name)
            for action in words(one["Action"])
            if "uploads/*" in json.dumps(one["Resource"])
        }
        steps = {"generation", "media", "render", "processing"}
        own = {"api": {"s3:PutObject"}, "sweeper": {"s3:DeleteObject"}}
        assert on_uploads == own.get(name, {"s3:GetObject"} if name in steps else set())


def test_only_dispatcher_and_sweeper_start_attempts(synthesis: "Synthesis") -> None:
    """A job starts through the queues and the capacity, or not at all."""
    names = synthesis.functions()
    starters = {name for name in names if "states:StartExecution" in actions_of(synthesis, name)}
    assert starters == {"dispatcher", "sweeper"}


def test_steps_reach_neither_queues_nor_executions(synthesis: "Synthesis") -> None:
    """A step that reads a user's file has the table and the bucket, nothing that could start or stop work."""
    for name in ("generation", "media", "render", "processing"):
        services = {action.split(":")[0] for action in actions_of(synthesis, name)}
        assert services == {"logs", "xray", "dynamodb", "s3"}


def machine_statements(synthesis: "Synthesis") -> list[dict[str, Any]]:
    """Return every statement that allows something to the state machine's role."""
    (machine,) = synthesis.of_type("AWS::StepFunctions::StateMachine").values()
    (role,) = synthesis.references(machine["RoleArn"])
    return [
        one
        for policy in synthesis.of_type("AWS::IAM::Policy").values()
        if {"Ref": role} in policy["Roles"]
        for one in policy["PolicyDocument"]["Statement"]
    ]


def test_the_machine_may_run_what_older_executions_name(synthesis: "Synthesis") -> None:
    """Every version of a step function, and every revision of the task: a deployment must not end a running film."""
    (invoke,) = (one for one in machine_statements(synthesis) if one["Action"] == "lambda:InvokeFunction")
    assert [one["Fn::Join"][1][-1] for one in invoke["Resource"] if "Fn::Join" in one] == [":*"] * 4
    (run,) = (one for one in machine_statements(synthesis) if one["Action"] == "ecs:RunTask")
    family = f"task-definition/{synthesis.environment.stack_name}-render"
    assert [one["Fn::Join"][1][-1].partition(":")[2] for one in run["Resource"]] == [family, f"{family}:*"]


def test_the_machine_may_stop_the_task_it_started(synthesis: "Synthesis") -> None:
    """Without ecs:StopTask a cancelled film would go on composing, and be paid for."""
    allowed = {action for one in machine_statements(synthesis) for action in words(one["Action"])}
    assert {"lambda:InvokeFunction", "ecs:RunTask", "ecs:StopTask", "ecs:DescribeTasks", "iam:PassRole"} <= allowed
