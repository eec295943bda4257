"""The metrics for operators (O1): each family by name and labels, the same in Prometheus and in CloudWatch.

In CloudWatch the labels are dimensions, in one namespace for all metrics. Observations of counters and histograms
are published one by one, and CloudWatch adds them up.
"""

from typing import Final, Literal

from reelwright.values import Value


class Family(Value):
    """One metric with its labels."""

    name: str
    labels: tuple[str, ...]
    kind: Literal["counter", "histogram", "gauge"]
    unit: Literal["Count", "Seconds"]
    summary: str


TASKS: Final = Family(
    name="tasks_total",
    labels=("queue", "task_name", "status"),
    kind="counter",
    unit="Count",
    summary="Jobs that ended, by final state; a job that is retried after its end counts at each end",
)
RETRIES: Final = Family(
    name="task_retries_total",
    labels=("task_name", "retry_count"),
    kind="counter",
    unit="Count",
    summary="Automatic retries that were scheduled, by which of a job's five it was",
)
DURATION: Final = Family(
    name="task_duration_seconds",
    labels=("task_name",),
    kind="histogram",
    unit="Seconds",
    summary="How long the attempts ran that completed their job",
)
QUEUE_DEPTH: Final = Family(
    name="queue_depth",
    labels=("queue",),
    kind="gauge",
    unit="Count",
    summary="Messages that wait in the queue, about",
)
ACTIVE_WORKERS: Final = Family(
    name="active_workers",
    labels=(),
    kind="gauge",
    unit="Count",
    summary="Attempts that hold a place of the capacity now",
)

FAMILIES: Final = (TASKS, RETRIES, DURATION, QUEUE_DEPTH, ACTIVE_WORKERS)
