"""Parameters of the query and of request headers. Each kind parses its text and has its JSON Schema, so that both agree."""

import re
from datetime import datetime, timedelta, timezone
from typing import Any, Final, Literal

from reelwright.api.limits import MAX_ID_CHARACTERS, MAX_WAIT_SECONDS
from reelwright.batches.states import ItemState
from reelwright.jobs.lifecycle import STATE_ALIASES, STATUS_WORDS
from reelwright.jobs.listing import DEEPEST, MOST_READ
from reelwright.pipeline.tasks import TASK_ALIASES, TASKS
from reelwright.refusals import InvalidField
from reelwright.values import Value

_SHOWN_CHARACTERS: Final = 40
"""Maximum characters of a wrong value in an error message."""

_SPANS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_AGO: Final = "[0-9]{1,5}[smhd]"
_INSTANT: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"


class WholeNumber(Value):
    """ASCII digits, no sign. `default` is the value if the parameter is missing."""

    least: int = 1
    most: int
    default: int | None = None

    def read(self, text: str) -> int:
        """Convert a text; raises ValueError."""
        digits = text.isascii() and text.isdigit() and len(text) <= len(str(self.most))
        if not digits or not self.least <= int(text) <= self.most:
            raise ValueError(f"{_shown(text)} is not a whole number from {self.least} to {self.most}")
        return int(text)

    @property
    def shape(self) -> dict[str, Any]:
        """Its JSON Schema."""
        shape = {"type": "integer", "minimum": self.least, "maximum": self.most}
        return shape if self.default is None else {**shape, "default": self.default}


class Flag(Value):
    """`true` or `false`, also `1` or `0`, in any case."""

    default: bool = False

    def read(self, text: str) -> bool:
        """Convert a text; raises ValueError."""
        values = {"true": True, "1": True, "false": False, "0": False}
        if text.lower() not in values:
            raise ValueError(f"{_shown(text)} is neither true nor false")
        return values[text.lower()]

    @property
    def shape(self) -> dict[str, Any]:
        """Its JSON Schema."""
        return {"type": "boolean", "default": self.default}


class Choice(Value):
    """One of `words`, in any case; or one of `aliases`, which map to words."""

    words: tuple[str, ...]
    aliases: dict[str, str] = {}
    default: None = None

    def read(self, text: str) -> str:
        """Convert a text to one of `words`; raises ValueError."""
        word = self.aliases.get(text.lower(), text.lower())
        if word not in self.words:
            raise ValueError(f"{_shown(text)} is not known; use one of {', '.join(self.words)}")
        return word

    @property
    def shape(self) -> dict[str, Any]:
        """Its JSON Schema."""
        return {"type": "string", "enum": [*self.words, *sorted(self.aliases)]}


class Text(Value):
    """A text of at least `least` and at most `most` characters; None means no maximum."""

    least: int = 0
    most: int | None = None
    default: None = None

    def read(self, text: str) -> str:
        """Check the length and return the text unchanged; raises ValueError if it is too short or too long."""
        if not self.least <= len(text) <= (self.most or len(text)):
            raise ValueError(f"must have {self.least} to {self.most} characters")
        return text

    @property
    def shape(self) -> dict[str, Any]:
        """Its JSON Schema."""
        limits = {"minLength": self.least or None, "maxLength": self.most}
        return {"type": "string", **{name: limit for name, limit in limits.items() if limit is not None}}


class VisibleAscii(Value):
    """Visible ASCII characters, with or without the quotes of a structured field (RFC 9651)."""

    most: int
    default: None = None

    def read(self, text: str) -> str:
        """Remove the quotes, if any; raises ValueError."""
        quoted = re.fullmatch(r'"([!-~]+)"', text)
        key = quoted[1] if quoted else text
        if not re.fullmatch("[!-~]+", key) or len(key) > self.most:
            raise ValueError(f"must be 1 to {self.most} visible ASCII characters")
        return key

    @property
    def shape(self) -> dict[str, Any]:
        """Its JSON Schema."""
        return {"type": "string", "minLength": 1, "maxLength": self.most, "pattern": "^[!-~]+$"}


