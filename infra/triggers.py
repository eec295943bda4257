"""The triggers of the functions: the table's stream, a one-minute schedule, ends of executions, dead-letter queues.

The work queues are no triggers: the dispatcher polls them itself, in weighted order.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.environments import Environment
from infra.queues import EventDeadLetters
from reelwright.pipeline.table import SORT_KEY

JOB_ROW: Final = "META"
"""The sort key of a job's own row. Other rows (history, steps, leases, counters) trigger no function."""
WRITES: Final = ["INSERT", "MODIFY"]

OUTBOX_FILTERS: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "eventName": WRITES,
        "dynamodb": {
            "Keys": {SORT_KEY: {"S": [JOB_ROW]}},
            # Progress reports change the row of a running job often, and the outbox has nothing to do for them. The outbox
            # itself moves jobs into their queues, and counts and announces them in the same run.
            "NewImage": {"state": {"S": [{"anything-but": ["EXECUTING", "QUEUED"]}]}},
        },
    },
    {
        "eventName": ["MODIFY"],
        "dynamodb": {
            "Keys": {SORT_KEY: {"S": [JOB_ROW]}},
            # The outbox counts starts.
            "OldImage": {"state": {"S": [{"anything-but": ["EXECUTING"]}]}},
            "NewImage": {"state": {"S": ["EXECUTING"]}},
        },
    },
    # The outbox subtracts a removed job from the tallies.
    {"eventName": ["REMOVE"], "dynamodb": {"Keys": {SORT_KEY: {"S": [JOB_ROW]}}}},
)
DISPATCHER_FILTERS: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "eventName": WRITES,
        "dynamodb": {
            "Keys": {SORT_KEY: {"S": [JOB_ROW]}},
            "NewImage": {"state": {"S": ["QUEUED"]}, "announced_at": {"S": [{"exists": True}]}},
        },
    },
    {
        "eventName": ["MODIFY"],
        "dynamodb": {
            "Keys": {SORT_KEY: {"S": [JOB_ROW]}},
            # A note on an ended job frees nothing.
            "OldImage": {"state": {"S": ["EXECUTING"]}},
            "NewImage": {"state": {"S": ["COMPLETED", "FAILED", "CANCELLED", "RETRYING"]}},
        },
    },
)
"""Changes after which a job may be startable: its message was sent, or another job released its capacity."""

OUTBOX_RUNS: Final = 10
"""Lambda's maximum. A job takes 12 calls, one after the other (`docs/scale.md`)."""
DISPATCHER_RUNS: Final = 8
"""A run starts about nine jobs a second, and waits a second for messages when it has found none: further runs start what is
announced meanwhile. Which run starts a job does not matter, and the shards of a pool keep them apart."""
STREAM_BATCH: Final = 25
STREAM_RETRIES: Final = 10
STREAM_AGE: Final = Duration.hours(1)
"""After `STREAM_RETRIES` or at this age a batch goes to the on-failure queue; the shard continues, the sweeper repairs."""
ASYNCHRONOUS: Final = {"lifecycle": 2, "sweeper": 0, "dispatcher": 0}
"""Function that a rule invokes -> how often Lambda retries a failed run. The rule's own retries and dead-letter queue cover
delivery only: a delivered event waits in Lambda's internal queue, which drops it after the last failed run (Lambda guide,
"Asynchronous invocation"). The clock invokes sweeper and dispatcher again anyway."""
END_STATUSES: Final = ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]


