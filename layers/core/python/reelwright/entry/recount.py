"""The report of a recount: the metric `CounterDrift`, which must be 0, and a log line for each wrong counter."""

from typing import Final

from aws_lambda_powertools.metrics import MetricUnit, single_metric

from reelwright.entry.telemetry import NAMESPACE, logger
from reelwright.usecases.recount_batches import BatchDrift
from reelwright.usecases.recount_counters import Recounted

COUNTER_DRIFT: Final = "CounterDrift"
"""Total drift of all counters, once an hour, by the dimension `service`."""


def report_recount(recounted: Recounted | None) -> None:
    """Report a result, also without drift; a no-op for None."""
    if recounted is None:
        return
    for suspect in recounted.drifted:
        logger.error("counter drifted", extra={"counter": suspect.counter, "off_by": suspect.off_by})
    with single_metric(name=COUNTER_DRIFT, unit=MetricUnit.Count, value=recounted.drift, namespace=NAMESPACE) as metric:
        metric.add_metadata("corrected", recounted.corrected)


def report_batch_drift(drifts: tuple[BatchDrift, ...]) -> None:
    """Report batches whose figures do not match their items, in the same metric; also none."""
    for drift in drifts:
        logger.error("batch drifted", extra=drift.model_dump())
    with single_metric(name=COUNTER_DRIFT, unit=MetricUnit.Count, value=len(drifts), namespace=NAMESPACE) as metric:
        metric.add_metadata("batches", [drift.batch_id for drift in drifts])
