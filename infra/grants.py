"""The stack's grants: each function returns one policy statement, on named resources, without wildcard actions.

A transaction needs the permissions of the writes in it (DynamoDB developer guide, "Transactions and IAM").
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn

from infra.fargate import Fargate
from infra.table import JobsTable
from reelwright.providers.federation import ENTRA_AUDIENCE, IDENTITY_SECONDS
from reelwright.providers.setup import CLIPS_PREFIX, ClipSetup, ProvidersSetup

_READ: Final = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"]
_NETWORK_INTERFACES: Final = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
]
_BEDROCK_AREAS: Final = frozenset({"us", "eu", "jp", "au", "apac", "global"})
"""Prefixes of cross-region inference profiles."""
_WRITE: Final = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem"]


def _allow(
    actions: Sequence[str], resources: Sequence[str], conditions: Mapping[str, Mapping[str, object]] | None = None
) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=list(actions), resources=list(resources), conditions=conditions)


def read_rows(table: JobsTable) -> iam.PolicyStatement:
    """Read rows, also through the indexes."""
    return _allow(_READ, [table.table.table_arn, *table.index_arns])


def read_partitions(table: JobsTable, *prefixes: str) -> iam.PolicyStatement:
    """Read rows of partitions whose keys begin with one of `prefixes`; no index."""
    return _allow(_READ, [table.table.table_arn], _within(prefixes))


def write_partitions(table: JobsTable, *prefixes: str, removing: bool = False) -> iam.PolicyStatement:
    """Write rows of partitions whose keys begin with one of `prefixes`, and remove single ones, also in transactions.

    A condition can name partition keys, but not sort keys (DynamoDB developer guide, "Using IAM policy conditions").
    """
    return _allow([*_WRITE, *(["dynamodb:DeleteItem"] if removing else [])], [table.table.table_arn], _within(prefixes))


def put_rows_of(table: JobsTable, attributes: Collection[str], *prefixes: str) -> iam.PolicyStatement:
    """Put rows with no other attributes than these, in partitions whose keys begin with one of `prefixes`."""
    conditions = {**_within(prefixes), "ForAllValues:StringEquals": {"dynamodb:Attributes": sorted(attributes)}}
    return _allow(["dynamodb:PutItem"], [table.table.table_arn], conditions)


def remove_many_rows(table: JobsTable, *prefixes: str) -> iam.PolicyStatement:
    """Remove rows in batches, in partitions whose keys begin with one of `prefixes`: a job with its history and steps."""
    return _allow(["dynamodb:BatchWriteItem"], [table.table.table_arn], _within(prefixes))


def _within(prefixes: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    return {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [f"{prefix}*" for prefix in prefixes]}}


def read_stream(table: JobsTable) -> iam.PolicyStatement:
    """Let an event source mapping read the table's stream."""
    actions = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
    return _allow(actions, [table.stream_arn])


def list_streams() -> iam.PolicyStatement:
    """List streams. Event source mappings need it, and the action supports no resource."""
    return _allow(["dynamodb:ListStreams"], ["*"])


def find_objects(bucket: s3.Bucket) -> iam.PolicyStatement:
    """List keys. Without this permission S3 answers 403 instead of 404 for a missing object."""
    return _allow(["s3:ListBucket"], [bucket.bucket_arn])


def read_objects(bucket: s3.Bucket, *prefixes: str) -> iam.PolicyStatement:
    """Read objects under prefixes. A URL that the role signs has the same permission."""
    return _allow(["s3:GetObject"], [bucket.arn_for_objects(f"{prefix}*") for prefix in prefixes])


def write_objects(bucket: s3.Bucket, *prefixes: str) -> iam.PolicyStatement:
    """Write objects under prefixes."""
    return _allow(["s3:PutObject"], [bucket.arn_for_objects(f"{prefix}*") for prefix in prefixes])


def remove_objects(bucket: s3.Bucket, *prefixes: str) -> iam.PolicyStatement:
    """Remove objects under prefixes."""
    return _allow(["s3:DeleteObject"], [bucket.arn_for_objects(f"{prefix}*") for prefix in prefixes])


def send_to(queues: Sequence[sqs.Queue]) -> iam.PolicyStatement:
    """Send messages to queues."""
    return _allow(["sqs:SendMessage"], [queue.queue_arn for queue in queues])


