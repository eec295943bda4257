"""The watched rows besides the dead-letter queues: functions, streams, API, table, queues, state machine, counters."""

from collections.abc import Mapping
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn

from infra.functions import METRICS_NAMESPACE, TRIGGER_FUNCTIONS
from infra.table import JobsTable
from infra.watch import MINUTE, Watch
from reelwright.pipeline.steps import STEP_FUNCTIONS
from reelwright.providers.sheet import WARNING_DAYS

FIVE_MINUTES: Final = Duration.minutes(5)
QUARTER: Final = Duration.minutes(15)
QUARTER_DAY: Final = Duration.hours(6)
"""Of a figure of each hour: the alarm must not go out between two of them."""

DEAD_LETTERS: Final = "DeadLetters"
"""The metric of `entry/dead_letters.py`: 1 for each letter, by the function that wrote it."""
DEAD_LETTER_WRITERS: Final = {
    "lifecycle": "A job failed after its last retry",
    "sweeper": "A job failed after its last retry; the sweeper recorded it, not the lifecycle function",
    "dead_letters": "A job could not be started five times in a row, or a message could not be read",
}
"""Function -> meaning of its letters, for the alarm. Dead-letter queues have own alarms, which fire even if it fails."""
FAILED_ATTEMPTS: Final = "FailedAttempts"
"""The metric of `entry/executions.py`: failed attempts, without those that only their owner can mend."""
COUNTER_DRIFT: Final = "CounterDrift"
"""The metric of `entry/recount.py`: the total drift of all counters, once an hour."""

MODELS_ENDING: Final = "ModelsEnding"
"""The metric of `entry/model_ends.py`: configured models that have ended or end soon, once an hour."""

NEAR: Final = 0.9
"""The part of its time limit from which on a function is close to being cut off."""
STREAM_LAG_MILLISECONDS: Final = 60_000
SERVER_ERROR_RATE: Final = 0.01
FEWEST_REQUESTS: Final = 20
"""A rate of fewer says nothing: one error of three requests is no third of the traffic."""
FAILURE_RATE: Final = 0.25
FEWEST_ATTEMPTS: Final = 20
OLDEST_MINUTES: Final = {"videos-high": 30}
"""How long a message may wait; the others may wait long under load."""
OLDEST_MINUTES_ELSE: Final = 240
ATTEMPT_USD: Final = 0.012
"""What an attempt of a film costs, rounded up (docs/costs.md)."""
SPEND_TIMES: Final = 10
HOURS_A_MONTH: Final = 720
CONCURRENCY_SHARE: Final = 0.8
"""Part of the account's concurrency from which on throttles are near."""


def function_watches(functions: Mapping[str, lambda_.Function]) -> list[Watch]:
    """Watch errors and durations of the functions that events trigger, and throttles of all.

    A step raises for a user's own request as well, so steps are watched by the rate of failed attempts.
    """
    triggers = {name: functions[name] for name in TRIGGER_FUNCTIONS}
    return [
        *(
            Watch(
                name=f"{name}-errors",
                graph="Errors of functions",
                metric=function.metric_errors(period=MINUTE),
                description=f"Runs of the function {name} fail",
                runbook="function-errors",
                periods=5,
                datapoints=3,
            )
            for name, function in triggers.items()
        ),
        *(
            Watch(
                name=f"{name}-slow",
                graph="Duration of functions",
                metric=function.metric_duration(period=MINUTE, statistic="Maximum"),
                description=f"Runs of the function {name} come close to its time limit",
                runbook="slow-functions",
                above=NEAR * 1000 * TRIGGER_FUNCTIONS[name].timeout_seconds,
                periods=5,
                datapoints=3,
            )
            for name, function in triggers.items()
            if name != "api"  # its long polls last as long as the client asks
        ),
        *(
            Watch(
                name=f"{name}-throttled",
                graph="Throttled functions",
                metric=functions[name].metric_throttles(period=MINUTE),
                description=f"Lambda has no free concurrency for the function {name}",
                runbook="throttled-functions",
                periods=5,
                datapoints=3,
            )
            for name in (*TRIGGER_FUNCTIONS, *STEP_FUNCTIONS)
        ),
        Watch(
            name="sweeper-silent",
            graph="Sweeper without a run",
            metric=cloudwatch.MathExpression(
                expression="IF(FILL(runs, 0) > 0, 0, 1)",
                using_metrics={"runs": functions["sweeper"].metric_invocations(period=MINUTE)},
                period=MINUTE,
            ),
            description="The sweeper does not run, so lost events are not repaired",
            runbook="the-sweeper-does-not-run",
            periods=5,
            fires_on_silence=True,
        ),
    ]


