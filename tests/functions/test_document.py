"""The OpenAPI document and its page, as they are served."""

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis

from reelwright.api.openapi import document

if TYPE_CHECKING:
    from tests.functions.conftest import Service

EXAMPLES = [
    pytest.param(method.upper(), path, example["value"], id=f"{operation['operationId']}-{name}")
    for path, methods in document()["paths"].items()
    for method, operation in methods.items()
    if "requestBody" in operation and "{" not in path
    for name, example in operation["requestBody"]["content"]["application/json"]["examples"].items()
]


def test_the_document_is_served_as_it_is_printed(service: "Service") -> None:
    """One source; nobody needs a token to read it."""
    said = service.ask("GET", "/openapi.json", caller=None)
    assert (said.status_code, said.headers["content-type"]) == (200, "application/json")
    assert said.json() == json.loads(json.dumps(document()))


def test_the_document_is_openapi_31(service: "Service") -> None:
    """It holds against the meta-schema of its version."""
    schema = schemathesis.openapi.from_url(f"{service.url}/openapi.json")
    assert schema.specification.version == "3.1.0"
    schema.validate()


@pytest.mark.parametrize("path", ["/openapi.json", "/docs", "/docs/swagger-ui.css"])
def test_what_does_not_change_is_not_sent_twice(service: "Service", path: str) -> None:
    """ETag and 304, also for the compressed form, which is another body of the same thing."""
    first = service.ask("GET", path, caller=None)
    assert first.headers["content-encoding"] == "gzip"
    assert (first.headers["vary"], first.headers["cache-control"]) == ("Accept-Encoding", "public, max-age=300")
    again = service.ask("GET", path, caller=None, headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_the_page_asks_no_other_host(service: "Service") -> None:
    """Everything it names is a relative path that is served here, and its policy forbids the rest."""
    page = service.ask("GET", "/docs", caller=None)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(named) == 5
    for name in named:
        if name != "data:,":
            assert service.ask("GET", f"/{name}", caller=None).status_code == 200
    assert "<script>" not in page.text


def test_the_page_has_no_other_files(service: "Service") -> None:
    """Only what is named is served: no path leads out of the folder."""
    for name in ("handler.py", "docs.html", "..%2fhandler.py", "%2e%2e", "x" * 500):
        assert service.ask("GET", f"/docs/{name}", caller=None).status_code == 404


@pytest.mark.parametrize(("method", "path", "body"), EXAMPLES)
def test_every_example_works_as_it_stands(service: "Service", method: str, path: str, body: Any) -> None:
    """What the document shows can be sent."""
    said = service.ask(method, path, json=body)
    assert said.status_code in {200, 201, 202}, said.text


def test_a_created_job_can_be_followed_by_the_documents_links(service: "Service") -> None:
    """From create by each link to an answer that the document describes."""
    operations = {
        operation["operationId"]: (method, path, operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    }
    create = operations["createJob"][2]
    made = service.ask("POST", "/api/v1/jobs", json={"video_request": {"prompt": "Bees"}})
    links = create["responses"]["202"]["links"]
    assert set(links) >= {"get", "status", "history", "cancel"}
    for link in links.values():
        method, path, operation = operations[link["operationId"]]
        assert link["parameters"] == {"job_id": "$response.body#/job_id"}
        said = service.ask(method.upper(), path.format(job_id=made.json()["job_id"]))
        assert str(said.status_code) in operation["responses"]


def test_a_known_path_tells_its_methods(service: "Service") -> None:
    """405 with Allow; a path that stands in the table as it is keeps to its own methods."""
    for path, allowed in (
        ("/api/v1/jobs", "GET, POST"),
        ("/api/v1/jobs/some-id", "DELETE, GET"),
        ("/api/v1/jobs/health", "GET"),
    ):
        said = service.ask("PUT", path)
        assert (said.status_code, said.headers["allow"]) == (405, allowed)
        assert said.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api", "/api/v1/nothing", "/api/v1/jobs/", "/api/v1/jobs/a%2Fb"])
def test_an_unknown_path_is_a_problem_too(service: "Service", path: str) -> None:
    """404 in the form of every other error."""
    said = service.ask("GET", path)
    assert (said.status_code, said.json()["type"].rsplit("/", 1)[-1]) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "how", "status"),
    [
        ("GET", "/api/v1/jobs/" + "x" * 129, {}, 404),
        ("GET", "/api/v1/jobs/%00", {}, 404),
        ("GET", "/api/v1/jobs?user_id=" + "x" * 129, {}, 400),
        ("GET", "/api/v1/jobs?task_name=nothing", {}, 400),
        ("GET", "/api/v1/jobs?status=%00", {}, 400),
        ("GET", "/api/v1/jobs?cursor=%00", {}, 400),
        ("POST", "/api/v1/jobs", {"content": b"\xff\xfe"}, 400),
        ("POST", "/api/v1/jobs", {"content": b'{"metadata": {"a": "\\ud800"}}'}, 400),
        ("POST", "/api/v1/jobs", {"content": b"[" * 100_000}, 400),
        ("POST", "/api/v1/jobs", {"headers": {"idempotency-key": "two words"}, "json": {}}, 400),
    ],
)
def test_strange_input_is_the_callers_fault(
    service: "Service", method: str, path: str, how: dict[str, Any], status: int
) -> None:
    """Over-long ids, NUL characters, broken encodings and deep nesting are answered, not logged as faults of ours."""
    assert service.ask(method, path, **how).status_code == status
