"""Who may do what, over every operation of the OpenAPI document: nothing of anybody is open to another."""

import re
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.api.openapi import document

if TYPE_CHECKING:
    from tests.functions.conftest import Service

OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in document()["paths"].items()
    for method, operation in methods.items()
]
CLOSED = [one for one in OPERATIONS if one[2].get("security") != []]
NAMING = {"saveProviderKey"}
"""Operations whose path has a name of the caller's own thing, and no id."""
WITH_ID = [one for one in CLOSED if "{" in one[1] and one[2]["operationId"] not in NAMING]


def _named(operations: list[tuple[str, str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("method", "path", "operation"), operations, ids=[operation["operationId"] for *_, operation in operations]
    )


@pytest.fixture
def ids(service: "Service") -> dict[str, str]:
    """Return, by the name of a path's parameter, the id of a thing that is there and is ada's."""
    created = service.ask("POST", "/api/v1/jobs", json={"video_request": {"prompt": "Why do bees dance?"}}).json()
    letters = service.ask("GET", "/api/v1/dlq", caller="operator").json()["dead_letters"]
    films = {"items": [{"video_request": {"prompt": "Why do bees dance?"}}]}
    batch = service.ask("POST", "/api/v1/batches", json=films).json()  # the same body is the same batch each time
    service.ask("PUT", "/api/v1/provider-keys/openai", json={"key": "sk-of-ada-0123456789"})
    provider = {"capability": "text", "provider": "templates", "name": "openai"}
    return {"job_id": created["job_id"], "letter_id": letters[0]["id"], "batch_id": batch["batch_id"], **provider}


def _filled(path: str, ids: dict[str, str]) -> str:
    """Return the path with ids; a parameter without one fails the test: a new kind of thing needs its fixture above."""
    return path.format(**ids)


def _with_any_id(path: str) -> str:
    """Return the path with ids that nothing has."""
    return re.sub(r"{\w+}", "x1", path)


def _example(operation: dict[str, Any]) -> Any:
    """Return the first example of the operation's body, None where it has no body."""
    if "requestBody" not in operation:
        return None
    return next(iter(operation["requestBody"]["content"]["application/json"]["examples"].values()))["value"]


def _code(said: Any) -> tuple[int, str]:
    return said.status_code, said.json().get("type", "").rsplit("/", 1)[-1]


@_named(WITH_ID)
def test_things_of_others_are_not_there(
    service: "Service", ids: dict[str, str], method: str, path: str, operation: dict[str, Any]
) -> None:
    """Another user gets 404 for an id that is there; where only operators may go, 403."""
    operators = operation.get("security", [])
    expected = (403, "forbidden") if operators else (404, "not_found")
    assert _code(service.ask(method, _filled(path, ids), caller="bob", json=_example(operation))) == expected


@_named(WITH_ID)
def test_the_owner_and_operators_find_them(
    service: "Service", ids: dict[str, str], method: str, path: str, operation: dict[str, Any]
) -> None:
    """The ids above are real: whoever may see them gets another answer than 404 and 403."""
    caller = "operator" if operation.get("security") else "ada"
    assert service.ask(method, _filled(path, ids), caller=caller).status_code not in {401, 403, 404}


@_named(CLOSED)
def test_nobody_gets_in_without_a_token(service: "Service", method: str, path: str, operation: dict[str, Any]) -> None:
    """401 by the gateway; and by the function itself where a path reaches it on another way than its route."""
    assert operation["responses"]["401"]
    address = _with_any_id(path)
    assert service.ask(method, address, caller=None).status_code == 401
    around = service.ask(method, address, caller=None, headers={"x-around-the-route": "yes"}, json=_example(operation))
    assert _code(around) == (401, "unauthenticated")


@_named([one for one in CLOSED if one[2].get("security")])
def test_operators_routes_are_for_operators(
    service: "Service", method: str, path: str, operation: dict[str, Any]
) -> None:
    """403 for everybody else, whatever the request says."""
    assert "403" in operation["responses"]
    assert _code(service.ask(method, _with_any_id(path), caller="bob")) == (403, "forbidden")


def test_a_saved_key_of_another_stays_as_it_is(service: "Service") -> None:
    """The name in the path is that of a provider: each user saves their own, which nobody is shown."""
    path = "/api/v1/provider-keys/openai"
    for caller, key in (("ada", "sk-of-ada-0123456789"), ("bob", "sk-of-bob-9876543210")):
        said = service.ask("PUT", path, caller=caller, json={"key": key})
        assert (said.status_code, key in said.text) == (200, False)
    listed = service.ask("GET", "/api/v1/provider-keys", caller="ada").json()
    assert ([one["ending"] for one in listed["keys"]], listed["providers"]) == (["6789"], ["openai"])


def test_a_user_lists_and_counts_only_their_own(service: "Service", ids: dict[str, str]) -> None:
    """Naming another user shows nothing; an operator sees them."""
    assert ids["job_id"] in {job["job_id"] for job in service.ask("GET", "/api/v1/jobs").json()["jobs"]}
    asked = "/api/v1/jobs?user_id=ada"
    assert service.ask("GET", asked, caller="bob").json()["jobs"] == []
    assert ids["job_id"] in {job["job_id"] for job in service.ask("GET", asked, caller="operator").json()["jobs"]}


def test_a_job_for_another_user_is_refused(service: "Service") -> None:
    """The owner is the token's subject; the body can only repeat it."""
    body = {"video_request": {"prompt": "Bees", "user_id": "ada"}}
    assert _code(service.ask("POST", "/api/v1/jobs", json=body, caller="bob")) == (400, "invalid_request")
    assert service.ask("POST", "/api/v1/jobs", json=body).status_code == 202


def test_no_answer_is_kept_or_guessed(service: "Service", ids: dict[str, str]) -> None:
    """L5: only their reader keeps lists and jobs, which hold signed URLs, and asks again; problems are not kept."""
    for path in ("/api/v1/jobs", f"/api/v1/jobs/{ids['job_id']}", "/api/v1/jobs/nothing", "/nowhere", "/openapi.json"):
        headers = service.ask("GET", path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert ("no-store" in headers["cache-control"]) == (path in {"/api/v1/jobs/nothing", "/nowhere"}), path
        assert path == "/openapi.json" or "public" not in headers["cache-control"], path