def stream_watches(functions: Mapping[str, lambda_.Function]) -> list[Watch]:
    """Watch how far the readers of the table's stream are behind."""
    return [
        Watch(
            name=f"{name}-lag",
            graph="Lag of the table's stream (ms)",
            metric=functions[name].metric("IteratorAge", period=MINUTE, statistic="Maximum"),
            description=f"The function {name} is more than a minute behind the table's stream: jobs wait",
            runbook="stream-lag",
            above=STREAM_LAG_MILLISECONDS,
            periods=3,
        )
        for name in ("outbox", "dispatcher")
    ]


def account_watches(concurrency: int) -> list[Watch]:
    """Watch the account's concurrency; `concurrency` is its quota."""
    return [
        Watch(
            name="concurrency",
            graph="Concurrent runs in the account",
            metric=cloudwatch.Metric(
                namespace="AWS/Lambda",
                metric_name="ConcurrentExecutions",
                period=MINUTE,
                statistic="Maximum",
            ),
            description=f"The account's functions use more than {CONCURRENCY_SHARE:.0%} of its concurrency ({concurrency})",
            runbook="throttled-functions",
            above=CONCURRENCY_SHARE * concurrency,
            periods=5,
            datapoints=3,
        )
    ]


def api_watches(api_id: str) -> list[Watch]:
    """Watch the rate of server errors."""
    counts = {
        name: cloudwatch.Metric(
            namespace="AWS/ApiGateway",
            metric_name=metric,
            dimensions_map={"ApiId": api_id},
            statistic="Sum",
            period=FIVE_MINUTES,
        )
        for name, metric in (("errors", "5xx"), ("requests", "Count"))
    }
    rate = cloudwatch.MathExpression(
        expression=f"IF(requests >= {FEWEST_REQUESTS}, errors / requests, 0)",
        using_metrics=counts,
        period=FIVE_MINUTES,
    )
    return [
        Watch(
            name="server-errors",
            graph="Rate of server errors",
            metric=rate,
            description=f"The API answers more than {SERVER_ERROR_RATE:.0%} of its requests with 5xx",
            runbook="server-errors",
            above=SERVER_ERROR_RATE,
        )
    ]


def table_watches(table: JobsTable) -> list[Watch]:
    """Watch throttled reads and writes of the table and of its indexes."""
    name = table.table.table_name
    places = {"table": {"TableName": name}}
    places |= {index: {"TableName": name, "GlobalSecondaryIndexName": index} for index in table.index_names}
    throttles = {
        f"{place}_{kind.lower()}": cloudwatch.Metric(
            namespace="AWS/DynamoDB",
            metric_name=f"{kind}ThrottleEvents",
            dimensions_map=dimensions,
            statistic="Sum",
            period=MINUTE,
        )
        for place, dimensions in places.items()
        for kind in ("Read", "Write")
    }
    return [
        Watch(
            name="table-throttled",
            graph="Throttled requests of the table",
            metric=cloudwatch.MathExpression(
                expression=" + ".join(f"FILL({one}, 0)" for one in throttles),
                using_metrics=throttles,
                period=MINUTE,
            ),
            description="DynamoDB throttles reads or writes of the table or an index",
            runbook="throttled-table",
            periods=5,
            datapoints=3,
        )
    ]


def queue_watches(queues: Mapping[str, sqs.Queue]) -> list[Watch]:
    """Watch how long the oldest message of each work queue has waited."""
    limits = {name: OLDEST_MINUTES.get(name, OLDEST_MINUTES_ELSE) for name in queues}
    return [
        Watch(
            name=f"{name}-waits",
            graph="Age of the oldest message (s)",
            metric=queue.metric_approximate_age_of_oldest_message(period=FIVE_MINUTES, statistic="Maximum"),
            description=f"A job in queue {name} has waited for more than {limits[name]} minutes",
            runbook="jobs-wait",
            above=60 * limits[name],
            periods=3,
        )
        for name, queue in queues.items()
    ]


