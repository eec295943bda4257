"""The texts at the top of the OpenAPI document."""

from typing import Any, Final

from reelwright.api.limits import MAX_BODY_BYTES, MAX_WAIT_SECONDS
from reelwright.jobs.quota import ALLOWANCES
from reelwright.jobs.request import MAX_BATCH_ITEMS, MAX_METADATA_BYTES
from reelwright.jobs.video_request import MAX_PROMPT_CHARACTERS, MAX_SCRIPT_CHARACTERS

TITLE: Final = "Reelwright"
VERSION: Final = "1.0.0"
"""Of the API, not of the code. Its first number is in the paths."""
_MEGABYTE: Final = 2**20


def _allowed() -> str:
    rows = "\n".join(
        f"| {tier} | {one.minute_jobs} | {one.daily_jobs or 'no limit'} | {one.active_jobs} | {one.minute_dry_runs} | "
        f"{one.daily_failed_seconds // 60} |"
        for tier, one in ALLOWANCES.items()
    )
    return (
        "| tier | jobs a minute | jobs a day | queued and running at once | dry runs a minute | failed work a day (minutes) |\n"
        f"|---|---|---|---|---|---|\n{rows}"
    )


def _allowed_uploads() -> str:
    rows = "\n".join(
        f"| {tier} | {one.daily_uploads:,} | {one.daily_upload_bytes // _MEGABYTE:,} | {one.open_upload_bytes // _MEGABYTE:,} |"
        for tier, one in ALLOWANCES.items()
    )
    return f"| tier | uploads a day | MB a day | MB that no job has used |\n|---|---|---|---|\n{rows}"


DESCRIPTION: Final = f"""
Reelwright makes a short video from a script or an idea.

1. `POST /api/v1/jobs` creates a job.
2. Poll `links.self` until `state` is `COMPLETED`, `FAILED` or `CANCELLED`, or set `callback_url` to receive a webhook.
3. Download the files in `result.files`.

Times are ISO 8601 in UTC. Ids are opaque. Later versions may add fields to answers: ignore fields that you do not know.
A request with an unknown field is refused.

**Limits.** A body has at most {MAX_BODY_BYTES // 1024} KiB, a script {MAX_SCRIPT_CHARACTERS:,} characters, a prompt
{MAX_PROMPT_CHARACTERS:,} characters, `metadata` {MAX_METADATA_BYTES:,} bytes as JSON, and a batch {MAX_BATCH_ITEMS}
items. A long poll takes at most {MAX_WAIT_SECONDS} s.

{_allowed()}

Retries count as jobs. Failed work is the time of attempts that fail by the request's own fault; it is part of the job's
`cost_usd`, and over the limit your jobs wait until 00:00 UTC.

{_allowed_uploads()}

**Errors** are problems (RFC 9457): `type` ends in a stable code, `detail` says what to do, and `errors` names the wrong
fields. An error of the gateway in front of the service has only `{{"message"}}`. A resource of another user gets the
same answer (`404`) as one that does not exist.

**Warnings** do not stop a request: `warnings` of a created job names fields that may be wrong, such as a language that
does not fit the script.
""".strip()

TAGS: Final = {
    "jobs": "Create, follow, cancel and retry jobs.",
    "batches": "Many films from one list or file: checked and priced as a whole, run within a limit of places and dollars.",
    "uploads": "Upload your own pictures, clips, music and logo, and manifests of batches.",
    "provider keys": "Keys of providers that you bring yourself, where the operator allows it.",
    "brand": "What all your films have in common: colours, captions, texts, a logo.",
    "webhooks": "Sent to `callback_url` when a job ends, signed as the Standard Webhooks specification says.",
    "dead letters": "Jobs that failed after all retries, and messages that could not be processed. Only for operators.",
    "operations": "Queues and metrics. Only for operators.",
    "service": "Health and documentation. No token needed.",
}

GATEWAY: Final[dict[str, Any]] = {
    "description": "An error of the gateway: the request did not reach the service.",
    "type": "object",
    "properties": {"message": {"type": "string"}},
    "required": ["message"],
}

TOKEN: Final[dict[str, Any]] = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": (
        "An OpenID Connect access token of this environment's issuer; an ID token is refused. Machines use client credentials "
        "with the scope `reelwright/jobs` (own jobs) or `reelwright/operate` (operator). People sign in; their groups decide "
        "their tier (`free`, `standard`, `premium`) and whether they are operators (`operators`)."
    ),
}