def read_depths(queues: Sequence[sqs.Queue]) -> iam.PolicyStatement:
    """Read how many messages wait in queues."""
    return _allow(["sqs:GetQueueAttributes"], [queue.queue_arn for queue in queues])


def receive_from(queues: Sequence[sqs.Queue]) -> iam.PolicyStatement:
    """Receive messages, delete them, and change their visibility timeout."""
    actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"]
    return _allow(actions, [queue.queue_arn for queue in queues])


def read_secret(secret_arn: str) -> iam.PolicyStatement:
    """Read a secret. It is encrypted with the AWS managed key of Secrets Manager, which needs no permission of its own."""
    return _allow(["secretsmanager:GetSecretValue"], [secret_arn])


def _executions(machine: sfn.StateMachine) -> str:
    return f"arn:{Aws.PARTITION}:states:{Aws.REGION}:{Aws.ACCOUNT_ID}:execution:{machine.state_machine_name}:*"


def start_executions(machine: sfn.StateMachine) -> iam.PolicyStatement:
    """Start executions of the state machine."""
    return _allow(["states:StartExecution"], [machine.state_machine_arn])


def describe_executions(machine: sfn.StateMachine) -> iam.PolicyStatement:
    """Read status, input and output of executions."""
    return _allow(["states:DescribeExecution"], [_executions(machine)])


def stop_executions(machine: sfn.StateMachine) -> iam.PolicyStatement:
    """Stop executions."""
    return _allow(["states:StopExecution"], [_executions(machine)])


def answer_tasks(machine: sfn.StateMachine) -> iam.PolicyStatement:
    """Send heartbeats and failures of a task that an execution waits for."""
    return _allow(["states:SendTaskHeartbeat", "states:SendTaskFailure"], [machine.state_machine_arn])


def _tasks(fargate: Fargate) -> str:
    name = fargate.cluster.cluster_name
    return f"arn:{Aws.PARTITION}:ecs:{Aws.REGION}:{Aws.ACCOUNT_ID}:task/{name}/*"


def watch_tasks(fargate: Fargate) -> iam.PolicyStatement:
    """Describe and stop tasks of the cluster."""
    return _allow(["ecs:DescribeTasks", "ecs:StopTask"], [_tasks(fargate)])


def list_tasks(fargate: Fargate) -> iam.PolicyStatement:
    """List tasks of the cluster. The action supports no task as its resource, so a condition names the cluster.

    `IfExists`, because requests in the emulator lack the condition key; on AWS every request has it.
    """
    condition = {"ArnEqualsIfExists": {"ecs:cluster": fargate.cluster.cluster_arn}}
    return _allow(["ecs:ListTasks"], ["*"], condition)


def run_tasks(fargate: Fargate) -> iam.PolicyStatement:
    """Run the task definition on the cluster, in any revision: after a deployment, older executions run the newest one."""
    family = f"arn:{Aws.PARTITION}:ecs:{Aws.REGION}:{Aws.ACCOUNT_ID}:task-definition/{fargate.family}"
    return _allow(
        ["ecs:RunTask"],
        [family, f"{family}:*"],  # a request names the family alone; Step Functions' guide has both forms
        {"ArnEquals": {"ecs:cluster": fargate.cluster.cluster_arn}},
    )