class StreamTrigger(Construct):
    """The table's stream -> one function, with filters. A failing batch is bisected; its failing records go to a queue."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        function: lambda_.Function,
        stream_arn: str,
        filters: Sequence[Mapping[str, Any]],
        parallel_runs: int = 1,
        partial_batches: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)
        self.dead_letters = EventDeadLetters(
            self, "dead-letters", environment=environment, source=f"A batch of the table's stream ({construct_id})"
        )
        self.mapping = lambda_.EventSourceMapping(
            self,
            "mapping",
            target=function,
            event_source_arn=stream_arn,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            batch_size=STREAM_BATCH,
            bisect_batch_on_error=True,
            # Runs of one shard at the same time; records of one item stay in order.
            parallelization_factor=parallel_runs,
            report_batch_item_failures=partial_batches,
            retry_attempts=STREAM_RETRIES,
            max_record_age=STREAM_AGE,
            on_failure=sources.SqsDlq(self.dead_letters.queue),
            filters=[lambda_.FilterCriteria.filter(pattern) for pattern in filters],
        )


class MinuteTrigger(Construct):
    """One-minute schedule -> one function. A failed run is not retried: the next run does its work."""

    def __init__(self, scope: Construct, construct_id: str, *, function: lambda_.Function) -> None:
        super().__init__(scope, construct_id)
        events.Rule(
            self,
            "rule",
            description=f"Invokes its function every minute ({construct_id})",
            schedule=events.Schedule.rate(Duration.minutes(1)),
            targets=[targets.LambdaFunction(function, retry_attempts=0, max_event_age=Duration.minutes(1))],
        )


class ExecutionEndTrigger(Construct):
    """The end of an execution of the state machine -> the function `lifecycle`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        function: lambda_.Function,
        state_machine_arn: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self.dead_letters = EventDeadLetters(
            self, "dead-letters", environment=environment, source="The end of an execution"
        )
        events.Rule(
            self,
            "rule",
            description="Invokes lifecycle when an execution of the state machine has ended",
            event_pattern=events.EventPattern(
                source=["aws.states"],
                detail_type=["Step Functions Execution Status Change"],
                detail={"stateMachineArn": [state_machine_arn], "status": END_STATUSES},
            ),
            targets=[
                targets.LambdaFunction(
                    function,
                    dead_letter_queue=self.dead_letters.queue,
                    retry_attempts=20,
                    max_event_age=Duration.hours(1),
                )
            ],
        )


class DeadLetterTrigger(Construct):
    """The dead-letter queues of the work queues -> the function `dead_letters`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        function: lambda_.Function,
        queues: Mapping[str, sqs.Queue],
    ) -> None:
        super().__init__(scope, construct_id)
        for name, queue in queues.items():
            lambda_.EventSourceMapping(
                self,
                name,
                target=function,
                event_source_arn=queue.queue_arn,
                batch_size=10,
                report_batch_item_failures=True,
            )


class Triggers(Construct):
    """All triggers.

    Public: `watches`, `failed_runs`, and `stream_failures`: function -> the queue of its failed stream batches.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        functions: Mapping[str, lambda_.Function],
        stream_arn: str,
        state_machine_arn: str,
        dead_letters: Mapping[str, sqs.Queue],
    ) -> None:
        super().__init__(scope, construct_id)
        streams = {
            name: StreamTrigger(
                self,
                f"{name}-stream",
                environment=environment,
                function=functions[name],
                stream_arn=stream_arn,
                filters=filters,
                parallel_runs=parallel_runs,
                partial_batches=name == "outbox" and environment.partial_batches,
            )
            for name, filters, parallel_runs in (
                ("outbox", OUTBOX_FILTERS, OUTBOX_RUNS),
                ("dispatcher", DISPATCHER_FILTERS, DISPATCHER_RUNS),
            )
        }
        for name in ("dispatcher", "sweeper"):
            MinuteTrigger(self, f"{name}-minute", function=functions[name])
        ends = ExecutionEndTrigger(
            self,
            "execution-ends",
            environment=environment,
            function=functions["lifecycle"],
            state_machine_arn=state_machine_arn,
        )
        DeadLetterTrigger(self, "dead-letters", function=functions["dead_letters"], queues=dead_letters)
        self.failed_runs = EventDeadLetters(
            self,
            "failed-runs",
            environment=environment,
            source=f"A run of {', '.join(ASYNCHRONOUS)}",
        )
        for name, retries in ASYNCHRONOUS.items():
            # The role's right to send is in the stack's grants, which the function waits for.
            lambda_.CfnEventInvokeConfig(
                self,
                f"{name}-failures",
                function_name=functions[name].function_name,
                qualifier="$LATEST",
                maximum_retry_attempts=retries,
                destination_config=lambda_.CfnEventInvokeConfig.DestinationConfigProperty(
                    on_failure=lambda_.CfnEventInvokeConfig.OnFailureProperty(
                        destination=self.failed_runs.queue.queue_arn
                    )
                ),
            )
        self.stream_failures = {name: stream.dead_letters.queue for name, stream in streams.items()}
        self.watches = [
            *(stream.dead_letters.watch for stream in streams.values()),
            ends.dead_letters.watch,
            self.failed_runs.watch,
        ]
