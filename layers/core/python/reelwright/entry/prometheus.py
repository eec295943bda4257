"""The metric families as Prometheus text, version 0.0.4. Only the route imports this module: its library loads slowly."""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from prometheus_client.core import (
    CollectorRegistry,
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from reelwright.figures import counters
from reelwright.figures.families import ACTIVE_WORKERS, DURATION, QUEUE_DEPTH, RETRIES, TASKS
from reelwright.figures.tally import Tally
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.retry import RETRY_DELAYS_SECONDS
from reelwright.usecases.read_gauges import Gauges

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4


def exposition(tallies: Iterable[Tally], gauges: Gauges) -> str:
    """Write every family as text. A task with any count has all its series, also those at 0."""
    registry = CollectorRegistry()
    registry.register(_Snapshot(tuple(tallies), gauges))
    return generate_latest(registry).decode()


class _Snapshot(Collector):
    """The figures of one scrape."""

    def __init__(self, tallies: tuple[Tally, ...], gauges: Gauges) -> None:
        self._tallies = tallies
        self._gauges = gauges
        self._tasks: dict[str, Tally] = {}
        for tally in tallies:
            self._tasks[tally.task_name] = self._tasks.get(tally.task_name, Tally(task_name=tally.task_name)) + tally

    def collect(self) -> Iterator[Metric]:
        """Yield the families, in a fixed order."""
        yield self._ended()
        yield self._retries()
        yield self._durations()
        depth = GaugeMetricFamily(QUEUE_DEPTH.name, QUEUE_DEPTH.summary, labels=QUEUE_DEPTH.labels)
        for queue, messages in self._gauges.queue_depth.items():
            depth.add_metric([queue], messages)
        yield depth
        yield GaugeMetricFamily(ACTIVE_WORKERS.name, ACTIVE_WORKERS.summary, value=self._gauges.active_workers)

    def _ended(self) -> Metric:
        ended = CounterMetricFamily(TASKS.name, TASKS.summary, labels=TASKS.labels)
        for tally in self._tallies:
            for state in sorted(FINAL_STATES):
                ended.add_metric([tally.queue, tally.task_name, state.value.lower()], tally.ended(state))
        return ended

    def _retries(self) -> Metric:
        retries = CounterMetricFamily(RETRIES.name, RETRIES.summary, labels=RETRIES.labels)
        for name, tally in self._tasks.items():
            for number in range(1, len(RETRY_DELAYS_SECONDS) + 1):
                retries.add_metric([name, str(number)], tally.value(counters.retries(number)))
        return retries

    def _durations(self) -> Metric:
        durations = HistogramMetricFamily(DURATION.name, DURATION.summary, labels=DURATION.labels)
        for name, tally in self._tasks.items():
            each = map(tally.value, counters.DURATIONS)
            bounds = [str(float(bound)) for bound in counters.DURATION_BUCKETS_SECONDS]
            buckets = [*zip(bounds, accumulate(each), strict=True), ("+Inf", tally.value(counters.RUNS))]
            durations.add_metric([name], buckets=buckets, sum_value=tally.value(counters.RUN_SECONDS))
        return durations
