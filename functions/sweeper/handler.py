"""Triggered every minute: due retries, lost messages and ends, expired jobs; reports gauges.

Once an hour it recounts, and reports configured models that end soon.
"""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit

from reelwright.entry.figures import report_current_gauges
from reelwright.entry.model_ends import report_model_ends
from reelwright.entry.recount import report_batch_drift, report_recount
from reelwright.entry.telemetry import logger, metrics, traced
from reelwright.entry.world import world
from reelwright.usecases.recount_batches import recount_batches
from reelwright.usecases.recount_counters import recount_counters
from reelwright.usecases.sweep_jobs import sweep_jobs


@logger.inject_lambda_context(clear_state=True)
@traced
@metrics.log_metrics
def handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    """Run all sweeps once; returns the number of repaired jobs by sweep."""
    here = world()
    report_current_gauges(world=here)
    swept = sweep_jobs(world=here)
    figures = swept.model_dump()
    logger.info("swept", extra=figures)
    for name, value in figures.items():
        metrics.add_metric(name=f"Swept{name.capitalize()}", unit=MetricUnit.Count, value=value)
    recounted = recount_counters(world=here)
    report_recount(recounted)
    if recounted is not None:  # once an hour
        report_batch_drift(recount_batches(world=here))
        report_model_ends(here.settings.providers, here.clock().date())
    return figures
