"""Records of the table's stream, as events of the core."""

from typing import Any

from reelwright.events import JobChanged
from reelwright.jobs.lifecycle import JobState
from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY

_JOB_PREFIX = "JOB#"


def job_changed(record: dict[str, Any]) -> JobChanged | None:
    """Return the change of a job's META row; None for every other row and for removals."""
    change = record["dynamodb"]
    keys, image = change["Keys"], change.get("NewImage")
    if keys[SORT_KEY]["S"] != "META" or not keys[PARTITION_KEY]["S"].startswith(_JOB_PREFIX) or image is None:
        return None
    before = change.get("OldImage", {}).get("state", {}).get("S")
    return JobChanged(
        sequence_number=change["SequenceNumber"].zfill(40),
        job_id=keys[PARTITION_KEY]["S"].removeprefix(_JOB_PREFIX),
        user_id=image["user_id"]["S"],
        old_state=None if before is None else JobState(before),
        new_state=JobState(image["state"]["S"]),
        announced="announced_at" in image,
    )
