"""What AWS documents: limits, prices, and the times that calls usually take. Each with its source, as read in November 2026."""

from typing import Final, Literal

from reelwright.values import Value

Kind = Literal["fixed", "quota"]


class Limit(Value):
    """A limit of AWS. `fixed`: nobody can raise it; `quota`: AWS raises it on request."""

    name: str
    value: float
    unit: str
    kind: Kind
    source: str


LIMITS: Final = {
    limit.name: limit
    for limit in (
        Limit(
            name="partition_writes",
            value=1_000,
            unit="write units a second and partition key",
            kind="fixed",
            source="DynamoDB guide, Best practices for designing and using partition keys",
        ),
        Limit(
            name="partition_reads",
            value=3_000,
            unit="read units a second and partition key",
            kind="fixed",
            source="DynamoDB guide, Best practices for designing and using partition keys",
        ),
        Limit(
            name="table_writes",
            value=40_000,
            unit="write units a second and table, on demand",
            kind="quota",
            source="DynamoDB guide, Quotas: default throughput quotas",
        ),
        Limit(
            name="lambda_concurrency",
            value=1_000,
            unit="runs at the same time in an account and region (new accounts: often 10)",
            kind="quota",
            source="Lambda guide, Lambda quotas",
        ),
        Limit(
            name="runs_a_shard",
            value=10,
            unit="runs at the same time for a shard of a stream",
            kind="fixed",
            source="Lambda guide, DynamoDB event source mapping: ParallelizationFactor",
        ),
        Limit(
            name="start_execution",
            value=300,
            unit="calls a second (bucket 1,300) in us-east-1, us-west-2 and eu-west-1; elsewhere 150 (800)",
            kind="quota",
            source="Step Functions guide, Quotas related to API action throttling",
        ),
        Limit(
            name="state_transitions",
            value=5_000,
            unit="transitions a second in us-east-1, us-west-2 and eu-west-1; elsewhere 800; new accounts less",
            kind="quota",
            source="Step Functions guide, Quotas related to state throttling",
        ),
        Limit(
            name="describe_execution",
            value=15,
            unit="calls a second (bucket 300)",
            kind="quota",
            source="Step Functions guide, Quotas related to API action throttling",
        ),
        Limit(
            name="open_executions",
            value=1_000_000,
            unit="open executions",
            kind="quota",
            source="Step Functions guide, Quotas related to state machine executions",
        ),
        Limit(
            name="in_flight",
            value=120_000,
            unit="received and not deleted messages of a standard queue; waiting ones have no limit",
            kind="quota",
            source="SQS guide, Amazon SQS message quotas",
        ),
        Limit(
            name="api_requests",
            value=10_000,
            unit="requests a second of all HTTP APIs",
            kind="quota",
            source="API Gateway guide, Quotas for an HTTP API",
        ),
        Limit(
            name="s3_puts",
            value=3_500,
            unit="writes a second and prefix",
            kind="fixed",
            source="S3 guide, Optimizing Amazon S3 performance",
        ),
    )
}

CALL_SECONDS: Final = {
    "dynamodb.GetItem": 0.005,
    "dynamodb.BatchGetItem": 0.006,
    "dynamodb.Query": 0.006,
    "dynamodb.PutItem": 0.006,
    "dynamodb.UpdateItem": 0.006,
    "dynamodb.DeleteItem": 0.006,
    "dynamodb.TransactWriteItems": 0.015,
    "sqs.SendMessage": 0.010,
    "sqs.ReceiveMessage": 0.010,
    "sqs.DeleteMessage": 0.008,
    "s3.PutObject": 0.030,
    "stepfunctions.StartExecution": 0.030,
}
"""Usual times of calls within a region. Assumptions: nothing was measured on AWS."""
CPU_SECONDS: Final = 0.004
"""CPU of a call on a whole vCPU, measured: serializing, signing, parsing, and the code between two calls."""
VCPU_MB: Final = 1769
"""Memory of a function with one vCPU (Lambda guide)."""
STREAM_SHARDS: Final = 4
"""A new table on demand serves 4,000 write units a second, which is four partitions, each with one shard of the stream."""
