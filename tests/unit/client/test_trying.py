"""Dry runs, numbered pages, and what an error says of limits."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from reelwright_client import AsyncClient, LimitLeft, RateLimitedError
from reelwright_client.errors import limits_left

if TYPE_CHECKING:
    from tests.unit.client.conftest import Shell, World

TRIED = {
    "dry_run": True,
    "status": "pending",
    "message": "The job would be accepted; nothing was created.",
    "task_name": "generate_video",
    "tier": "free",
    "estimated_duration": 40,
    "estimated_film_seconds": 14.0,
    "estimated_cost_usd": 0.0021,
    "queue": "videos-low",
    "position": None,
    "limits": [
        {"name": "daily", "limit": 5, "remaining": 4, "resets_in_seconds": 7200},
        {"name": "minute", "limit": 10, "remaining": None, "resets_in_seconds": 40},
    ],
}


def answer(body: dict[str, Any]) -> httpx.Response:
    """Return an answer with this body."""
    return httpx.Response(200, content=json.dumps(body))


def test_a_dry_run_sends_the_body_of_the_create(world: "World") -> None:
    """Without an idempotency key: it creates nothing, so it may be repeated."""
    world.api.answers(httpx.Response(503), answer(TRIED))
    with world.client() as client:
        tried = client.dry_run("Bees.", platform="tiktok", stop_after="scenes")
    assert (tried.queue, tried.limits[0].remaining, tried.limits[1].remaining) == ("videos-low", 4, None)
    sent = world.api.requests[-1]
    assert (sent.method, sent.url.path, sent.url.query) == ("POST", "/api/api/v1/jobs", b"dry_run=true")
    assert "idempotency-key" not in sent.headers
    expected = {"script_content": "Bees.", "platform": "tiktok", "stop_after": "scenes"}
    assert world.api.body() == {"video_request": expected}


def test_a_page_is_asked_for_by_its_number(world: "World") -> None:
    """With the total; both clients do the same."""
    page = {"jobs": [world.job()], "has_more": True, "next_cursor": "c", "total": 41, "page": 3, "page_size": 20}
    world.api.answers(answer(page), answer(page))
    with world.client() as client:
        found = client.page(3, page_size=20, status="failed")

    async def ask() -> Any:
        async with AsyncClient(world.url, world.token, terms=world.terms, transport=world.transport) as waiting:
            return await waiting.page(3, page_size=20, status="failed")

    assert asyncio.run(ask()) == found
    assert (found.total, found.page, len(found.jobs)) == (41, 3, 1)
    assert [dict(request.url.params) for request in world.api.requests] == [
        {"status": "failed", "page_size": "20", "page": "3"}
    ] * 2


def test_an_error_says_which_limit_is_used_up(world: "World") -> None:
    """From the `RateLimit` header, beside `Retry-After`."""
    headers = {"Retry-After": "7200", "RateLimit": '"daily";r=0;t=7200, "minute";r=7;t=12'}
    world.api.answers(world.problem(429, headers=headers))
    with world.client() as client, pytest.raises(RateLimitedError) as caught:
        client.create("Bees.")
    assert caught.value.limits == (LimitLeft("daily", 0, 7200), LimitLeft("minute", 7, 12))
    assert caught.value.retry_after_seconds == 7200


@pytest.mark.parametrize("header", [None, "", "10, 10;w=1", '"daily"', "daily;r=1;t=2", '"daily";r=x;t=2', "\x00"])
def test_another_form_of_the_header_is_ignored(header: str | None) -> None:
    """Other drafts and other services are no error."""
    assert limits_left(header) == ()


def test_a_dry_run_on_the_command_line_creates_nothing(shell: "Shell") -> None:
    """It prints time, price, queue and limits, for people and for programs."""
    shell.world.api.answers(answer(TRIED), answer(TRIED))
    said = shell("submit", "--prompt", "bees", "--dry-run", "--watch")
    assert said.exit_code == 0
    assert said.stdout.splitlines() == [
        "Would be accepted; about 40 s; $0.0021; queue videos-low, tier free.",
        "4 of 5 left (daily), resets in 2 h 00 min.",
    ]
    assert json.loads(shell("submit", "--prompt", "bees", "--dry-run", "--json").stdout)["tier"] == "free"
    assert all(request.url.query == b"dry_run=true" for request in shell.world.api.requests)


def test_a_used_up_limit_is_named_on_the_command_line(shell: "Shell") -> None:
    """With the time until it resets, and for programs as fields."""
    headers = {"Retry-After": "7200", "RateLimit": '"daily";r=0;t=7200'}
    shell.world.api.answers(*(shell.world.problem(429, "No more.", headers=headers) for _ in range(2)))
    said = shell("submit", "--prompt", "bees")
    assert said.exit_code == 3
    assert said.stderr.splitlines() == ["No more. Your daily limit is used up. Try again in 2 h 00 min."]
    document = json.loads(shell("submit", "--prompt", "bees", "--json").stderr)
    assert document["limits"] == [{"name": "daily", "remaining": 0, "reset_seconds": 7200}]


def test_list_shows_a_page_by_its_number(shell: "Shell") -> None:
    """With the number of pages and jobs."""
    page = {"jobs": [shell.world.job()], "has_more": True, "total": 41, "page": 3, "page_size": 20}
    shell.world.api.answers(answer(page), answer(page))
    said = shell("list", "--page", "3")
    assert "job-7" in said.stdout
    assert "Page 3 of 3; 41 jobs." in said.stderr
    document = json.loads(shell("list", "--page", "3", "--json").stdout)
    assert (document["total"], document["page"], document["page_size"]) == (41, 3, 20)
