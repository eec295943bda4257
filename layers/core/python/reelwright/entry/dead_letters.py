"""What operators hear of a dead letter when it is written: a log line and the metric `DeadLetters`, on which an alarm is."""

from typing import Final

from aws_lambda_powertools.metrics import MetricUnit, single_metric

from reelwright.entry.telemetry import NAMESPACE, logger
from reelwright.jobs.dead_letter import DeadLetter

DEAD_LETTERS: Final = "DeadLetters"
"""One a letter, by the dimension `service`: the function that wrote it."""


def report_dead_letter(letter: DeadLetter) -> None:
    """Tell of a letter that is in the table now; the metric leaves at once, whatever becomes of the function's run."""
    facts = {"letter_id": letter.letter_id, "reason": letter.reason.value, "queue": letter.queue}
    logger.error("dead letter", extra={**facts, "task_name": letter.task_name, "code": letter.error.code})
    with single_metric(name=DEAD_LETTERS, unit=MetricUnit.Count, value=1, namespace=NAMESPACE) as metric:
        for name, value in facts.items():
            metric.add_metadata(name, value)
