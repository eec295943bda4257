"""Records of the table's stream, as events of the core."""

from typing import Any

from reelwright.events import JobChanged
from reelwright.jobs.lifecycle import JobState
from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY

_JOB_PREFIX = "JOB#"


def job_changed(record: dict[str, Any]) -> JobChanged | None:
    """Return the change of a job's META row, its removal too; None for every other row."""
    change = record["dynamodb"]
    keys, image, old = change["Keys"], change.get("NewImage", {}), change.get("OldImage", {})
    if keys[SORT_KEY]["S"] != "META" or not keys[PARTITION_KEY]["S"].startswith(_JOB_PREFIX):
        return None
    return JobChanged(
        job_id=keys[PARTITION_KEY]["S"].removeprefix(_JOB_PREFIX),
        user_id=(image or old)["user_id"]["S"],
        new_state=_state(image),
        is_note="history_count" in image and image["history_count"] == old.get("history_count"),
    )


def _state(image: dict[str, Any]) -> JobState | None:
    return JobState(image["state"]["S"]) if image else None
