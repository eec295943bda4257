"""The same POST as FastAPI, Celery and Redis do it: `uvicorn tests.benchmarks.celery_fastapi.app:app`, Redis by `REDIS_URL`.

Written as their own manuals would have it, and no slower than it must be: the body is checked by the very model of our API,
an idempotency key makes one job, the job is a hash in Redis, Celery's message goes to a list in the same Redis, the answer
is 202. No token is checked, no limit counted, no history kept.
"""

import os
import uuid
from datetime import datetime, timezone
from typing import Annotated, Any, Final

from celery import Celery
from fastapi import FastAPI, Header
from redis import Redis

from reelwright.jobs.request import CreateJob

URL: Final = os.environ["REDIS_URL"]
KEY_SECONDS: Final = 24 * 60 * 60
"""How long a key is remembered; ours for as long."""

# A connection for each of the threads that FastAPI runs plain functions in, so that none waits for another's.
celery: Final[Any] = Celery("films", broker=URL, broker_pool_limit=64, task_ignore_result=True)
redis: Final[Any] = Redis.from_url(URL, decode_responses=True)


def create(
    request: CreateJob, idempotency_key: Annotated[str | None, Header(max_length=255)] = None
) -> dict[str, object]:
    """Accept a job; the same key again is the same job."""
    job_id = uuid.uuid4().hex
    if idempotency_key is not None:
        name = f"key:{idempotency_key}"
        if not redis.set(name, job_id, nx=True, ex=KEY_SECONDS):
            return _accepted(redis.get(name))
    queue = request.queue("premium")
    stored = {
        "request": request.model_dump_json(),
        "state": "PENDING",
        "queue": queue,
        "created_at": datetime.now(timezone.utc).isoformat(),
    }
    redis.hset(f"job:{job_id}", mapping=stored)
    celery.send_task(request.task_name, args=[job_id], task_id=job_id, queue=queue)
    return _accepted(job_id)


def _accepted(job_id: str) -> dict[str, object]:
    path = f"/api/v1/jobs/{job_id}"
    return {
        "job_id": job_id,
        "status": "pending",
        "message": "The job is accepted; ask `links.self` how it goes.",
        "links": {"self": path, "status": f"{path}/status", "history": f"{path}/history", "cancel": path},
    }


app: Final = FastAPI()
app.add_api_route("/api/v1/jobs", create, methods=["POST"], status_code=202)
