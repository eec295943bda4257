"""Bodies and headers that were made to break or to reveal something: each is the caller's own mistake, in plain words."""

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.functions.conftest import Service

FILM: dict[str, Any] = {"video_request": {"prompt": "Why do bees dance?"}}
INTERNALS = ("Traceback", "pydantic", "CreateJob", "/layers/", "site-packages", 'File "')
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "null": b"null",
    "a number": b"1",
    "a list": b"[]",
    "deep lists": b'{"video_request": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "deep objects": b'{"metadata": ' + b'{"a":' * 30_000 + b"1" + b"}" * 30_000 + b"}",
    "a number of 5,000 digits": b'{"video_request": {"prompt": "Bees", "duration": ' + b"9" * 5_000 + b"}}",
    "an exponent": b'{"video_request": {"prompt": "Bees", "duration": 1e999}}',
    "half a surrogate": b'{"video_request": {"prompt": "Bees", "title": "\\ud800"}}',
    "no UTF-8": b'{"video_request": {"prompt": "\xff\xfe"}}',
    "UTF-16": json.dumps(FILM).encode("utf-16"),
    "an XML entity": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "YAML": b"video_request: !!python/object/apply:os.system [id]",
    "a prototype": b'{"__proto__": {"operator": true}, "video_request": {"prompt": "Bees"}}',
    "a class": b'{"__class__": "Caller", "video_request": {"prompt": "Bees"}}',
    "wrong types": b'{"video_request": [], "priority": {}, "task_name": 7}',
    "two documents": json.dumps(FILM).encode() + json.dumps(FILM).encode(),
}


@pytest.mark.parametrize("kind", BODIES)
def test_a_hostile_body_is_an_invalid_request_without_internals(service: "Service", kind: str) -> None:
    """400, never 500, and no class, path or library is named."""
    said = service.ask("POST", "/api/v1/jobs", content=BODIES[kind], headers={"content-type": "application/json"})
    assert (said.status_code, said.json()["type"].rsplit("/", 1)[-1]) == (400, "invalid_request"), said.text[:300]
    assert [word for word in INTERNALS if word in said.text] == []


def test_a_body_of_300_kb_is_too_large(service: "Service") -> None:
    """Before it is read."""
    body = b'{"video_request": {"prompt": "' + b"x" * 300_000 + b'"}}'
    assert service.ask("POST", "/api/v1/jobs", content=body).status_code == 413


def test_numbers_that_json_does_not_have_are_not_stored(service: "Service") -> None:
    """NaN is refused, or becomes null: no later reader meets it."""
    body = b'{"video_request": {"prompt": "Bees"}, "metadata": {"a": NaN}}'
    said = service.ask("POST", "/api/v1/jobs", content=body)
    if said.status_code == 202:
        stored = service.ask("GET", said.headers["location"]).text
        assert "NaN" not in stored
    else:
        assert said.status_code == 400


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_names_another_method(service: "Service", header: str) -> None:
    """A read stays a read."""
    address = service.ask("POST", "/api/v1/jobs", json=FILM).headers["location"]
    assert service.ask("GET", address, headers={header: "DELETE"}).status_code == 200
    assert service.ask("GET", address).json()["state"] != "CANCELLED"