class Wait(Value):
    """The seconds of `wait=20` in a Prefer header (RFC 7240), at most `most`. Other preferences are ignored (RFC)."""

    most: int
    default: int = 0

    def read(self, text: str) -> int:
        """Read the seconds; 0 without the preference."""
        found = re.search(r"(?:^|[,;\s])wait=(\d{1,3})(?:$|[,;\s])", text)
        return min(int(found[1]), self.most) if found else self.default

    @property
    def shape(self) -> dict[str, Any]:
        """Its JSON Schema."""
        return {"type": "string"}


class Since(Value):
    """A time (RFC 3339, with its offset), or how long ago: `30s`, `15m`, `24h`, `7d`."""

    default: None = None

    def read(self, text: str) -> datetime | timedelta:
        """Convert a text to a time, or to a span before now; raises ValueError."""
        if re.fullmatch(_AGO, text):
            return timedelta(**{_SPANS[text[-1]]: int(text[:-1])})
        try:
            at = datetime.fromisoformat(text if re.fullmatch(_INSTANT, text) else "")
            return at.astimezone(timezone.utc)
        except (ValueError, OverflowError):
            raise ValueError(f"{_shown(text)} is no time; write 2026-11-28T10:00:00Z, or 24h for a day ago") from None

    @property
    def shape(self) -> dict[str, Any]:
        """Its JSON Schema."""
        return {"type": "string", "pattern": f"^({_AGO}|{_INSTANT})$"}


Kind = WholeNumber | Flag | Choice | Text | VisibleAscii | Wait | Since


class Parameter(Value):
    """A parameter of the query or a request header. Parameters of the path are in `PATH_PARAMETERS`."""

    name: str
    description: str
    kind: Kind
    place: Literal["query", "header"] = "query"

    def read(self, text: str | None) -> Any:
        """Convert the request's text, or use the default for None; raises InvalidField with the parameter's name."""
        if text is None:
            return self.kind.default
        try:
            return self.kind.read(text)
        except ValueError as error:
            raise InvalidField(self.name, str(error)) from None


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…")


LIMIT: Final = Parameter(
    name="limit", description="The most entries to return.", kind=WholeNumber(most=100, default=50)
)
CURSOR: Final = Parameter(
    name="cursor",
    description="`next_cursor` of the previous page. Repeat the other parameters unchanged.",
    kind=Text(most=1024),
)
PAGE: Final = Parameter(
    name="page",
    description=f"The page number, from 1; instead of `cursor`. Pages end after {DEEPEST} jobs.",
    kind=WholeNumber(most=DEEPEST),
)
PAGE_SIZE: Final = Parameter(
    name="page_size", description="Jobs on a page, with `page`. Default: `limit`.", kind=WholeNumber(most=100)
)
STATUS: Final = Parameter(
    name="status",
    description="Only jobs in this state, in upper or lower case. The states of the former system are accepted too.",
    kind=Choice(words=(*STATUS_WORDS.values(), *STATE_ALIASES)),
)
TASK_NAME: Final = Parameter(
    name="task_name",
    description="Only jobs of this task. The names of the former system are accepted too.",
    kind=Choice(words=tuple(sorted(TASKS)), aliases=TASK_ALIASES),
)
TITLE_BEGINNING: Final = Parameter(
    name="q",
    description=(
        f"Only jobs whose title begins with this text, in any case. A page reads at most {MOST_READ} jobs, so it can have "
        "fewer jobs than `limit`, or none, while `has_more` is true: go on with `next_cursor`. Not with `page`."
    ),
    kind=Text(least=1, most=100),
)
SINCE: Final = Parameter(
    name="since",
    description="Only jobs created since a time (RFC 3339), or in the last `30s`, `15m`, `24h`, `7d`. Not with `page`.",
    kind=Since(),
)
MINUTES: Final = Parameter(
    name="minutes",
    description="How far back, in minutes. Above 240, only every second, third, … minute is sent.",
    kind=WholeNumber(most=1440, default=180),
)
USER_ID: Final = Parameter(
    name="user_id",
    description="The owner of the jobs; default: the caller. Only operators see jobs of others; users get an empty list.",
    kind=Text(least=1, most=MAX_ID_CHARACTERS),
)
COUNTED_USER: Final = USER_ID.model_copy(
    update={"description": "The owner of the jobs; default: the caller. Only operators may name another user (`403`)."}
)
DRY_RUN: Final = Parameter(
    name="dry_run",
    description="`true` validates the body and estimates time and cost. No job is created.",
    kind=Flag(),
)
BATCH_DRY_RUN: Final = DRY_RUN.model_copy(
    update={"description": "`true` checks every line and estimates time and cost. No batch is created."}
)
IDEMPOTENCY_KEY: Final = Parameter(
    name="Idempotency-Key",
    place="header",
    description="Makes a create safe to repeat for 24 hours: the same key with the same body returns the same job or batch.",
    kind=VisibleAscii(most=255),
)
IF_NONE_MATCH: Final = Parameter(
    name="If-None-Match",
    place="header",
    description="The ETag of the last answer. The API answers `304` as long as nothing has changed.",
    kind=Text(),
)
PREFER: Final = Parameter(
    name="Prefer",
    place="header",
    description=(
        f"`wait=20` holds the answer for up to 20 seconds (at most {MAX_WAIT_SECONDS}) until the job changes. Send "
        "If-None-Match with it. At most two of your requests are held at a time; others get their answer at once, with "
        "Retry-After."
    ),
    kind=Wait(most=MAX_WAIT_SECONDS),
)

