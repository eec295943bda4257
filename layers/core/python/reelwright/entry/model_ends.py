"""The report of models that end: the metric `ModelsEnding`, which has an alarm, and a log line for each model."""

from datetime import date
from typing import Final

from aws_lambda_powertools.metrics import MetricUnit, single_metric

from reelwright.entry.telemetry import NAMESPACE, logger
from reelwright.providers.offers import offers
from reelwright.providers.setup import ProvidersSetup

MODELS_ENDING: Final = "ModelsEnding"
"""The number of configured models that have ended or end within 60 days, once an hour, by the dimension `service`."""


def report_model_ends(setup: ProvidersSetup, today: date) -> None:
    """Report also that none ends; a no-op where no provider is configured. Each hour again, until the model is replaced."""
    if not setup.models:
        return
    warnings = [(offer, warning) for offer in offers(setup) if (warning := offer.warning(today)) is not None]
    for offer, warning in warnings:
        logger.warning("model ends", extra={"provider": f"{offer.capability}/{offer.name}", "warning": warning})
    with single_metric(name=MODELS_ENDING, unit=MetricUnit.Count, value=len(warnings), namespace=NAMESPACE) as metric:
        metric.add_metadata("warnings", [warning for _, warning in warnings])
