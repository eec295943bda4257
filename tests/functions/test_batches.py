"""POST /api/v1/batches: accepted whole, refused whole, tried without a trace."""

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from reelwright.api.creating_batches import BATCH_EXAMPLES
from reelwright.api.limits import MAX_BODY_BYTES
from reelwright.batches.limits import MAX_INLINE_ITEMS

if TYPE_CHECKING:
    from tests.functions.conftest import Service

GOOD = {"video_request": {"script_content": "Bees fly."}}


def create(service: "Service", body: dict[str, Any], *, path: str = "", key: str = "") -> httpx.Response:
    """Send a create."""
    headers = {"idempotency-key": key} if key else {}
    return service.ask("POST", f"/api/v1/batches{path}", caller="bea", json=body, headers=headers)


def test_every_example_of_the_document_is_accepted_and_priced(service: "Service") -> None:
    """201 with the path of the batch, an interval for its price and a time."""
    for body in BATCH_EXAMPLES.values():
        answer = create(service, body)
        assert answer.status_code == 201, answer.text
        shown = answer.json()
        assert shown["links"]["self"] == answer.headers["location"] == f"/api/v1/batches/{shown['batch_id']}"
        assert shown["state"] == ("READY" if body.get("start") == "on_confirm" else "RUNNING")
        price = shown["estimate"]["cost_usd"]
        assert 0 < price["low"] < price["likely"] < price["high"]
        assert shown["estimate"]["seconds"]["low"] <= shown["estimate"]["seconds"]["likely"]


def test_a_refusal_has_lines_counts_and_groups(service: "Service") -> None:
    """900 equal mistakes read as one; nothing is created."""
    bad = {"custom_id": "x", "video_request": {"script_content": "Bees.", "duration": 2}}
    answer = create(service, {"items": [GOOD, *[{**bad, "custom_id": str(n)} for n in range(400)]]})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert problem["type"].endswith("/batch_invalid")
    assert (problem["error_count"], problem["line_count"], len(problem["errors"])) == (400, 401, 400)
    assert [(one["code"], one["count"], one["samples"]) for one in problem["groups"]] == [
        ("out_of_range", 400, [2, 3, 4, 400, 401])
    ]
    assert problem["errors"][0]["pointer"] == "/video_request/duration"
    assert problem["errors"][0]["line"] == 2


def test_a_dry_run_answers_with_lines_and_price(service: "Service") -> None:
    """200, and the same problem for a wrong line."""
    answer = create(service, {"items": [GOOD] * 3}, path="?dry_run=true")
    assert (answer.status_code, answer.json()["lines"]) == (200, 3)
    assert create(service, {"items": [{}]}, path="?dry_run=true").status_code == 422


def test_the_same_key_answers_with_the_same_batch(service: "Service") -> None:
    """A repeat is marked; another body under the key is refused."""
    first = create(service, {"items": [GOOD]}, key="k1")
    second = create(service, {"items": [GOOD]}, key="k1")
    assert first.json()["batch_id"] == second.json()["batch_id"]
    assert second.headers["idempotent-replayed"] == "true"
    assert create(service, {"items": [GOOD] * 2}, key="k1").status_code == 422


def test_without_a_key_the_body_is_the_key(service: "Service") -> None:
    """A double click makes one batch."""
    body = {"items": [GOOD], "name": "twice"}
    assert create(service, body).json()["batch_id"] == create(service, body).json()["batch_id"]


@pytest.mark.parametrize(
    ("size_bytes", "status", "code"), [(MAX_BODY_BYTES, 200, ""), (MAX_BODY_BYTES + 1, 413, "too_large")]
)
def test_a_body_has_at_most_256_kib(service: "Service", size_bytes: int, status: int, code: str) -> None:
    """Larger lists are sent as a file."""
    body = json.dumps({"items": [GOOD]}).encode().ljust(size_bytes)
    headers = {"content-type": "application/json"}
    answer = service.ask("POST", "/api/v1/batches?dry_run=true", caller="bea", content=body, headers=headers)
    assert (answer.status_code, answer.json().get("type", "").rpartition("/")[2]) == (status, code)


def test_a_list_has_at_most_500_films(service: "Service") -> None:
    """One more is a wrong field: the whole body is refused."""
    assert create(service, {"items": [GOOD] * MAX_INLINE_ITEMS}, path="?dry_run=true").status_code == 200
    answer = create(service, {"items": [GOOD] * (MAX_INLINE_ITEMS + 1)}, path="?dry_run=true")
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (400, ["items"])


def test_a_body_names_one_source(service: "Service") -> None:
    """None or two are wrong fields of the body."""
    wrong: tuple[dict[str, Any], ...] = (
        {},
        {"items": [GOOD], "upload_id": "u1"},
        {"items": []},
        {"items": [GOOD] * 501},
    )
    for body in wrong:
        assert create(service, body).status_code == 400, body
