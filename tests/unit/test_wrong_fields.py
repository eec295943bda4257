"""Wrong fields of a body, in our words: every error that a request can have is driven through the real models."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from reelwright.api.webhooks import ProbeRequest
from reelwright.batches.request import BatchItemRequest, CreateBatch
from reelwright.jobs.request import MAX_BATCH_ITEMS, CreateJob
from reelwright.jobs.upload import OwnImage, UploadRequest
from reelwright.jobs.video_request import VideoRequest
from reelwright.wrong_fields import FORMS, MESSAGES, field_errors, message_of

MODELS: tuple[type[BaseModel], ...] = (CreateJob, CreateBatch, BatchItemRequest, UploadRequest, ProbeRequest)
TEXT = {"script_content": "Hello there."}
VALUES: list[Any] = [
    *(None, True, 0, -7, 10**6, 2.5, float("inf"), float("nan"), 10**400, "9" * 5000),
    *("", "x", "12.5", "30x", "\x00", "é" * 30_000, [], ["x"] * 600, [1], {}, {"x": 1}, {str(n): n for n in range(40)}),
    *([TEXT] * (MAX_BATCH_ITEMS + 1), [{"upload": f"u{n}"} for n in range(200)], ["youtube"] * 6),
]
"""Wrong for most fields, right for some."""
BROKEN = (
    b"",
    b"{",
    b'{"a"',
    b'"\xff"',
    b'{"title": "\xed\xa0\x80"}',
    b'{"title": "\\ud800"}',
    b"[" * 1000,
    b"NaN",
    b"7",
)
LIBRARY = ("Input ", "Value error", "should be", "String ", "List ", "Tuple ", "Dictionary ", "^[", "pydantic", "EOF")


def _bodies() -> Iterator[tuple[type[BaseModel], Any]]:
    for value in VALUES:
        for model in MODELS:
            yield from ((model, {name: value}) for name in model.model_fields)
            yield model, value
        for name in VideoRequest.model_fields:
            yield CreateJob, {"video_request": {name: value}}
            yield CreateJob, {"items": [{name: value}]}
        yield from ((CreateJob, {"video_request": {"images": [{name: value}]}}) for name in OwnImage.model_fields)
        yield CreateBatch, {"variables": {"city": value}}
        yield BatchItemRequest, {"variables": {"First Name": value}}
        yield from ((CreateJob, {"video_request": {name: [value]}}) for name in ("images", "exports"))
        yield from ((CreateJob, {"video_request": {"providers": {name: value}}}) for name in ("speech", "x"))


@cache
def _driven() -> tuple[ValidationError, ...]:
    """Return the errors of all bodies."""
    sent = [(model, json.dumps(body).encode()) for model, body in _bodies()]
    sent += [(model, body) for model in MODELS for body in BROKEN]
    found = []
    for model, body in sent:
        try:
            model.model_validate_json(body)
        except ValidationError as error:
            found.append(error)
    return tuple(found)


def test_every_error_of_a_request_has_its_sentence() -> None:
    """Each type that our models raise has a row, and few rows are there for types that these bodies do not raise."""
    raised = {one["type"] for error in _driven() for one in error.errors()}
    assert raised - MESSAGES.keys() == set()
    assert MESSAGES.keys() - raised <= {"string_unicode", "int_parsing_size"}


def test_no_message_is_in_a_librarys_words() -> None:
    """Not even in part; and none has a gap where a fact is missing."""
    said = {(one.field, one.message) for error in _driven() for one in field_errors(error)}
    assert [one for one in said if any(word in one[1] for word in LIBRARY) or "{" in one[1]] == []


def test_every_field_with_a_pattern_says_what_it_takes() -> None:
    """A pattern helps nobody: "^[a-z0-9]{1,40}$" is no sentence."""
    errors = [one for error in _driven() for one in error.errors() if one["type"] == "string_pattern_mismatch"]
    assert [one["loc"] for one in errors if not any(part in FORMS for part in one["loc"])] == []
    assert {part for one in errors for part in one["loc"]} >= FORMS.keys()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"video_request": {"duration": -7}}, "-7 is too small; send at least 5"),
        ({"video_request": {"duration": 2.5}}, "2.5 is not a whole number; leave out the decimals"),
        ({"video_request": {"title": "x" * 201}}, "has 201 characters; send at most 200"),
        ({"video_request": {"title": 7}}, "must be a text in quotes, not a number"),
        ({"video_request": {"aspect": "4:3"}}, "'4:3' is not known; use one of 9:16, 16:9, 1:1"),
        (
            {"video_request": {"language": "English!"}},
            "'English!' cannot be used here; give a language tag, like en-US or de",
        ),
        ({"use_cache": "yes"}, "must be true or false without quotes, not a text"),
        ({"max_cost_usd": 0}, "0 is too small; send more than 0"),
        ({"scripts": "Hi"}, "is not a field here; remove it, or check its spelling"),
    ],
)
def test_a_message_says_what_is_wrong_and_what_to_do(body: dict[str, Any], message: str) -> None:
    """Value first, then the remedy."""
    with pytest.raises(ValidationError) as caught:
        CreateJob.model_validate_json(json.dumps(body))
    assert message in [one.message for one in field_errors(caught.value)]


def test_a_body_that_is_no_json_is_located() -> None:
    """Line and column, without the parser's words."""
    with pytest.raises(ValidationError) as caught:
        CreateJob.model_validate_json('{"title"')
    (found,) = field_errors(caught.value)
    assert (found.field, found.message) == ("body", "is not valid JSON at line 1 column 8; send one JSON object")


def test_an_error_of_an_unknown_type_gets_a_neutral_sentence() -> None:
    """A later pydantic may find errors that have no row yet."""
    error = {"type": "of_a_later_release", "loc": ("title",), "msg": "Input should be nicer", "input": "x"}
    assert message_of(error) == "is not valid; compare it with the API document"
