"""Groups errors, so that 900 equal mistakes read as one: by code, type, step, provider, and the message without its details.

The fingerprint holds the version of the grouping: after a change of the rules, old and new groups never mix. No stack enters:
an error of ours has a stable code and step.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from inspect import getdoc
from typing import Final, NamedTuple

from reelwright.batches.limits import FIRST_SAMPLES, LAST_SAMPLES, MAX_GROUPS
from reelwright.batches.lines import ErrorCode, LineError
from reelwright.errors import error_types
from reelwright.jobs.model import JobFailure
from reelwright.values import Value

GROUPING: Final = 1
"""The version of the rules below."""
OTHER: Final = "other"
"""The group of all errors beyond MAX_GROUPS groups."""
_LONGEST: Final = 300
_LONGEST_READ: Final = 2_000
_FEWEST: Final = 3
"""Lines of a group before a shared trait means anything."""
_SHARED: Final = 0.9
_ELSEWHERE: Final = 0.5

_DETAILS: Final = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"https?://\S+", "<url>"),
        (r"s3://\S+|\b(?:artefacts|batches|inbox|outputs|uploads)/\S+", "<key>"),
        (r"[\w.+-]+@[\w-]+\.[\w.-]+", "<mail>"),
        (r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "#"),
        (r"\b(?=\d*[a-z])[0-9a-hjkmnp-tv-z]{26}(?:n\d{6})?(?:-a\d+)?\b", "#"),
        (r"\b\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?", "<time>"),
        (r"\"[^\"]*\"|“[^”]*”|«[^»]*»|`[^`]*`|(?<!\w)'[^']*'(?!\w)", "<text>"),
        (r"(?<![\w<])(?:\.{0,2}/[\w.-]+){2,}|\b[a-z]:\\\S+", "<path>"),
        (r"\b(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{8,}\b", "#"),
    )
)
"""What differs between equal mistakes, in the order of replacement; texts are in lower case by then."""
_NUMBERS: Final = re.compile(
    r"(?P<status>\b(?:status(?: code)?|http)[ :=]+[1-5]\d\d\b)|[-+]?\d+(?:[.,:]\d+)*(?:e[-+]?\d+\b)?"
)
"""Numbers, but not an HTTP status that is named as one: 429 and 500 are different mistakes."""

_LINE_ADVICE: Final[Mapping[ErrorCode, str]] = {
    "bad_quotes": "Export the file again from the spreadsheet, or close the quotes.",
    "duplicate_custom_id": "Give each item its own custom_id, or leave them out.",
    "empty_manifest": "Send at least one item below the header.",
    "missing_field": "Fill in the field for each of these lines, or put it into the template.",
    "not_an_object": "Write each item as an object in braces.",
    "not_json": "Correct the JSON at the named place; an editor shows it.",
    "out_of_range": "Choose a value within the named limits.",
    "over_budget": "Raise max_cost_usd, or shorten the films.",
    "over_daily_limit": "Send the lines that fit today, and the others tomorrow.",
    "too_long": "Shorten these texts, or choose a platform for longer films.",
    "too_many_columns": "Remove columns, or put cells that hold the delimiter in quotes.",
    "too_many_lines": "Split the manifest into several batches.",
    "unknown_field": "Correct the name, or remove the field.",
    "unknown_variable": "Give the variable for each of these lines, or for the whole batch in variables.",
    "unreadable_bytes": "Save the file as UTF-8 and send it again.",
    "unsupported_language": "Choose a supported language, or another provider of speech.",
    "unused_variable": "Remove the variable, or use it in the template.",
    "wrong_type": "Send a value of the named type.",
    "wrong_value": "Choose one of the named values.",
}


class ErrorFacts(NamedTuple):
    """What a group has in common."""

    code: str
    message: str
    type: str | None = None
    step: str | None = None
    provider: str | None = None


class SharedTrait(Value):
    """A trait that nearly all lines of a group share and few others have: probably the cause."""

    name: str
    """A column (`language`, `voice`, `var.city`)."""
    value: str
    share: float
    """Of the lines of the group, 0-1."""
    elsewhere: float
    """Of all other lines, 0-1."""


class LineErrorGroup(Value):
    """Equal errors of many lines."""

    group: str
    code: str
    step: str | None = None
    provider: str | None = None
    message: str
    """That of the first line."""
    count: int
    """Lines with this error."""
    retryable: bool
    """A retry of these lines can succeed without a change."""
    advice: str
    samples: tuple[int, ...]
    """The first three lines and the last two."""
    suspects: tuple[SharedTrait, ...] = ()
    grouping: int = GROUPING


def facts_of_line(error: LineError) -> ErrorFacts:
    """Take what groups an error of a manifest's line."""
    return ErrorFacts(code=error.code, message=error.message)


def facts_of_job(failure: JobFailure) -> ErrorFacts:
    """Take what groups the failure of an item's job."""
    return ErrorFacts(code=failure.code, message=failure.message, type=failure.type, step=failure.step)


