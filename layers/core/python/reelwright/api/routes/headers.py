"""Headers and parameters that several routes share."""

from typing import Any, Final

from reelwright.api.limits import MAX_ID_CHARACTERS
from reelwright.api.routes.model import Parameter

HEADERS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "Location": ("The path of what was made.", {"type": "string", "format": "uri-reference"}),
    "Retry-After": ("Seconds after which asking again makes sense.", {"type": "integer", "minimum": 0}),
    "ETag": ("Changes with every write; send it back as If-None-Match.", {"type": "string"}),
    "Cache-Control": ("Who may keep the answer, and for how long.", {"type": "string"}),
    "Idempotent-Replayed": (
        "`true` where an earlier call with the same Idempotency-Key made this job.",
        {"type": "string", "enum": ["true"]},
    ),
    "RateLimit": ('What is left: `"daily";r=<jobs>;t=<seconds to reset>`.', {"type": "string"}),
    "RateLimit-Policy": ('The limits: `"daily";q=<jobs>;w=86400, "minute";q=<jobs>;w=60`.', {"type": "string"}),
    "Allow": ("The methods that this path knows.", {"type": "string"}),
}
"""By name: what it says, and its schema."""

PATH_PARAMETERS: Final[dict[str, tuple[str, dict[str, Any], str]]] = {
    "job_id": (
        "The job's id.",
        {"type": "string", "minLength": 1, "maxLength": MAX_ID_CHARACTERS},
        "01kb2x9m4n7q8r5s6t0v3w1y2z",
    ),
    "letter_id": (
        "The dead letter's id: its job's, or its message's.",
        {"type": "string", "minLength": 1, "maxLength": MAX_ID_CHARACTERS},
        "01kb2x9m4n7q8r5s6t0v3w1y2z",
    ),
    "asset": ("The name of a file of the page.", {"type": "string"}, "start.js"),
}
"""By name: what it is, its schema, an example."""

LIMIT: Final = Parameter(
    name="limit",
    description="How many to return at most.",
    schema_={"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
)
CURSOR: Final = Parameter(
    name="cursor",
    description="`next_cursor` of the page before, with the same other parameters.",
    schema_={"type": "string", "maxLength": 1024},
)
IDEMPOTENCY_KEY: Final = Parameter(
    name="Idempotency-Key",
    place="header",
    description="Makes a create safe to repeat for 24 hours: the same key and body give the same job.",
    schema_={"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
)
IF_NONE_MATCH: Final = Parameter(
    name="If-None-Match",
    place="header",
    description="The ETag that you have: `304` while nothing has changed.",
    schema_={"type": "string"},
)
