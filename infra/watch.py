"""What is watched, as rows: each row is an alarm, and a line in one graph of the dashboard."""

from dataclasses import dataclass
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sqs as sqs

MINUTE: Final = Duration.minutes(1)


@dataclass(frozen=True, kw_only=True)
class Watch:
    """One row. The alarm fires when the metric is above `above` in `datapoints` of the last `periods` (all, if None).

    `description` is one sentence that says what is wrong, `runbook` the anchor of a section of docs/operations.md that says
    what to do. `fires_on_silence`: missing data is a failure, too.
    """

    name: str
    graph: str
    metric: cloudwatch.IMetric
    description: str
    runbook: str
    above: float = 0
    periods: int = 1
    datapoints: int | None = None
    fires_on_silence: bool = False

    @property
    def is_expression(self) -> bool:
        """Whether the metric is computed from others."""
        return isinstance(self.metric, cloudwatch.MathExpression)


def waiting_watch(name: str, *, queue: sqs.Queue, description: str, runbook: str) -> Watch:
    """Watch a queue that should be empty: fires while a visible message is in it."""
    metric = queue.metric_approximate_number_of_messages_visible(period=MINUTE, statistic="Maximum")
    return Watch(name=name, graph="Dead letters waiting", metric=metric, description=description, runbook=runbook)


def arrival_watch(name: str, *, queue: sqs.Queue, description: str, runbook: str) -> Watch:
    """Watch a queue that a function empties at once: fires when a message of it was received.

    Its depth is 0 again before CloudWatch samples it, and messages that a redrive policy moved do not count as sent (SQS guide,
    "Available CloudWatch metrics").
    """
    metric = queue.metric_number_of_messages_received(period=MINUTE, statistic="Sum")
    return Watch(name=name, graph="Dead letters", metric=metric, description=description, runbook=runbook)
