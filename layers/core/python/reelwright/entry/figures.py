"""Our metric families in CloudWatch: one line of embedded metric format per observation, with the family's own dimensions.

Powertools' `Metrics` adds the function's name to every dimension set; its provider without a service does not, so that a
metric has the same name in all functions.
"""

from collections.abc import Iterator

from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

from reelwright.entry.faults import SERVICE_FAULTS
from reelwright.entry.telemetry import NAMESPACE, logger
from reelwright.figures.counters import RUN_SECONDS, RUNS, retry_number
from reelwright.figures.families import ACTIVE_WORKERS, DURATION, QUEUE_DEPTH, RETRIES, TASKS, Family
from reelwright.figures.tally import Tally
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.ports import World
from reelwright.usecases.load_history import record_load
from reelwright.usecases.read_gauges import Gauges
from reelwright.usecases.read_queues import load_of

Observation = tuple[Family, dict[str, str], float]
"""A family, the values of its labels, and the figure."""


def report_counted(added: Tally) -> None:
    """Report the increments of a count; called once per count, so a doubled event is not reported twice."""
    for family, labels, value in _observations(added):
        _report(family, labels, value)


def report_current_gauges(*, world: World) -> None:
    """Read the load, report it and keep it for the curves; if a service is unavailable, this minute's figures are missing."""
    try:
        load = load_of(world)
        record_load(load, world=world)
    except SERVICE_FAULTS:
        logger.exception("gauges could not be read")
    else:
        depths = {queue.name: queue.depth for queue in load.queues}
        report_gauges(Gauges(queue_depth=depths, active_workers=sum(pool.running for pool in load.pools)))


def report_gauges(gauges: Gauges) -> None:
    """Report queue depths and used capacity."""
    for queue, depth in gauges.queue_depth.items():
        _report(QUEUE_DEPTH, {"queue": queue}, depth)
    _report(ACTIVE_WORKERS, {}, gauges.active_workers)


def _observations(added: Tally) -> Iterator[Observation]:
    for state in sorted(FINAL_STATES):
        if ended := added.ended(state):
            yield TASKS, {"queue": added.queue, "task_name": added.task_name, "status": state.value.lower()}, ended
    for name, count in sorted(added.counters.items()):
        if number := retry_number(name):
            yield RETRIES, {"task_name": added.task_name, "retry_count": str(number)}, count
    if added.value(RUNS):
        yield DURATION, {"task_name": added.task_name}, added.value(RUN_SECONDS)


def _report(family: Family, labels: dict[str, str], value: float) -> None:
    line = AmazonCloudWatchEMFProvider(namespace=NAMESPACE, service="")
    line.add_metric(name=family.name, unit=family.unit, value=value)
    for name in family.labels:
        line.add_dimension(name=name, value=labels[name])
    line.flush_metrics()
