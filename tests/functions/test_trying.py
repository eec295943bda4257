"""Dry runs, limits and numbered pages over HTTP: the deployed function with the adapters of AWS (moto)."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.functions.conftest import Service

JOBS = "/api/v1/jobs"
BODY: dict[str, Any] = {"video_request": {"script_content": "Bees see colours that we cannot."}}


def test_a_dry_run_answers_as_a_create_would_and_creates_nothing(service: "Service") -> None:
    """The same estimates and queue, without id, links and Location; the limits as they are in the headers."""
    before = service.ask("GET", f"{JOBS}?page=1", caller="fay").json()["total"]
    tried = service.ask("POST", f"{JOBS}?dry_run=true", caller="fay", json=BODY)
    assert tried.status_code == 200
    said = tried.json()
    assert (said["dry_run"], said["tier"], said["queue"]) == (True, "free", "videos-low")
    assert {"job_id", "links"}.isdisjoint(said)
    assert "location" not in tried.headers
    assert tried.headers["ratelimit"].startswith(f'"daily";r={said["limits"][0]["remaining"]};t=')
    assert service.ask("GET", f"{JOBS}?page=1", caller="fay").json()["total"] == before
    made = service.ask("POST", JOBS, caller="fay", json=BODY)
    names = ("estimated_duration", "estimated_film_seconds", "estimated_cost_usd", "queue")
    assert [made.json()[name] for name in names] == [said[name] for name in names]
    assert made.headers["ratelimit"].startswith(f'"daily";r={said["limits"][0]["remaining"] - 1};t=')


@pytest.mark.parametrize(
    ("query", "body", "field"),
    [
        ("dry_run=true", BODY | {"max_cost_usd": 0.000001}, "max_cost_usd"),
        ("dry_run=true", {"video_request": {"script_content": "Bees.", "voice": "nobody"}}, "video_request.voice"),
        ("", {"video_request": {"script_content": "Bees.", "voice": "nobody"}}, "video_request.voice"),
        ("dry_run=true", {"video_request": {"script_content": "Bees.", "duration": 1}}, "video_request.duration"),
    ],
)
def test_what_a_create_refuses_a_dry_run_refuses(
    service: "Service", query: str, body: dict[str, Any], field: str
) -> None:
    """400 with the field."""
    refused = service.ask("POST", f"{JOBS}?{query}", caller="ada", json=body)
    assert refused.status_code == 400
    assert [one["field"] for one in refused.json()["errors"]] == [field]


@pytest.mark.parametrize("word", ["yes", "2", "true,true"])
def test_a_dry_run_is_asked_for_by_true_or_not_at_all(service: "Service", word: str) -> None:
    """A slip of the pen must not create what was only to be tried."""
    assert service.ask("POST", f"{JOBS}?dry_run={word}", caller="ada", json=BODY).status_code == 400


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=1001", "page_size=101", "page=11&page_size=100"])
def test_a_page_that_cannot_be_is_refused(service: "Service", query: str) -> None:
    """Numbers, from 1, and not deeper than numbered pages reach."""
    assert service.ask("GET", f"{JOBS}?{query}", caller="ada").status_code == 400


def test_next_links_lead_on_over_http(service: "Service") -> None:
    """As they are, with their filters, by page and by cursor; also under the path of the system before."""
    for _ in range(3):
        service.ask("POST", JOBS, caller="bob", json=BODY | {"task_name": "generate_hook"})
    for start in (f"{JOBS}?page=1&page_size=1", "/api/jobs?limit=1"):
        seen, path = [], f"{start}&task_name=generate_hook&status=pending"
        while path:
            page = service.ask("GET", path, caller="bob").json()
            assert len(page["jobs"]) == 1
            seen.append(page["jobs"][0]["job_id"])
            path = page["links"]["next"]
            assert path is None or path.partition("?")[0] == start.partition("?")[0]
        whole = service.ask("GET", f"{JOBS}?limit=100&task_name=generate_hook&status=pending", caller="bob").json()
        assert seen == [job["job_id"] for job in whole["jobs"]]
