"""Partial-batch answers: what failed comes back, what succeeded does not."""

from collections.abc import Callable
from typing import Any

from reelwright.entry.telemetry import logger


def process_records(
    records: list[dict[str, Any]], process: Callable[[dict[str, Any]], None], *, ordered: bool
) -> dict[str, Any]:
    """Process each record and return the failed ones as `batchItemFailures`.

    Stream records are `ordered`: after a failure the rest is left alone, because the stream returns to the failed one and
    everything after it. Queue messages are independent.
    """
    failures = []
    for record in records:
        try:
            process(record)
        except Exception:  # noqa: BLE001 - whatever failed, the record goes back and the error is logged
            logger.exception("record failed")
            failures.append({"itemIdentifier": _identifier(record)})
            if ordered:
                break
    return {"batchItemFailures": failures}


def _identifier(record: dict[str, Any]) -> str:
    if "dynamodb" in record:
        return str(record["dynamodb"]["SequenceNumber"])
    return str(record["messageId"])
