"""What a Prometheus server reads."""

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from reelwright.entry.prometheus import CONTENT_TYPE, exposition
from reelwright.figures.families import FAMILIES
from reelwright.figures.tally import Tally
from reelwright.usecases.read_gauges import Gauges

GAUGES = Gauges(queue_depth={"videos-low": 4, "media": 0}, active_workers=3)
TALLIES = (
    Tally(
        queue="videos-low",
        task_name="generate_video",
        counters={
            "ended.COMPLETED": 3,
            "ended.FAILED": 1,
            "state.QUEUED": 4,
            "retries.1": 2,
            "seconds.count": 3,
            "seconds.sum": 760.5,
            "seconds.le.0.5": 1,
            "seconds.le.60": 1,
        },
    ),
    Tally(
        queue="videos-high",
        task_name="generate_video",
        counters={"retries.1": 1, "seconds.count": 1, "seconds.sum": 20, "seconds.le.30": 1},
    ),
)


def _read(text: str) -> dict[str, Metric]:
    return {family.name: family for family in text_string_to_metric_families(text)}


def _samples(family: Metric, name: str) -> dict[tuple[str, ...], float]:
    """Return the family's samples of one name by the values of their labels, these in alphabetical order of the names."""
    return {
        tuple(sample.labels[label] for label in sorted(sample.labels)): sample.value
        for sample in family.samples
        if sample.name == name
    }


def test_there_are_exactly_the_families_that_are_asked_for() -> None:
    """O1, with its kinds; the parser takes `_total` off a counter's name."""
    found = _read(exposition(TALLIES, GAUGES))
    assert {name: family.type for name, family in found.items()} == {
        family.name.removesuffix("_total"): family.kind for family in FAMILIES
    }
    labels = {sample.name: set(sample.labels) for family in found.values() for sample in family.samples}
    assert labels == {
        "tasks_total": {"queue", "task_name", "status"},
        "task_retries_total": {"task_name", "retry_count"},
        "task_duration_seconds_bucket": {"task_name", "le"},
        "task_duration_seconds_count": {"task_name"},
        "task_duration_seconds_sum": {"task_name"},
        "queue_depth": {"queue"},
        "active_workers": set(),
    }


def test_ends_are_counted_by_queue_task_and_status() -> None:
    """A status that never came is 0 from the first scrape on, so that a rate sees the first one."""
    ended = _samples(_read(exposition(TALLIES, GAUGES))["tasks"], "tasks_total")
    assert ended["videos-low", "completed", "generate_video"] == 3
    assert ended["videos-low", "failed", "generate_video"] == 1
    assert ended["videos-low", "cancelled", "generate_video"] == 0


def test_retries_of_a_task_add_up_over_its_queues() -> None:
    """All five have their series."""
    retries = _samples(_read(exposition(TALLIES, GAUGES))["task_retries"], "task_retries_total")
    assert retries == {(str(number), "generate_video"): 3 * (number == 1) for number in range(1, 6)}


def test_durations_are_a_cumulative_histogram() -> None:
    """Each bucket holds those below it; what took longer than ten minutes is in `+Inf`, the count and the sum alone."""
    durations = _read(exposition(TALLIES, GAUGES))["task_duration_seconds"]
    buckets = _samples(durations, "task_duration_seconds_bucket")
    by_bound = {float(bound): value for (bound, _), value in buckets.items()}
    assert by_bound == {
        0.1: 0,
        0.5: 1,
        1: 1,
        5: 1,
        10: 1,
        30: 2,
        60: 3,
        300: 3,
        600: 3,
        float("inf"): 4,
    }
    assert _samples(durations, "task_duration_seconds_sum") == {("generate_video",): 780.5}
    assert _samples(durations, "task_duration_seconds_count") == {("generate_video",): 4}


def test_gauges_are_as_they_were_read() -> None:
    """An empty queue is 0, not missing."""
    found = _read(exposition((), GAUGES))
    assert _samples(found["queue_depth"], "queue_depth") == {("videos-low",): 4, ("media",): 0}
    assert _samples(found["active_workers"], "active_workers") == {(): 3}


def test_the_format_is_named() -> None:
    """A server chooses its parser by it."""
    assert CONTENT_TYPE == "text/plain; version=0.0.4; charset=utf-8"