ITEM_STATE: Final = Parameter(
    name="state",
    description="Only items in this state, in upper or lower case.",
    kind=Choice(words=tuple(state.value.lower() for state in ItemState)),
)
GROUP: Final = Parameter(
    name="group", description="Only items with an error of this group.", kind=Text(least=1, most=MAX_ID_CHARACTERS)
)
LETTER_GROUP: Final = GROUP.model_copy(
    update={
        "description": "Only letters with an error of this group. A page can then have fewer letters, or none, while "
        "`has_more` is true."
    }
)
RESULT_FORMAT: Final = Parameter(
    name="format",
    description="`csv` (default) or `jsonl`: one row a line. `manifest`: the files of the results with their checksums.",
    kind=Choice(words=("csv", "jsonl", "manifest")),
)
RESULT_ONLY: Final = Parameter(
    name="only",
    description="`failed`: only lines without a film. As CSV it is a manifest: correct it and send it again.",
    kind=Choice(words=("all", "failed")),
)
RESUME_DRY_RUN: Final = DRY_RUN.model_copy(
    update={"description": "`true` says how many lines would run and what they cost. Nothing is changed."}
)

_ID: Final = {"type": "string", "minLength": 1, "maxLength": MAX_ID_CHARACTERS}
PATH_PARAMETERS: Final[dict[str, tuple[str, dict[str, Any], str]]] = {
    "job_id": ("The id of the job.", _ID, "01kb2x9m4n7q8r5s6t0v3w1y2z"),
    "batch_id": ("The id of the batch.", _ID, "01kb2x9m4n7q8r5s6t0v3w1y2z"),
    "letter_id": (
        "The id of the dead letter: the id of its job, or of its message if it has no job.",
        _ID,
        "01kb2x9m4n7q8r5s6t0v3w1y2z",
    ),
    "capability": ("The capability of the provider: text, speech, image, video.", _ID, "speech"),
    "provider": ("The name of the provider.", _ID, "polly"),
    "name": ("The name of the provider whose key it is.", _ID, "openai"),
    "asset": ("The name of a file of the page.", {"type": "string"}, "start.js"),
    "version": ("The version of the page's files.", {"type": "string"}, "0123456789ab"),
}
"""By name: description, JSON Schema, example."""

HEADERS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "Location": ("The path of the job or batch.", {"type": "string", "format": "uri-reference"}),
    "Retry-After": ("The number of seconds to wait before the next request.", {"type": "integer", "minimum": 0}),
    "ETag": ("Changes whenever the content changes. Send it as If-None-Match.", {"type": "string"}),
    "Cache-Control": ("Whether, by whom and for how long the answer may be cached.", {"type": "string"}),
    "Idempotent-Replayed": (
        "`true` if an earlier call with the same Idempotency-Key created it.",
        {"type": "string", "enum": ["true"]},
    ),
    "RateLimit": ('What is left of each limit: `"daily";r=<left>;t=<seconds until reset>`.', {"type": "string"}),
    "RateLimit-Policy": (
        'All limits: `"daily";q=<limit>;w=86400, "minute";q=<limit>;w=60` (`w` is in seconds).',
        {"type": "string"},
    ),
    "Allow": ("The methods that this path allows.", {"type": "string"}),
}
"""Headers of answers by name: description and JSON Schema."""