def fingerprint(facts: ErrorFacts) -> str:
    """Hash the facts of an error: equal for errors that differ in ids, numbers, names and quoted texts only."""
    parts = (GROUPING, facts.code, facts.type, facts.step, facts.provider, normal(facts.message))
    return hashlib.sha256("|".join(map(str, parts)).encode(errors="replace")).hexdigest()[:12]


def normal(message: str) -> str:
    """Remove the details of a message. It is cut at 300 characters after that, since details have many lengths."""
    text = message[:_LONGEST_READ].lower()
    for details, word in _DETAILS:
        text = details.sub(word, text)
    text = _NUMBERS.sub(lambda found: found["status"] or "#", text)
    return " ".join(text.split())[:_LONGEST]


def advice_for(facts: ErrorFacts) -> str:
    """Say what to do: by the code of a line's error, else as the class of the error documents it."""
    told = _LINE_ADVICE.get(facts.code)  # type: ignore[call-overload] # codes of jobs are not in the table
    if told is not None and facts.type is None:
        return str(told)
    kind = next((one for one in error_types() if facts.type in {one.__name__, None} and one.code == facts.code), None)
    return " ".join((getdoc(kind) or "").split()) if kind is not None else "Look at the message of a sample."


def is_retryable(facts: ErrorFacts) -> bool:
    """Check whether a retry can succeed without a change of the line."""
    return any(one.retryable for one in error_types() if one.code == facts.code and facts.type is not None)


class _Group:
    """One group while it is counted."""

    def __init__(self, key: str, facts: ErrorFacts) -> None:
        self.key = key
        self.facts = facts
        self.count = 0
        self.first: list[int] = []
        self.last: list[int] = []
        self.line: int | None = None
        self.traits: Counter[tuple[str, str]] = Counter()

    def add(self, line: int | None, traits: Mapping[str, str]) -> None:
        if line is not None and line == self.line:
            return
        self.line = line
        self.count += 1
        self.traits.update(traits.items())
        if line is None:
            return
        if len(self.first) < FIRST_SAMPLES:
            self.first.append(line)
        else:
            self.last = [*self.last, line][-LAST_SAMPLES:]


class Groups:
    """Groups the errors of one batch in a single pass; memory grows with groups and short cells, not with errors."""

    def __init__(self) -> None:
        self._groups: dict[str, _Group] = {}
        self._traits: Counter[tuple[str, str]] = Counter()
        self._lines = 0

    def see(self, traits: Mapping[str, str]) -> None:
        """Count a line, good or bad, once: suspects compare a group with all other lines."""
        self._lines += 1
        self._traits.update(traits.items())

    def add(self, facts: ErrorFacts, line: int | None, traits: Mapping[str, str] | None = None) -> str:
        """Count an error and return its group; a second error of the same line in the same group is not counted."""
        key = fingerprint(facts)
        if key not in self._groups and len(self._groups) >= MAX_GROUPS:
            key, facts = OTHER, ErrorFacts(OTHER, "errors of all further kinds")
        group = self._groups.setdefault(key, _Group(key, facts))
        group.add(line, traits or {})
        return key

    def all(self) -> tuple[LineErrorGroup, ...]:
        """Return the groups, largest first."""
        ordered = sorted(self._groups.values(), key=lambda group: -group.count)
        return tuple(self._finished(group) for group in ordered)

    def _finished(self, group: _Group) -> LineErrorGroup:
        return LineErrorGroup(
            group=group.key,
            code=group.facts.code,
            step=group.facts.step,
            provider=group.facts.provider,
            message=group.facts.message,
            count=group.count,
            retryable=is_retryable(group.facts),
            advice=advice_for(group.facts),
            samples=(*group.first, *group.last),
            suspects=self._suspects(group),
        )

    def _suspects(self, group: _Group) -> tuple[SharedTrait, ...]:
        others = self._lines - group.count
        if group.count < _FEWEST or others <= 0:
            return ()
        found = [
            SharedTrait(
                name=name,
                value=value,
                share=round(count / group.count, 3),
                elsewhere=round((self._traits[name, value] - count) / others, 3),
            )
            for (name, value), count in group.traits.items()
            if count / group.count >= _SHARED
        ]
        unusual = [one for one in found if one.elsewhere < _ELSEWHERE]
        return tuple(sorted(unusual, key=lambda one: (one.elsewhere - one.share, one.name)))


_TRAITS: Final = re.compile(
    r"language|voice|voice_provider|platform|aspect|music|visuals|captions|script_format|stop_after|providers\.\w+|var\.\w+|exports\.\d+"
)
_LONGEST_TRAIT: Final = 64


def traits_of(columns: Mapping[str, str]) -> dict[str, str]:
    """Pick the cells of a line that may be the cause of an error in many lines: short choices, and variables."""
    return {name: cell for name, cell in columns.items() if len(cell) <= _LONGEST_TRAIT and _is_trait(name)}


@lru_cache(maxsize=512)
def _is_trait(name: str) -> bool:
    return _TRAITS.fullmatch(name) is not None
