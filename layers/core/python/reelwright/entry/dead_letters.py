"""The report of each new dead letter: a log line and the metric `DeadLetters`, which has an alarm."""

from typing import Final

from aws_lambda_powertools.metrics import MetricUnit, single_metric

from reelwright.entry.telemetry import NAMESPACE, logger
from reelwright.jobs.dead_letter import DeadLetter

DEAD_LETTERS: Final = "DeadLetters"
"""1 for each letter, by the dimension `service`: the function that wrote it."""


def report_dead_letter(letter: DeadLetter) -> None:
    """Report a stored letter; the metric is flushed at once, even if the function fails later."""
    facts = {"letter_id": letter.letter_id, "reason": letter.reason.value, "queue": letter.queue}
    logger.error("dead letter", extra={**facts, "task_name": letter.task_name, "code": letter.error.code})
    with single_metric(name=DEAD_LETTERS, unit=MetricUnit.Count, value=1, namespace=NAMESPACE) as metric:
        for name, value in facts.items():
            metric.add_metadata(name, value)
