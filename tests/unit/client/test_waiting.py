"""Waiting for a job's end: long poll where the server holds, polling where it does not."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from reelwright_client import ConnectionFailedError, Job, NotFoundError, WaitTimeoutError

if TYPE_CHECKING:
    from tests.unit.client.conftest import World


def _seen(body: dict[str, Any], etag: str) -> httpx.Response:
    return httpx.Response(200, json=body, headers={"etag": etag})


def _held(world: "World", answer: httpx.Response, seconds: float) -> Callable[[httpx.Request], httpx.Response]:
    """Return an answer that the server keeps back for some seconds."""

    def give(_: httpx.Request) -> httpx.Response:
        world.clock.seconds += seconds
        return answer

    return give


def test_a_long_poll_asks_with_the_last_entity_tag(world: "World") -> None:
    """The first read returns at once; every later one holds until the job differs from what was seen."""
    world.api.answers(
        _seen(world.job(), '"v1"'),
        _held(world, httpx.Response(304), 20),
        _held(world, _seen(world.finished(), '"v2"'), 3),
    )
    seen: list[str] = []
    with world.client() as client:
        job = client.wait("job-7", on_change=lambda job: seen.append(job.state))
    assert job.is_completed
    assert seen == ["EXECUTING", "COMPLETED"]
    first, *later = world.api.requests
    assert "prefer" not in first.headers
    assert "if-none-match" not in first.headers
    assert [(r.headers["prefer"], r.headers["if-none-match"]) for r in later] == [("wait=20", '"v1"')] * 2
    assert world.clock.pauses == [0.2, 0.2]


def test_position_and_time_left_are_read_again(world: "World") -> None:
    """They change while the job does not: after a hold without a change it is read once without the tag."""
    queued = {"state": "QUEUED", "eta_seconds": 90}
    world.api.answers(
        _seen(world.job(**queued, position=3), '"v1"'),
        _held(world, httpx.Response(304), 20),
        _seen(world.job(**queued, position=2), '"v1"'),
        _held(world, _seen(world.finished(), '"v2"'), 3),
    )
    places: list[int | None] = []
    with world.client() as client:
        client.wait("job-7", on_change=lambda job: places.append(job.position))
    assert places == [3, 2, None]
    assert ["if-none-match" in request.headers for request in world.api.requests] == [False, True, False, True]
    assert world.clock.pauses == [0.2, 0.2, 0.2]


def test_a_held_read_may_take_longer_than_other_calls(world: "World") -> None:
    """The read timeout covers the hold."""
    world.api.answers(_seen(world.job(), '"v1"'), _seen(world.finished(), '"v2"'))
    with world.client() as client:
        client.wait("job-7")
    first, held = (request.extensions["timeout"]["read"] for request in world.api.requests)
    assert first == 15
    assert held == 30


def test_a_server_that_does_not_hold_is_polled_with_growing_pauses(world: "World") -> None:
    """Pauses double up to five seconds, and start again after a change."""
    unchanged = [httpx.Response(304) for _ in range(6)]
    world.api.answers(
        _seen(world.job(), '"v1"'),
        *unchanged,
        _seen(world.job(progress=0.5), '"v2"'),
        httpx.Response(304),
        _seen(world.finished(), '"v3"'),
    )
    with world.client() as client:
        client.wait("job-7")
    assert world.clock.pauses == [0.2, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0, 0.2, 0.5]


def test_a_server_without_entity_tags_is_polled(world: "World") -> None:
    """Without a tag there is no hold; freshly signed links are not a change."""
    links = [world.finished(state="EXECUTING"), world.finished(state="EXECUTING")]
    links[1]["result"]["files"]["video"]["url"] += "2"
    world.api.answers(
        httpx.Response(200, json=links[0]),
        httpx.Response(200, json=links[1]),
        httpx.Response(200, json=world.finished()),
    )
    changes: list[Job] = []
    with world.client() as client:
        client.wait("job-7", on_change=changes.append)
    assert len(changes) == 2
    assert world.clock.pauses == [0.2, 0.5]


def test_the_wait_ends_at_its_timeout_with_the_last_view(world: "World") -> None:
    """On time, with a shorter hold at the end."""
    world.api.answers(
        _seen(world.job(), '"v1"'),
        _held(world, httpx.Response(304), 20),
        _held(world, httpx.Response(304), 4),
        httpx.Response(304),
        httpx.Response(304),
    )
    start = world.clock.seconds
    with world.client() as client, pytest.raises(WaitTimeoutError, match="not finished after 25 s") as caught:
        client.wait("job-7", timeout_seconds=25)
    assert world.clock.seconds - start == pytest.approx(25)
    assert caught.value.job is not None
    assert caught.value.job.progress == 0.42
    assert world.api.requests[2].headers["prefer"] == "wait=4"
    assert isinstance(caught.value, TimeoutError)


def test_a_restart_of_the_server_does_not_end_the_wait(world: "World") -> None:
    """After the first view, a minute without answers is retried."""
    broken = [httpx.ConnectError("refused") for _ in range(10)]
    world.api.answers(_seen(world.job(), '"v1"'), *broken, _seen(world.finished(), '"v2"'))
    with world.client() as client:
        assert client.wait("job-7").is_completed


def test_retries_end_at_the_timeout(world: "World") -> None:
    """A retry after the timeout is not made."""
    broken = [httpx.ConnectError("refused") for _ in range(4)]
    world.api.answers(_seen(world.job(), '"v1"'), *broken)
    start = world.clock.seconds
    with world.client() as client, pytest.raises(ConnectionFailedError):
        client.wait("job-7", timeout_seconds=5)
    assert world.clock.seconds - start < 5
    assert world.api.is_exhausted


def test_an_unreachable_server_is_reported_soon(world: "World") -> None:
    """Before the first view the ordinary retry policy applies."""
    world.api.answers(*[httpx.ConnectError("refused") for _ in range(4)])
    with world.client() as client, pytest.raises(ConnectionFailedError):
        client.wait("job-7")
    assert world.api.is_exhausted


def test_an_unknown_job_ends_the_wait(world: "World") -> None:
    """404 is raised at once."""
    world.api.answers(world.problem(404))
    with world.client() as client, pytest.raises(NotFoundError):
        client.wait("job-8")


@pytest.mark.parametrize("state", ["FAILED", "CANCELLED"])
def test_every_final_state_ends_the_wait(world: "World", state: str) -> None:
    """A job that failed is returned, not raised: the caller reads `error`."""
    error = {"type": "ContentError", "code": "unusable_content", "message": "No words.", "step": "plan_scenes"}
    world.api.answers(httpx.Response(200, json=world.job(state, error=error)))
    with world.client() as client:
        job = client.wait("job-7")
    assert job.is_final
    assert not job.is_completed
    assert job.error is not None
    assert job.error.code == "unusable_content"


def test_the_awaiting_client_waits_the_same_way(world: "World") -> None:
    """The callback may be a coroutine function."""
    world.api.answers(_seen(world.job(), '"v1"'), httpx.Response(304), _seen(world.finished(), '"v2"'))
    seen: list[str] = []

    async def remember(job: Job) -> None:
        await asyncio.sleep(0)
        seen.append(job.state)

    async def main() -> Job:
        async with world.async_client() as client:
            return await client.wait("job-7", on_change=remember)

    assert asyncio.run(main()).is_completed
    assert seen == ["EXECUTING", "COMPLETED"]
    assert world.clock.pauses == [0.2, 0.5]
