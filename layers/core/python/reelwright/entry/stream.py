"""Records of the table's stream, as events of the core."""

from typing import Any

from reelwright.events import BatchChanged, JobChanged
from reelwright.jobs.lifecycle import JobState
from reelwright.pipeline.table import BATCH_PREFIX, JOB_PREFIX, PARTITION_KEY, SORT_KEY


def job_changed(record: dict[str, Any]) -> JobChanged | None:
    """Return the change of a job's META row, its removal too; None for every other row."""
    change = record["dynamodb"]
    keys, image, old = change["Keys"], change.get("NewImage", {}), change.get("OldImage", {})
    if keys[SORT_KEY]["S"] != "META" or not keys[PARTITION_KEY]["S"].startswith(JOB_PREFIX):
        return None
    return JobChanged(
        job_id=keys[PARTITION_KEY]["S"].removeprefix(JOB_PREFIX),
        user_id=(image or old)["user_id"]["S"],
        new_state=_state(image),
        is_note="history_count" in image and image["history_count"] == old.get("history_count"),
    )


def batch_changed(record: dict[str, Any]) -> BatchChanged | None:
    """Return the change of a batch's META row if the batch moved to another state or generation; None for other rows.

    Counts change with each of its jobs, whose own records release the next line.
    """
    change = record["dynamodb"]
    keys, image, old = change["Keys"], change.get("NewImage", {}), change.get("OldImage", {})
    if keys[SORT_KEY]["S"] != "META" or not keys[PARTITION_KEY]["S"].startswith(BATCH_PREFIX) or not image:
        return None
    if all(image.get(name) == old.get(name) for name in ("state", "generation")):
        return None
    return BatchChanged(batch_id=keys[PARTITION_KEY]["S"].removeprefix(BATCH_PREFIX))


def _state(image: dict[str, Any]) -> JobState | None:
    return JobState(image["state"]["S"]) if image else None
