"""The work queues, each with a dead-letter queue and its watches. `reelwright.pipeline.queues` sets their numbers."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.environments import Environment
from infra.watch import arrival_watch, waiting_watch
from reelwright.pipeline.queues import DEAD_LETTERS_SUFFIX, Queue


def secured_queue(
    scope: Construct,
    construct_id: str,
    *,
    environment: Environment,
    name: str,
    retention: Duration,
    visibility: Duration | None = None,
    dead_letters: sqs.DeadLetterQueue | None = None,
) -> sqs.Queue:
    """Create a queue that SQS encrypts; it refuses plain HTTP unless the environment has no TLS."""
    return sqs.Queue(
        scope,
        construct_id,
        queue_name=name,
        retention_period=retention,
        visibility_timeout=visibility,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=environment.tls_only,
        dead_letter_queue=dead_letters,
    )


class WorkQueue(Construct):
    """One queue of `pipeline.queues`. It has no event source mapping: the dispatcher polls it."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment, row: Queue) -> None:
        super().__init__(scope, construct_id)
        name = f"{environment.stack_name}-{row.name}"
        visibility = Duration.seconds(row.visibility_timeout_seconds)
        self.dead_letters = secured_queue(
            self,
            "dead-letters",
            environment=environment,
            name=f"{name}{DEAD_LETTERS_SUFFIX}",
            retention=Duration.days(row.dead_letter_retention_days),
            visibility=visibility,  # six times the 60 s limit of the function dead_letters, as AWS advises
        )
        self.queue = secured_queue(
            self,
            "queue",
            environment=environment,
            name=name,
            retention=Duration.days(row.retention_days),
            visibility=visibility,
            dead_letters=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=row.max_receive_count),
        )
        self.watches = [
            arrival_watch(
                f"{row.name}-dead-letters",
                queue=self.dead_letters,
                description=f"The job of a message in queue {row.name} could not be started {row.max_receive_count} times in a "
                "row and is FAILED",
                runbook="dead-letters",
            ),
            waiting_watch(
                f"{row.name}-dead-letters-waiting",
                queue=self.dead_letters,
                description=f"Dead-letter messages of queue {row.name} are not processed: see the log of dead_letters",
                runbook="dead-letters",
            ),
        ]


class EventDeadLetters(Construct):
    """The queue of events that a stream or a rule could not deliver, kept for 14 days for an operator, and its watch."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment, source: str) -> None:
        super().__init__(scope, construct_id)
        self.queue = sqs.Queue(
            self,
            "queue",
            queue_name=f"{environment.stack_name}-{scope.node.id}-{construct_id}",
            retention_period=Duration.days(14),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=environment.tls_only,
        )
        self.watch = waiting_watch(
            f"{scope.node.id}-{construct_id}",
            queue=self.queue,
            description=f"{source} could not be processed after all retries; the sweeper repairs the jobs",
            runbook="failed-runs",
        )
