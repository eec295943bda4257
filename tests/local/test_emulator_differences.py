"""Where the emulator is not AWS, and the product relies on knowing it. A failure here means: it has changed, look again.

`docs/local-stack.md` says for each what AWS does, and what of ours follows from it.
"""

import io
import json
import time
import urllib.error
import urllib.request
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.aws import client
from infra.local.place import Place
from infra.local.ports import listening_addresses
from infra.local.roles import role_credentials

pytestmark = pytest.mark.local

Aws = Callable[[str], Any]
Until = Callable[..., Any]
Machine = Callable[..., str]
EndOf = Callable[[str], dict[str, Any]]


@pytest.fixture
def machine(aws: Aws, role: str) -> Machine:
    """Return a maker of state machines from their states, the first of which starts."""

    def make(states: dict[str, Any], **options: Any) -> str:
        definition = {"StartAt": next(iter(states)), "States": states, **options}
        name, text = f"differences-{uuid.uuid4().hex}", json.dumps(definition)
        made = aws("stepfunctions").create_state_machine(name=name, roleArn=role, definition=text)
        return str(made["stateMachineArn"])

    return make


@pytest.fixture
def queue(aws: Aws) -> str:
    """Return the URL of a queue of the test's own."""
    return str(aws("sqs").create_queue(QueueName=f"differences-{uuid.uuid4().hex}")["QueueUrl"])


def start(aws: Aws, machine_arn: str, **options: Any) -> str:
    """Start an execution and return its ARN."""
    return str(aws("stepfunctions").start_execution(stateMachineArn=machine_arn, **options)["executionArn"])


@pytest.fixture
def end_of(aws: Aws, until: Until) -> EndOf:
    """Return what waits for the end of an execution and describes it, or as it is after 15 s."""

    def describe(execution: str) -> dict[str, Any]:
        described: dict[str, Any] = aws("stepfunctions").describe_execution(executionArn=execution)
        return described

    def wait(execution: str) -> dict[str, Any]:
        until(lambda: describe(execution)["status"] != "RUNNING")
        return describe(execution)

    return wait


