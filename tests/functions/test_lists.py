"""Lists through the deployed function: filters by title and time, and tags that save an unchanged answer."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.functions.conftest import Service

JOBS = "/api/v1/jobs"


def create(service: "Service", title: str) -> str:
    """Create a job of bea's and return its id."""
    body = {"video_request": {"script_content": "Bees see colours that we cannot.", "title": title}}
    return str(service.ask("POST", JOBS, caller="bea", json=body).json()["job_id"])


def test_a_list_is_filtered_by_title_and_time(service: "Service") -> None:
    """`links.next` repeats both, the time as an instant."""
    made = [create(service, title) for title in ("Quail one", "quail two", "Another")]
    page = service.ask("GET", f"{JOBS}?q=QUAIL&since=1h&limit=1", caller="bea").json()
    assert [job["job_id"] for job in page["jobs"]] == [made[1]]
    rest = service.ask("GET", page["links"]["next"], caller="bea").json()
    assert [job["job_id"] for job in rest["jobs"]] == [made[0]]
    assert rest["next_cursor"] is None
    assert service.ask("GET", f"{JOBS}?q=quail&since=2099-01-01T00:00:00Z", caller="bea").json()["jobs"] == []


@pytest.mark.parametrize("wrong", ["since=yesterday", "q=", "q=bees&page=1", "since=1h&page=2"])
def test_a_wrong_filter_is_refused_with_its_name(service: "Service", wrong: str) -> None:
    """As every wrong parameter."""
    assert service.ask("GET", f"{JOBS}?{wrong}").status_code == 400


def test_a_cursor_fits_only_the_list_of_its_title(service: "Service") -> None:
    """It was signed for that list."""
    for title in ("Owl one", "Owl two"):
        create(service, title)
    cursor = service.ask("GET", f"{JOBS}?q=owl&limit=1", caller="bea").json()["next_cursor"]
    assert service.ask("GET", f"{JOBS}?q=ow&limit=1&cursor={cursor}", caller="bea").status_code == 400


@pytest.mark.parametrize(("path", "caller"), [(f"{JOBS}?q=crane", "bea"), ("/api/v1/queues", "operator")])
def test_an_unchanged_list_is_not_sent_again(service: "Service", path: str, caller: str) -> None:
    """304 without a body for the tag of the last answer; another tag gets the list."""
    job_id = create(service, "Crane")
    service.ask("DELETE", f"{JOBS}/{job_id}", caller="bea")
    first = service.ask("GET", path, caller=caller)
    assert first.status_code == 200
    same = service.ask("GET", path, caller=caller, headers={"if-none-match": first.headers["etag"]})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", first.headers["etag"])
    assert same.headers["cache-control"] == "private, no-cache"
    assert service.ask("GET", path, caller=caller, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_list_that_has_changed_is_sent(service: "Service") -> None:
    """A new job changes the tag."""
    tag = service.ask("GET", f"{JOBS}?q=heron", caller="bea").headers["etag"]
    create(service, "Heron")
    again = service.ask("GET", f"{JOBS}?q=heron", caller="bea", headers={"if-none-match": tag})
    assert [job["title"] for job in again.json()["jobs"]] == ["Heron"]
