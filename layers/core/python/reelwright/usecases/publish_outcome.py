"""Write a job's outcome to the bucket: the source of its webhooks, kept for a while after the table's row is removed."""

import json

from reelwright.jobs.lifecycle import STATUS_WORDS
from reelwright.jobs.model import Job
from reelwright.jobs.output_keys import outcome_key
from reelwright.ports import World


def publish_outcome(job: Job, *, world: World) -> None:
    """Write `outputs/<job>/job.json` for an ended job. Idempotent: the same job gives the same bytes."""
    document = {
        "job_id": job.job_id,
        "user_id": job.user_id,
        "task_name": job.task_name,
        "state": job.state.value,
        "status": STATUS_WORDS[job.state],
        "attempt": job.attempt,
        "result": None if job.result is None else job.result.model_dump(mode="json"),
        "error": None if job.error is None else job.error.public(),
        "created_at": job.created_at.isoformat(),
        "completed_at": None if job.completed_at is None else job.completed_at.isoformat(),
        "metadata": job.request.metadata,
    }
    body = json.dumps(document, sort_keys=True, ensure_ascii=False).encode()
    world.artefacts.put(outcome_key(job.job_id), body, content_type="application/json")
