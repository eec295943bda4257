"""The canary's way through the public API: create, wait, download, verify."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from functions.canary.film import faults_of

SCRIPT: Final = "A canary sings each hour."
LIMIT_SECONDS: Final = 270.0
"""The function itself ends after 300 s."""
ENDED: Final = frozenset({"COMPLETED", "FAILED", "CANCELLED"})

Send = Callable[[str, str, Mapping[str, str], bytes | None], bytes]
"""Sends method, URL, headers and body; returns the body of the answer; raises OSError for any other status than 2xx."""


class CanaryError(Exception):
    """The film was not made, or is wrong."""


class Seen(NamedTuple):
    """Seconds until the job was accepted, and until its film was verified."""

    accepted: float
    verified: float


def journey(url: str, token: str, *, send: Send, now: Callable[[], float], name: str) -> Seen:
    """Make a film and verify it. `name` is the idempotency key: a repeated run makes no second film.

    Raises CanaryError if the job fails, is late or its film is wrong, and OSError if the API or the store does not answer.
    """
    started = now()
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json", "idempotency-key": name}
    body = {
        "task_name": "generate_video",
        "use_cache": False,
        "video_request": {"script_content": SCRIPT, "platform": "tiktok", "title": "Canary"},
    }
    accepted = _read(send("POST", f"{url}/api/v1/jobs", headers, json.dumps(body).encode()))
    seen = now() - started
    job = accepted
    while job.get("state") not in ENDED:
        if now() - started > LIMIT_SECONDS:
            raise CanaryError(f"job {accepted['job_id']} is {job.get('state', 'accepted')} after {LIMIT_SECONDS:.0f} s")
        job = _read(send("GET", f"{url}/api/v1/jobs/{accepted['job_id']}", {**headers, "prefer": "wait=20"}, None))
    if job["state"] != "COMPLETED":
        raise CanaryError(f"job {job['job_id']} is {job['state']}: {job.get('error')}")
    film = send("GET", job["result"]["files"]["video"]["url"], {}, None)
    faults = faults_of(film, seconds=job["result"]["duration"])
    if faults:
        raise CanaryError(f"the film of job {job['job_id']} is wrong: {'; '.join(faults)}")
    return Seen(accepted=seen, verified=now() - started)


def _read(body: bytes) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(body)
    return loaded