def pass_task_roles(fargate: Fargate) -> iam.PolicyStatement:
    """Pass the two roles of the task to ECS, and to no other service."""
    return _allow(
        ["iam:PassRole"],
        [fargate.task_role.role_arn, fargate.execution_role.role_arn],
        {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
    )


def watch_task_events() -> iam.PolicyStatement:
    """Maintain the EventBridge rule that informs Step Functions of a task's end (its guide names the rule)."""
    rule = f"arn:{Aws.PARTITION}:events:{Aws.REGION}:{Aws.ACCOUNT_ID}:rule/StepFunctionsGetEventsForECSTaskRule"
    return _allow(["events:PutTargets", "events:PutRule", "events:DescribeRule"], [rule])


def call_providers(setup: ProvidersSetup) -> Sequence[iam.PolicyStatement]:
    """Allow what the configured providers need: the keys, models of Bedrock, Polly; nothing if none is configured.

    A cross-region profile calls its model in several regions, so the model's ARN has no region (Bedrock user guide).
    """
    secret = [_allow(["secretsmanager:GetSecretValue"], setup.secrets)] if setup.secrets else []
    places: list[tuple[str, str, str]] = [(one.provider, one.model, one.region) for one in setup.text]
    places += [(one.provider, one.model, one.region) for one in setup.picture]
    places += [(one.provider, one.model, one.region) for one in setup.clip]
    arns = [arn for name, model, region in places if name == "bedrock" for arn in _bedrock_arns(model, region)]
    # Polly has no resources but lexicons, which are not used (Service Authorization Reference).
    speaks = [_allow(["polly:DescribeVoices", "polly:SynthesizeSpeech"], ["*"])] if setup.has("speech", "polly") else []
    clips = [right for one in setup.clip if one.provider == "bedrock" for right in _bedrock_clips(one)]
    identity = [_sign_for_entra()] if setup.azure is not None else []
    return [*secret, *([_allow(["bedrock:InvokeModel"], arns)] if arns else []), *clips, *speaks, *identity]


def _sign_for_entra() -> iam.PolicyStatement:
    """Have STS sign the role's identity, for Entra alone and for minutes. The action has no resource."""
    statement = _allow(["sts:GetWebIdentityToken"], ["*"])
    statement.add_condition("ForAllValues:StringEquals", {"sts:IdentityTokenAudience": [ENTRA_AUDIENCE]})
    statement.add_condition("NumericLessThanEquals", {"sts:DurationSeconds": IDENTITY_SECONDS})
    return statement


def _bedrock_clips(setup: ClipSetup) -> Sequence[iam.PolicyStatement]:
    """Look at the work of this account in the model's region, and have its clips written and read in the operator's bucket.

    Bedrock writes them by the caller's own rights.
    """
    bucket = f"arn:{Aws.PARTITION}:s3:::{setup.bucket}"
    listing = _allow(["s3:ListBucket"], [bucket])
    listing.add_condition("StringLike", {"s3:prefix": [f"{CLIPS_PREFIX}*"]})
    return (
        _allow(
            ["bedrock:GetAsyncInvoke", "bedrock:ListAsyncInvokes"],
            [f"arn:{Aws.PARTITION}:bedrock:{setup.region}:{Aws.ACCOUNT_ID}:async-invoke/*"],
        ),
        _allow(["s3:GetObject", "s3:PutObject"], [f"{bucket}/{CLIPS_PREFIX}*"]),
        listing,
    )


def _bedrock_arns(model: str, region: str) -> list[str]:
    area, _, rest = model.partition(".")
    if area not in _BEDROCK_AREAS:
        return [f"arn:{Aws.PARTITION}:bedrock:{region}::foundation-model/{model}"]
    return [
        f"arn:{Aws.PARTITION}:bedrock:*::foundation-model/{rest}",
        f"arn:{Aws.PARTITION}:bedrock:{region}:{Aws.ACCOUNT_ID}:inference-profile/{model}",
    ]


def join_network(function_name: str) -> Sequence[iam.PolicyStatement]:
    """Let Lambda connect a function to its network, and deny the same to the function's own code.

    Lambda uses the function's role for it, on resources that do not exist yet; its calls do not carry the function's ARN
    (Lambda developer guide, "Giving Lambda functions access to resources in an Amazon VPC").
    """
    arn = f"arn:{Aws.PARTITION}:lambda:{Aws.REGION}:{Aws.ACCOUNT_ID}:function:{function_name}"
    denied = iam.PolicyStatement(
        effect=iam.Effect.DENY,
        actions=list(_NETWORK_INTERFACES),
        resources=["*"],
        conditions={"ArnLike": {"lambda:SourceFunctionArn": [arn, f"{arn}:*"]}},
    )
    return (_allow(_NETWORK_INTERFACES, ["*"]), denied)


def invoke_newest(function: lambda_.Function) -> iam.PolicyStatement:
    """Invoke the newest code of a Lambda function."""
    return _allow(["lambda:InvokeFunction"], [function.function_arn])


def invoke(functions: Sequence[lambda_.Function]) -> iam.PolicyStatement:
    """Invoke Lambda functions in all their versions: an execution keeps the versions that it began with."""
    arns = [function.function_arn for function in functions]
    return _allow(["lambda:InvokeFunction"], [*arns, *(f"{arn}:*" for arn in arns)])
