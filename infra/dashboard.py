"""The dashboard: the state of every alarm, what the system does, and a graph for each group of watched rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.environments import Environment
from infra.functions import METRICS_NAMESPACE
from infra.watch import Watch
from reelwright.figures.families import ACTIVE_WORKERS, DURATION, QUEUE_DEPTH, RETRIES, TASKS, Family

PERIOD: Final = Duration.minutes(5)
COLUMNS: Final = 3
WIDTH: Final = 24 // COLUMNS
"""CloudWatch's grid has 24 columns."""
WORK: Final[Mapping[str, tuple[Family, str]]] = {
    "Ended jobs": (TASKS, "Sum"),
    "Waiting messages": (QUEUE_DEPTH, "Maximum"),
    "Running attempts": (ACTIVE_WORKERS, "Maximum"),
    "Seconds of completed attempts, median": (DURATION, "p50"),
    "Seconds of completed attempts, 90th percentile": (DURATION, "p90"),
    "Retries": (RETRIES, "Sum"),
}
"""Graph -> the family of metrics that it shows, with all values of its labels."""
SECTIONS: Final[Mapping[str, Sequence[str]]] = {
    "Is it healthy?": ("Seconds of the canary's film", "Rate of failed attempts", "Rate of server errors"),
    "Do jobs move?": (
        "Ended jobs",
        "Waiting messages",
        "Age of the oldest message (s)",
        "Running attempts",
        "Lag of the table's stream (ms)",
        "Sweeper without a run",
    ),
    "How does the work go?": (
        "Seconds of completed attempts, median",
        "Seconds of completed attempts, 90th percentile",
        "Retries",
        "Attempts beyond their time, throttled transitions",
        "Dead letters",
        "Dead letters waiting",
    ),
    "What is the cause?": (
        "Errors of functions",
        "Duration of functions",
        "Throttled functions",
        "Concurrent runs in the account",
        "Throttled requests of the table",
        "Drift of counters",
        "Models that end",
    ),
    "What does it cost?": ("Spend of an hour (USD, estimated)",),
}
"""The order of the graphs: question -> its graphs, from top to bottom as an operator reads them after an alarm."""
FAILURES: Final = (
    "fields @timestamp, service, job_id, message",
    "filter level = 'ERROR'",
    "sort @timestamp desc",
    "limit 20",
)


class Dashboard(Construct):
    """One dashboard an environment, with the name of its stack."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        watches: Sequence[Watch],
        alarms: Sequence[cloudwatch.Alarm],
        log_group_names: Sequence[str],
    ) -> None:
        super().__init__(scope, construct_id)
        status = cloudwatch.AlarmStatusWidget(alarms=list(alarms), title="Alarms", width=24, height=6)
        errors = cloudwatch.LogQueryWidget(
            title="Latest errors", log_group_names=list(log_group_names), query_lines=list(FAILURES), width=24, height=6
        )
        graphs = {title: _work_graph(title, *shown) for title, shown in WORK.items()} | _watch_graphs(watches)
        cloudwatch.Dashboard(
            self,
            "dashboard",
            dashboard_name=environment.stack_name,
            default_interval=Duration.hours(3),
            widgets=[[status], *_rows(graphs), [errors]],
        )


def _rows(graphs: Mapping[str, cloudwatch.IWidget]) -> Iterator[list[cloudwatch.IWidget]]:
    """Lay the graphs out below their questions; an environment without some alarms lacks their graphs."""
    for question, titles in SECTIONS.items():
        present = [graphs[title] for title in titles if title in graphs]
        if present:
            yield [cloudwatch.TextWidget(markdown=f"## {question}", width=24, height=1)]
        yield from (present[start : start + COLUMNS] for start in range(0, len(present), COLUMNS))


def _work_graph(title: str, family: Family, statistic: str) -> cloudwatch.GraphWidget:
    if not family.labels:
        one = cloudwatch.Metric(
            namespace=METRICS_NAMESPACE, metric_name=family.name, statistic=statistic, period=PERIOD, label=title
        )
        return cloudwatch.GraphWidget(title=title, left=[one], width=WIDTH)
    names = ",".join((METRICS_NAMESPACE, *family.labels))
    every = f"SEARCH('{{{names}}} MetricName=\"{family.name}\"', '{statistic}', {PERIOD.to_seconds()})"
    metric = cloudwatch.MathExpression(expression=every, period=PERIOD, label="", using_metrics={})
    return cloudwatch.GraphWidget(title=title, left=[metric], width=WIDTH)


def _watch_graphs(watches: Sequence[Watch]) -> dict[str, cloudwatch.IWidget]:
    """Draw rows of one graph together, with the limits at which their alarms fire."""
    titles = dict.fromkeys(watch.graph for watch in watches)
    return {title: _watch_graph(title, [watch for watch in watches if watch.graph == title]) for title in titles}


def _labelled(row: Watch) -> cloudwatch.IMetric:
    """Name the line by its alarm. Alarms themselves take no label: CDK would write them as metric math."""
    if isinstance(row.metric, cloudwatch.Metric | cloudwatch.MathExpression):
        return row.metric.with_(label=row.name)
    return row.metric


def _watch_graph(title: str, rows: Sequence[Watch]) -> cloudwatch.GraphWidget:
    limits = sorted({row.above for row in rows if row.above})
    return cloudwatch.GraphWidget(
        title=title,
        left=[_labelled(row) for row in rows],
        left_annotations=[cloudwatch.HorizontalAnnotation(value=limit) for limit in limits],
        width=WIDTH,
    )