def receive(aws: Aws, queue: str) -> str:
    """Take the next message of a queue and return its body; "" where none comes within a minute."""
    for _ in range(30):
        answer = aws("sqs").receive_message(QueueUrl=queue, WaitTimeSeconds=2)
        for message in answer.get("Messages", []):
            aws("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            return str(message["Body"])
    return ""


def callback_state(queue: str, **options: Any) -> dict[str, Any]:
    """Return a state that sends its task token to a queue and waits for the answer."""
    parameters = {"QueueUrl": queue, "MessageBody.$": "$$.Task.Token"}
    resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
    return {"Ask": {"Type": "Task", "Resource": resource, "Parameters": parameters, "End": True, **options}}


def test_listens_on_loopback_alone(place: Place) -> None:
    """The emulator's root key is public, so nothing but this machine may reach it."""
    assert listening_addresses(place.port) == {"127.0.0.1"}


def test_a_state_machine_never_times_out(aws: Aws, machine: Machine, end_of: EndOf) -> None:
    """TimeoutSeconds of a whole machine is ignored (AWS: TIMED_OUT): our sweeper ends what is over its limit."""
    wait = {"Wait": {"Type": "Wait", "Seconds": 2, "End": True}}
    assert end_of(start(aws, machine(wait, TimeoutSeconds=1)))["status"] == "SUCCEEDED"


def test_a_silent_task_outlives_its_heartbeat(aws: Aws, machine: Machine, queue: str, end_of: EndOf) -> None:
    """HeartbeatSeconds is ignored (AWS: States.HeartbeatTimeout after one second); TimeoutSeconds is not."""
    states = callback_state(queue, HeartbeatSeconds=1, TimeoutSeconds=3)
    started = time.monotonic()
    assert end_of(start(aws, machine(states)))["error"] == "States.Timeout"
    assert time.monotonic() - started >= 3


def test_retries_ignore_max_delay_and_keep_the_task_token(aws: Aws, machine: Machine, queue: str) -> None:
    """MaxDelaySeconds is ignored, and each retry gets the same token (AWS: at most 1 s here, and a new token each)."""
    retry = {"ErrorEquals": ["Again"], "IntervalSeconds": 1, "BackoffRate": 3, "MaxAttempts": 2, "MaxDelaySeconds": 2}
    start(aws, machine(callback_state(queue, Retry=[retry])))
    tokens, times = [], []
    for _ in range(3):
        tokens.append(receive(aws, queue))
        times.append(time.monotonic())
        aws("stepfunctions").send_task_failure(taskToken=tokens[-1], error="Again", cause="")
    assert len(set(tokens)) == 1
    assert times[2] - times[1] >= 3


def test_the_same_name_and_input_is_refused(aws: Aws, machine: Machine) -> None:
    """StartExecution with the name and input of a running one fails (AWS: returns it): our adapter treats both alike."""
    arn = machine({"Wait": {"Type": "Wait", "Seconds": 1, "End": True}})
    start(aws, arn, name="twice", input="{}")
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        start(aws, arn, name="twice", input="{}")


def test_states_of_any_size_pass(aws: Aws, machine: Machine, end_of: EndOf) -> None:
    """More than 262,144 bytes between states pass (AWS: States.DataLimitExceeded): a test of ours measures payloads."""
    execution = start(aws, machine({"Big": {"Type": "Pass", "Result": "x" * 300_000, "End": True}}))
    assert end_of(execution)["status"] == "SUCCEEDED"


def test_an_invalid_machine_is_accepted(aws: Aws, machine: Machine, end_of: EndOf) -> None:
    """An unknown Next is found only when it is reached (AWS: refused at creation): statelint looks before us."""
    execution = start(aws, machine({"First": {"Type": "Pass", "Next": "Nowhere"}}))
    assert end_of(execution)["error"] == "States.Runtime"


def has_begun(aws: Aws, execution: str) -> bool:
    """Return whether an execution has entered its first state; what happens inside a Map shows only when that is over."""
    events = aws("stepfunctions").get_execution_history(executionArn=execution)["events"]
    return any(event["type"].endswith("StateEntered") for event in events)


def test_a_stopped_execution_goes_on_inside_its_map(aws: Aws, machine: Machine, queue: str, until: Until) -> None:
    """Items of a Map go on after StopExecution (AWS: they stop): a step looks by itself whether its attempt is over."""
    send = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage",
        "Parameters": {"QueueUrl": queue, "MessageBody": "still here"},
        "End": True,
    }
    pause = {"Type": "Wait", "Seconds": 20, "Next": "Send"}
    inner = {"StartAt": "Pause", "States": {"Pause": pause, "Send": send}}
    states = {"Map": {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": inner, "End": True}}
    execution = start(aws, machine(states), input='{"items": [1]}')
    assert until(lambda: has_begun(aws, execution))
    time.sleep(1)  # the item or branch enters its pause
    aws("stepfunctions").stop_execution(executionArn=execution)
    assert receive(aws, queue) == "still here"


def test_a_stopped_execution_may_turn_failed(aws: Aws, machine: Machine, end_of: EndOf, until: Until) -> None:
    """What fails after StopExecution makes ABORTED FAILED, with a second event (AWS: final): the first event counts."""
    pause = {"Type": "Wait", "Seconds": 20, "Next": "Fail"}
    branch = {"StartAt": "Pause", "States": {"Pause": pause, "Fail": {"Type": "Fail", "Error": "Late"}}}
    execution = start(aws, machine({"Both": {"Type": "Parallel", "Branches": [branch], "End": True}}))
    assert until(lambda: has_begun(aws, execution))
    time.sleep(1)  # the item or branch enters its pause
    aws("stepfunctions").stop_execution(executionArn=execution)
    assert end_of(execution)["status"] == "ABORTED"
    described = aws("stepfunctions").describe_execution
    assert until(lambda: described(executionArn=execution)["status"] == "FAILED")


def test_executions_cannot_be_redriven(aws: Aws, machine: Machine) -> None:
    """RedriveExecution does not exist: a retry is a new execution of ours."""
    execution = start(aws, machine({"End": {"Type": "Fail"}}))
    with pytest.raises(ClientError, match="InvalidAction"):
        aws("stepfunctions").redrive_execution(executionArn=execution)


def test_messages_cannot_be_moved(aws: Aws) -> None:
    """StartMessageMoveTask does not exist: dead letters go back by our own code."""
    with pytest.raises(ClientError, match="InvalidAction"):
        aws("sqs").start_message_move_task(SourceArn="arn:aws:sqs:us-east-1:000000000000:any")


def test_a_synced_task_runs_until_it_is_stopped(aws: Aws, machine: Machine, end_of: EndOf, until: Until) -> None:
    """Without Docker RunTask runs nothing, `.sync` has no token, ends by StopTask only, and always with exit code 0.

    On AWS the container's end ends it, and a non-zero exit code fails the state: here the next step finds no artefact.
    """
    ecs = aws("ecs")
    cluster = ecs.create_cluster(clusterName="differences")["cluster"]["clusterArn"]
    container = {"name": "only", "image": "none", "command": ["python", "-c", "raise SystemExit(3)"]}
    task = ecs.register_task_definition(family="differences", containerDefinitions=[container])
    token = {"Name": "only", "Environment": [{"Name": "TOKEN", "Value.$": "$$.Task.Token"}]}
    parameters = {
        "Cluster": cluster,
        "TaskDefinition": task["taskDefinition"]["taskDefinitionArn"],
        "Overrides": {"ContainerOverrides": [token]},
    }
    resource = "arn:aws:states:::ecs:runTask.sync"
    execution = start(
        aws, machine({"Run": {"Type": "Task", "Resource": resource, "Parameters": parameters, "End": True}})
    )
    tasks = until(lambda: ecs.list_tasks(cluster=cluster)["taskArns"])
    described = ecs.describe_tasks(cluster=cluster, tasks=tasks)["tasks"][0]
    assert described["lastStatus"] == "RUNNING"
    assert described["overrides"]["containerOverrides"][0]["environment"] == [{"name": "TOKEN"}]
    ecs.stop_task(cluster=cluster, task=tasks[0], reason="it failed")
    ended = end_of(execution)
    assert ended["status"] == "SUCCEEDED"
    assert json.loads(ended["output"])["tasks"][0]["containers"][0]["exitCode"] == 0


def test_stopping_an_execution_leaves_its_task(aws: Aws, machine: Machine, until: Until) -> None:
    """StopExecution does not stop the task of a `.sync` state (AWS: it does): our adapter stops it too."""
    ecs = aws("ecs")
    ecs.create_cluster(clusterName="orphans")
    task = ecs.register_task_definition(family="orphans", containerDefinitions=[{"name": "only", "image": "none"}])
    parameters = {"Cluster": "orphans", "TaskDefinition": task["taskDefinition"]["taskDefinitionArn"]}
    resource = "arn:aws:states:::ecs:runTask.sync"
    execution = start(
        aws, machine({"Run": {"Type": "Task", "Resource": resource, "Parameters": parameters, "End": True}})
    )
    tasks = until(lambda: ecs.list_tasks(cluster="orphans")["taskArns"])
    aws("stepfunctions").stop_execution(executionArn=execution)
    time.sleep(1.5)
    assert ecs.describe_tasks(cluster="orphans", tasks=tasks)["tasks"][0]["lastStatus"] == "RUNNING"


def test_signed_links_expire(aws: Aws, place: Place, role: str) -> None:
    """Those of roles by the emulator itself; root's by the guard, as the emulator lets them live for ever."""
    root = aws("s3")
    root.create_bucket(Bucket="differences")
    root.put_object(Bucket="differences", Key="film", Body=b"film")
    iam = aws("iam")
    trust = iam.get_role(RoleName="differences")["Role"]["AssumeRolePolicyDocument"]
    assert "AWS" not in json.dumps(trust)
    issued = role_credentials(place, role, session="reader")
    reader = client(
        place,
        "s3",
        key=issued["AWS_ACCESS_KEY_ID"],
        secret=issued["AWS_SECRET_ACCESS_KEY"],
        token=issued["AWS_SESSION_TOKEN"],
    )
    wanted = {"Bucket": "differences", "Key": "film"}
    links = [each.generate_presigned_url("get_object", Params=wanted, ExpiresIn=1) for each in (root, reader)]
    time.sleep(2)
    for link in links:
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(link)  # noqa: S310 - loopback


def test_capacity_provider_associations_are_unknown(aws: Aws, until: Until) -> None:
    """A stack with the resource that CDK makes for capacity providers fails, so ours names them on the cluster."""
    resource = {
        "Type": "AWS::ECS::ClusterCapacityProviderAssociations",
        "Properties": {"Cluster": "any", "CapacityProviders": ["FARGATE"], "DefaultCapacityProviderStrategy": []},
    }
    cloudformation = aws("cloudformation")
    name = "unknown-resource"
    try:
        cloudformation.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": {"One": resource}}))
    except ClientError:
        return
    state = until(
        lambda: cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"] != "CREATE_IN_PROGRESS"
    )
    assert state
    assert cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"] != "CREATE_COMPLETE"


def test_a_secrets_reference_is_its_name(aws: Aws, until: Until) -> None:
    """A grant by `Ref` would name no secret at all; the attribute `Id` is the ARN, as on AWS."""
    template = {
        "Resources": {"One": {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {}}}},
        "Outputs": {"Ref": {"Value": {"Ref": "One"}}, "Id": {"Value": {"Fn::GetAtt": ["One", "Id"]}}},
    }
    cloudformation = aws("cloudformation")
    cloudformation.create_stack(StackName="secret-reference", TemplateBody=json.dumps(template))

    def made() -> Any:
        return cloudformation.describe_stacks(StackName="secret-reference")["Stacks"][0]

    assert until(lambda: made()["StackStatus"] == "CREATE_COMPLETE")
    said = {output["OutputKey"]: output["OutputValue"] for output in made()["Outputs"]}
    assert said["Id"].startswith("arn:aws:secretsmanager:")
    assert not said["Ref"].startswith("arn:")


def test_a_repeated_transaction_must_spell_its_numbers_as_they_are_stored(aws: Aws) -> None:
    """A request token is refused for the very same request where a number has a trailing zero (AWS: the first answer)."""
    dynamodb = aws("dynamodb")
    dynamodb.create_table(
        TableName="repeated",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )

    def twice(number: str) -> None:
        put = {"Put": {"TableName": "repeated", "Item": {"id": {"S": number}, "count": {"N": number}}}}
        for _ in range(2):
            dynamodb.transact_write_items(TransactItems=[put], ClientRequestToken=f"token-{number}")

    twice("1")
    with pytest.raises(dynamodb.exceptions.IdempotentParameterMismatchException):
        twice("1.0")


def test_every_error_of_a_function_has_the_same_name(
    aws: Aws, machine: Machine, role: str, end_of: EndOf, until: Until
) -> None:
    """A state sees `Runtime.HandlerError` (AWS: the class's name), so no Retry by name strikes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as code:
        code.writestr("failing.py", "def handler(event, context):\n    raise ValueError('no')\n")
    made = aws("lambda").create_function(
        FunctionName="failing",
        Role=role,
        Runtime="python3.11",
        Handler="failing.handler",
        Code={"ZipFile": packed.getvalue()},
    )
    until(lambda: aws("lambda").get_function(FunctionName="failing")["Configuration"]["State"] == "Active")
    states = {"Fail": {"Type": "Task", "Resource": made["FunctionArn"], "End": True}}
    assert end_of(start(aws, machine(states)))["error"] == "Runtime.HandlerError"