def machine_watches(machine: sfn.StateMachine) -> list[Watch]:
    """Watch the rate of failed attempts, time limits and throttles. Failures by a user's own request fire no alarm."""
    ends = {
        "failed": _own(FAILED_ATTEMPTS, "lifecycle", period=QUARTER),
        "succeeded": machine.metric_succeeded(period=QUARTER, statistic="Sum"),
    }
    total = "(FILL(failed, 0) + FILL(succeeded, 0))"
    rate = cloudwatch.MathExpression(
        expression=f"IF({total} >= {FEWEST_ATTEMPTS}, FILL(failed, 0) / {total}, 0)",
        using_metrics=ends,
        period=QUARTER,
    )
    return [
        Watch(
            name="attempts-fail",
            graph="Rate of failed attempts",
            metric=rate,
            description=f"More than {FAILURE_RATE:.0%} of at least {FEWEST_ATTEMPTS} attempts in 15 minutes fail by our fault",
            runbook="failed-attempts",
            above=FAILURE_RATE,
        ),
        Watch(
            name="attempts-time-out",
            graph="Attempts beyond their time, throttled transitions",
            metric=machine.metric_timed_out(period=FIVE_MINUTES, statistic="Sum"),
            description="An attempt ran into the time limit of the state machine",
            runbook="failed-attempts",
        ),
        Watch(
            name="transitions-throttled",
            graph="Attempts beyond their time, throttled transitions",
            metric=machine.metric_throttled(period=FIVE_MINUTES, statistic="Sum"),
            description="Step Functions throttles state transitions",
            runbook="throttled-transitions",
        ),
    ]


def spend_watches(machine: sfn.StateMachine, monthly_budget_usd: int | None) -> list[Watch]:
    """Watch what the attempts of an hour cost, days before a bill shows it; none without a budget."""
    if monthly_budget_usd is None:
        return []
    limit = SPEND_TIMES * monthly_budget_usd / HOURS_A_MONTH
    return [
        Watch(
            name="spend",
            graph="Spend of an hour (USD, estimated)",
            metric=cloudwatch.MathExpression(
                expression=f"FILL(started, 0) * {ATTEMPT_USD}",
                using_metrics={"started": machine.metric_started(period=Duration.hours(1), statistic="Sum")},
                period=Duration.hours(1),
            ),
            description=f"The attempts of an hour cost more than {limit:.0f} USD, {SPEND_TIMES} times the budget's mean",
            runbook="spend",
            above=limit,
        )
    ]


def counter_watches() -> list[Watch]:
    """Watch the functions' own counts: dead letters (Q5), and counters that drifted (promise 6). They fire on the first."""
    return [
        *(
            Watch(
                name=f"dead-letters-of-{name}",
                graph="Dead letters",
                metric=_own(DEAD_LETTERS, name, period=MINUTE),
                description=f"{meaning}; list dead letters with `reelwright dead-letters list`",
                runbook="dead-letters",
            )
            for name, meaning in DEAD_LETTER_WRITERS.items()
        ),
        Watch(
            name="counters",
            graph="Drift of counters",
            metric=_own(COUNTER_DRIFT, "sweeper", period=FIVE_MINUTES),
            description="Counters differed from the rows they count; pools and users were corrected, job tallies were not",
            runbook="a-counter-drifted",
        ),
    ]


def model_watches() -> list[Watch]:
    """Watch the announced ends of configured models, which the sweeper reports each hour."""
    return [
        Watch(
            name="models-end",
            graph="Models that end",
            metric=_own(MODELS_ENDING, "sweeper", period=QUARTER_DAY, statistic="Maximum"),
            description=f"A configured model has ended, or ends within {WARNING_DAYS} days",
            runbook="a-model-ends",
        )
    ]


def _own(metric: str, service: str, *, period: Duration, statistic: str = "Sum") -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=METRICS_NAMESPACE,
        metric_name=metric,
        dimensions_map={"service": service},
        period=period,
        statistic=statistic,
    )
