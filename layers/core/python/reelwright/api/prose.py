"""The document's sentences."""

from typing import Any, Final

from reelwright.api.limits import MAX_BODY_BYTES, MAX_WAIT_SECONDS
from reelwright.jobs.quota import ALLOWANCES
from reelwright.jobs.request import MAX_BATCH_ITEMS, MAX_METADATA_BYTES, MAX_PROMPT_CHARACTERS, MAX_SCRIPT_CHARACTERS

TITLE: Final = "Reelwright"
VERSION: Final = "1.0.0"
"""Of the API, not of the code: its first number stands in the paths."""


def _allowed() -> str:
    rows = "\n".join(
        f"| {tier} | {one.minute_jobs} | {one.daily_jobs or 'no limit'} | {one.active_jobs} |"
        for tier, one in ALLOWANCES.items()
    )
    return f"| tier | jobs a minute | jobs a day | queued and running at once |\n|---|---|---|---|\n{rows}"


DESCRIPTION: Final = f"""
A script (or an idea) goes in, a finished short video comes out.

Create a job, follow `links.self` until its `state` is `COMPLETED`, `FAILED` or `CANCELLED`, then fetch `result.files`.
Times are ISO 8601 in UTC, ids are opaque. Answers may gain fields: read past those that you do not know; a field that is
not known in a **request** is refused.

**Limits.** Bodies up to {MAX_BODY_BYTES // 1024} KiB, scripts up to {MAX_SCRIPT_CHARACTERS:,} characters, prompts up to
{MAX_PROMPT_CHARACTERS:,}, metadata up to {MAX_METADATA_BYTES:,} bytes as JSON, {MAX_BATCH_ITEMS} items a batch; a long poll
holds {MAX_WAIT_SECONDS} s at most.

{_allowed()}

**Errors** are problems (RFC 9457): `type` ends in a stable code, `detail` says what to do, `errors` names the fields. What the
gateway refuses before it reaches us has `{{"message"}}` alone. Things of other users look like things that are not there.
""".strip()

TAGS: Final = {
    "jobs": "Made, followed, cancelled and retried.",
    "uploads": "Pictures and clips of your own, for `images`.",
    "webhooks": "Told to a job's `callback_url` when it has ended, signed by Standard Webhooks.",
    "dead letters": "What the service has given up; for operators.",
    "operations": "Queues and metrics; for operators.",
    "service": "The service itself; without a token.",
}

GATEWAY: Final[dict[str, Any]] = {
    "description": "What the gateway answers itself, before a request reaches the service.",
    "type": "object",
    "properties": {"message": {"type": "string"}},
    "required": ["message"],
}

TOKEN: Final[dict[str, Any]] = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": (
        "An OpenID Connect access token of the environment's issuer. Machines get theirs by client credentials with the "
        "scope `reelwright/jobs` (own jobs) or `reelwright/operate` (everything); people sign in, and their groups make tier "
        "(`free`, `standard`, `premium`) and rights (`operators`). An ID token is refused."
    ),
}
