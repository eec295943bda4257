"""Keys of a job's files in the bucket. The prefix also carries their retention and the grants (`infra`)."""

from typing import Final

OUTPUTS: Final = "outputs/"


def output_prefix(job_id: str) -> str:
    """Prefix of all files of one job; ends with a slash, so that no other job's id can share it."""
    return f"{OUTPUTS}{job_id}/"
