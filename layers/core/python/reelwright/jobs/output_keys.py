"""Keys of a job's files in the bucket. The prefix also carries their retention and the grants (`infra`)."""

from typing import Final

OUTPUTS: Final = "outputs/"
OUTCOME: Final = "job.json"
"""The object that says how a job ended. S3 sends notifications of these objects only."""
BATCH_OUTCOME: Final = "batch.json"
"""The same for a batch."""

PARTIAL: Final = "partial/"
"""The folder of results that were written while a batch ran: the API may write nothing else under `outputs/`."""


def output_prefix(job_id: str) -> str:
    """Prefix of all files of one job; ends with a slash, so that no other job's id can share it."""
    return f"{OUTPUTS}{job_id}/"


def outcome_key(job_id: str) -> str:
    """Build the key of the file that says how a job ended."""
    return f"{output_prefix(job_id)}{OUTCOME}"


def batch_outcome_key(batch_id: str) -> str:
    """Build the key of the file that says how a batch ended."""
    return f"{output_prefix(batch_id)}{BATCH_OUTCOME}"
