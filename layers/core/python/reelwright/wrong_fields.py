"""The wrong fields of a request body, said in our own words: what is wrong with which value, and what to do.

pydantic finds the errors; each of its error types has a sentence here, so no library's words reach a client. Messages repeat
numbers and wrongly chosen words. They never repeat free text, which may be private.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from reelwright.refusals import FieldError

MOST_ERRORS: Final = 20
_LONGEST_VALUE: Final = 40
"""Characters of a repeated value."""

MESSAGES: Final[Mapping[str, str]] = {
    "missing": "is required; add it",
    "extra_forbidden": "is not a field here; remove it, or check its spelling",
    "json_invalid": "is not valid JSON{place}; send one JSON object",
    "model_type": "must be an object in braces, not {kind}",
    "dict_type": "must be an object in braces, not {kind}",
    "tuple_type": "must be a list in square brackets, not {kind}",
    "string_type": "must be a text in quotes, not {kind}",
    "string_unicode": "holds characters that are not valid Unicode; send UTF-8",
    "string_too_short": "has {length} characters; send at least {min_length}",
    "string_too_long": "has {length} characters; send at most {max_length}",
    "string_pattern_mismatch": "{value} cannot be used here; give {form}",
    "literal_error": "{value} is not known; use one of {expected}",
    "bool_type": "must be true or false without quotes, not {kind}",
    "int_type": "must be a whole number, not {kind}",
    "int_parsing": "must be a whole number in digits, not another text",
    "int_parsing_size": "has too many digits; send a smaller number",
    "int_from_float": "{value} is not a whole number; leave out the decimals",
    "float_type": "must be a number, not {kind}",
    "float_parsing": "must be a number in digits, not another text",
    "finite_number": "must be a finite number; send one with fewer digits",
    "greater_than": "{value} is too small; send more than {gt}",
    "greater_than_equal": "{value} is too small; send at least {ge}",
    "less_than": "{value} is too large; send less than {lt}",
    "less_than_equal": "{value} is too large; send at most {le}",
    "too_short": "has too few entries; send at least {min_length}",
    "too_long": "has too many entries; send at most {max_length}",
    "too_many_bytes": "has {size} bytes; send at most {max_size}",
    "value_error": "{own}",
}
"""By pydantic's error type; each completes the sentence "<field>: …"."""
_OTHER: Final = "is not valid; compare it with the API document"

FORMS: Final[Mapping[str, str]] = {
    "custom_id": "an id without control characters",
    "language": "a language tag, like en-US or de",
    "name": "a name without control characters",
    "providers": "the name of a provider: lower-case letters, digits, hyphens and underscores",
    "s3": "an address like s3://bucket/key",
    "script_id": "a name without control characters",
    "source_job_id": "the id of one of your jobs",
    "upload": "the id that the answer to POST /api/v1/uploads holds",
    "upload_id": "the id that the answer to POST /api/v1/uploads holds",
    "user_id": "a user's id without control characters",
    "variables": "a name of lower-case letters, digits and underscores, that begins with a letter",
    "voice": "female, male, or the name of a voice",
    "voice_provider": "the name of a provider: lower-case letters, digits, hyphens and underscores",
}
"""What a field with a pattern takes, by the field's name."""
_OTHER_FORM: Final = "a value of the form in the API document"


def field_errors(error: ValidationError) -> tuple[FieldError, ...]:
    """Convert pydantic's errors, at most MOST_ERRORS."""
    found = error.errors(include_url=False)[:MOST_ERRORS]
    return tuple(FieldError(field=_path(one["loc"]) or "body", message=message_of(one)) for one in found)


def message_of(error: Mapping[str, Any]) -> str:
    """Say one of pydantic's errors in our words; an unknown type gets a neutral sentence."""
    message = MESSAGES.get(error["type"], _OTHER)
    value, facts = error["input"], error.get("ctx", {})
    return message.format(
        **{
            **{name: f"{fact:g}" if isinstance(fact, float) else fact for name, fact in facts.items()},
            "value": _shown(value),
            "kind": _kind(value),
            "length": len(value) if isinstance(value, str) else 0,
            "form": next((FORMS[part] for part in reversed(error["loc"]) if part in FORMS), _OTHER_FORM),
            "expected": _listed(facts.get("expected", "")),
            "place": _place(str(facts.get("error", ""))),
            "own": error["msg"].removeprefix("Value error, "),
        }
    )


def _path(parts: tuple[int | str, ...]) -> str:
    return ".".join(map(str, parts))


def _shown(value: object) -> str:
    """Quote a word, print a number; other values by their kind."""
    if isinstance(value, str):
        return f"'{value[:_LONGEST_VALUE]}'"
    return (
        str(value)[:_LONGEST_VALUE] if isinstance(value, int | float) and not isinstance(value, bool) else _kind(value)
    )


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list() | tuple():
            return "a list"
        case _:
            return "an object"


def _listed(expected: str) -> str:
    """Rewrite pydantic's list of choices ("'a', 'b' or 'c'") as ours: a, b, c."""
    return ", ".join(re.findall(r"'([^']*)'", expected))


def _place(parsing: str) -> str:
    """Keep line and column of a JSON parser's message."""
    found = re.search(r"line \d+ column \d+", parsing)
    return f" at {found[0]}" if found else ""
