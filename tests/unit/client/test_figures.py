"""Figures: a user's counts and the operators' queues, by both clients and the commands."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from reelwright.api.operations import CountsView, QueuesView
from reelwright_client import AsyncClient, AuthenticationError, Counts, Queues

if TYPE_CHECKING:
    from tests.unit.client.conftest import Shell, World

COUNTS = {
    "counts": {"pending": 0, "queued": 1, "executing": 0, "retrying": 0, "completed": 9, "failed": 1, "cancelled": 0},
    "total": 11,
    "success_rate": 0.9,
    "average_seconds": 41.5,
    "today": {"created": 3, "limit": 5, "remaining": 2, "resets_at": "2026-11-23T00:00:00+00:00"},
}
QUEUES = {
    "queues": [
        {
            "name": "videos-low",
            "pool": "videos",
            "weight": 1,
            "depth": 12,
            "waiting": 14,
            "running": 3,
            "dead_messages": 2,
        }
    ],
    "pools": [{"name": "videos", "running": 8, "capacity": 8}],
}


def test_figures_are_read_as_the_server_writes_them() -> None:
    """Every field of the server's own models arrives under its name."""
    sent = CountsView.model_validate_json(json.dumps(COUNTS)).wire()
    read = Counts.model_validate(sent)
    assert read.model_dump(exclude={"today"}) == {name: value for name, value in COUNTS.items() if name != "today"}
    assert read.today is not None
    assert (read.today.created, read.today.limit, read.today.remaining) == (3, 5, 2)
    sent = QueuesView.model_validate_json(json.dumps(QUEUES)).wire()
    assert Queues.model_validate(sent).model_dump() == Queues.model_validate(QUEUES).model_dump()
    assert sent == QUEUES


def _both(world: "World", *bodies: Any) -> tuple[Any, Any]:
    """Return what each client reads from the same answers."""
    world.api.answers(*(httpx.Response(200, json=body) for body in bodies * 2))
    with world.client() as client:
        blocking = (client.counts(user_id="eve"), client.queues())

    async def main() -> tuple[Counts, Queues]:
        async with AsyncClient(world.url, world.token, terms=world.terms, transport=world.transport) as client:
            return await client.counts(user_id="eve"), await client.queues()

    return blocking, asyncio.run(main())


def test_both_clients_ask_for_figures_alike(world: "World") -> None:
    """Another user is named in the query."""
    blocking, awaited = _both(world, COUNTS, QUEUES)
    assert blocking == awaited
    assert [request.url.raw_path.decode().removeprefix("/api/api") for request in world.api.requests] == [
        "/v1/jobs/stats/counts?user_id=eve",
        "/v1/queues",
    ] * 2


def test_queues_are_for_operators(world: "World") -> None:
    """403 raises AuthenticationError and is not repeated."""
    world.api.answers(world.problem(403, "This is for operators."))
    with world.client() as client, pytest.raises(AuthenticationError, match="operators"):
        client.queues()


def test_stats_show_success_average_and_quota(world: "World", shell: "Shell") -> None:
    """States without jobs are left out."""
    world.api.answers(httpx.Response(200, json=COUNTS))
    lines = [" ".join(line.split()) for line in shell("stats").stdout.splitlines()]
    assert lines == [
        "Jobs 1 queued, 9 completed, 1 failed",
        "Succeeded 90 % of all completed or failed jobs",
        "Took 42 s on average",
        "Today 3 created, 2 of 5 left; resets at 2026-11-23 00:00:00Z",
    ]


def test_stats_of_a_new_user_are_empty(world: "World", shell: "Shell") -> None:
    """Without jobs there is no rate and no average; without a quota there is no limit."""
    today = {"created": 0, "limit": None, "remaining": None, "resets_at": "2026-11-23T00:00:00+00:00"}
    world.api.answers(httpx.Response(200, json={"counts": {}, "total": 0, "success_rate": None, "today": today}))
    lines = [" ".join(line.split()) for line in shell("stats").stdout.splitlines()]
    assert lines[:3] == ["Jobs none", "Succeeded -", "Took - on average"]
    assert "no limit" in lines[3]


def test_queues_are_a_table_for_people_and_json_for_programs(world: "World", shell: "Shell") -> None:
    """Both hold every figure."""
    world.api.answers(httpx.Response(200, json=QUEUES), httpx.Response(200, json=QUEUES))
    rows = [line.split() for line in shell("queues").stdout.splitlines()]
    assert ["videos-low", "videos", "1", "12", "14", "3", "2"] in rows
    assert ["videos", "8", "8"] in rows
    assert json.loads(shell("queues", "--json").stdout) == QUEUES


def test_a_refused_command_ends_with_its_own_code(world: "World", shell: "Shell") -> None:
    """4: not authorized."""
    world.api.answers(world.problem(403, "This is for operators."))
    assert shell("queues").exit_code == 4


def test_the_command_shows_providers_with_prices_ends_and_warnings(shell: "Shell") -> None:
    """What is free, what costs what, and which model must be replaced."""
    price: dict[str, Any] = {"unit": "million tokens", "usd_input": 0.75, "usd_output": 3.75}
    price |= {"as_of": "2026-11-27", "source": "a page"}
    price |= {"changes": [{"begins": "2027-01-01", "usd_input": 1.5, "usd_output": 7.5}]}
    local: dict[str, Any] = {"capability": "text", "name": "templates", "is_local": True, "is_healthy": True}
    cloud: dict[str, Any] = {
        "capability": "text",
        "name": "gemini",
        "credentials": "federation",
        "model": "gemini-1",
        "is_healthy": False,
        "price": price,
    }
    cloud |= {
        "unavailable_until": "2026-11-28T10:00:00Z",
        "ends": "2027-01-01",
        "warning": "gemini-1 ends on 2027-01-01",
    }
    shell.world.api.answers(httpx.Response(200, json={"providers": [cloud, local]}))
    shown = json.loads(shell("providers", "--json").stdout)["providers"]
    assert [one["name"] for one in shown] == ["gemini", "templates"]
    shell.world.api.answers(httpx.Response(200, json={"providers": [cloud, local]}))
    table = shell("providers").stdout
    assert "warning: gemini-1 ends on 2027-01-01" in table
    assert "federati" in table
    assert "million tokens; from 2027-01-01 1.5 in, 7.5 out" in " ".join(table.split())


def test_an_operator_closes_a_breaker_by_its_name(shell: "Shell") -> None:
    """As `providers` lists it; anything else is wrong usage."""
    shell.world.api.answers(httpx.Response(200, json={"capability": "speech", "name": "polly"}))
    assert "speech/polly is called again" in shell("close-breaker", "speech/polly").stdout
    assert shell.world.api.requests[0].url.path.endswith("/providers/speech/polly/close")
    assert shell("close-breaker", "polly").exit_code == 2


def test_the_history_of_queues_is_read(world: "World") -> None:
    """Points with queues and pools."""
    load = {"depth": 1, "waiting": 2, "running": 3, "dead_messages": 0}
    point = {"at": "2026-11-28T21:00:00+00:00", "queues": {"media": load}, "pools": {"videos": 3}}
    world.api.answers(httpx.Response(200, json={"every_minutes": 1, "points": [point]}))
    with world.client() as client:
        history = client.queue_history(60)
    assert history.points[0].queues["media"].waiting == 2
    assert dict(world.api.requests[0].url.params) == {"minutes": "60"}
