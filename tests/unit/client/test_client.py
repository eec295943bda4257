"""The two clients: same calls, same retries, same errors."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from reelwright_client import (
    ApiError,
    AsyncClient,
    AuthenticationError,
    Client,
    ConfigurationError,
    ConflictError,
    ConnectionFailedError,
    InvalidRequestError,
    NotFoundError,
    RateLimitedError,
    ServerError,
    UnexpectedAnswerError,
)

if TYPE_CHECKING:
    from tests.unit.client.conftest import World

Act = Callable[[Any], Any]
Perform = Callable[[Act], Any]


@pytest.fixture(params=["blocking", "awaiting"])
def perform(request: pytest.FixtureRequest, world: "World") -> Perform:
    """Return a way to call one method of either client, so that every test here holds for both."""

    def blocking(act: Act) -> Any:
        with world.client() as client:
            return act(client)

    def awaiting(act: Callable[[AsyncClient], Awaitable[Any]]) -> Any:
        async def main() -> Any:
            async with world.async_client() as client:
                return await act(client)

        return asyncio.run(main())

    return blocking if request.param == "blocking" else awaiting


ACCEPTED = {"job_id": "job-7", "status": "pending", "estimated_duration": 40, "links": {"self": "/x"}}


def test_create_sends_the_script_inside_video_request(world: "World", perform: Perform) -> None:
    """Fields of the job stay on top, those of the film travel in `video_request`, nothing else is sent."""
    world.api.answers(httpx.Response(202, json=ACCEPTED))
    accepted = perform(lambda client: client.create("Bees.", platform="tiktok", priority=5))
    assert accepted.job_id == "job-7"
    assert accepted.estimated_duration == 40
    assert world.api.body() == {
        "priority": 5,
        "video_request": {"platform": "tiktok", "script_content": "Bees."},
    }
    sent = world.api.requests[0]
    assert str(sent.url) == f"{world.url}/api/v1/jobs"
    assert sent.headers["authorization"] == f"Bearer {world.token}"


def test_create_repeats_with_the_same_key_so_that_one_job_is_made(world: "World", perform: Perform) -> None:
    """All tries of one create have the same idempotency key; the next create has another."""
    world.api.answers(
        httpx.ReadTimeout("timed out"),
        httpx.Response(503),
        httpx.Response(502),
        httpx.Response(202, json=ACCEPTED),
        httpx.Response(202, json=ACCEPTED),
    )
    perform(lambda client: client.create("Bees."))
    perform(lambda client: client.create("Bees."))
    keys = [request.headers["idempotency-key"] for request in world.api.requests]
    assert len(set(keys[:4])) == 1
    assert len(keys[0]) >= 16
    assert keys[4] != keys[0]
    assert world.clock.pauses == [0.5, 1.0, 2.0]


def test_a_key_of_the_caller_is_used_as_it_is(world: "World", perform: Perform) -> None:
    """A caller's key makes repetitions by the caller's own program safe."""
    world.api.answers(httpx.Response(202, json=ACCEPTED))
    perform(lambda client: client.create("Bees.", idempotency_key="order-12"))
    assert world.api.requests[0].headers["idempotency-key"] == "order-12"


def test_retry_after_is_the_least_pause(world: "World", perform: Perform) -> None:
    """A 429 is repeated after the requested pause plus at most a tenth."""
    world.api.answers(world.problem(429, headers={"retry-after": "7"}), httpx.Response(200, json=world.job()))
    perform(lambda client: client.get("job-7"))
    assert world.clock.pauses == [pytest.approx(7.7)]


def test_a_throttle_of_the_gateway_is_read_like_one_of_the_api(world: "World", perform: Perform) -> None:
    """An HTTP API throttles with a body of its own, which is no problem document, and without `Retry-After`."""
    throttled = httpx.Response(429, json={"message": "Too Many Requests"})
    world.api.answers(throttled, httpx.Response(200, json=world.job()))
    perform(lambda client: client.get("job-7"))
    assert world.clock.pauses == [0.5]
    world.api.answers(*[throttled] * 4)
    with pytest.raises(RateLimitedError, match="Too Many Requests"):
        perform(lambda client: client.get("job-7"))


def test_a_long_retry_after_is_raised_at_once(world: "World", perform: Perform) -> None:
    """The client does not wait for a daily limit: the error says when it resets."""
    world.api.answers(world.problem(429, "Daily limit reached.", headers={"retry-after": "3600"}))
    with pytest.raises(RateLimitedError, match="Daily limit") as caught:
        perform(lambda client: client.get("job-7"))
    assert caught.value.retry_after_seconds == 3600
    assert world.clock.pauses == []


def test_the_retry_policy_limits_the_tries(world: "World", perform: Perform) -> None:
    """The last transport error becomes one sentence that names the server, not the token."""
    world.api.answers(*[httpx.ConnectError("refused") for _ in range(4)])
    with pytest.raises(ConnectionFailedError) as caught:
        perform(lambda client: client.get("job-7"))
    assert str(caught.value) == "http://127.0.0.1:4566 cannot be reached (refused)."
    assert len(world.api.requests) == 4


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequestError),
        (401, AuthenticationError),
        (403, AuthenticationError),
        (404, NotFoundError),
        (409, ConflictError),
        (413, InvalidRequestError),
        (422, InvalidRequestError),
        (500, ServerError),
        (418, UnexpectedAnswerError),
    ],
)
def test_each_problem_has_its_exception(world: "World", perform: Perform, status: int, kind: type[ApiError]) -> None:
    """The status selects the class, the problem document fills it, and none of these is repeated."""
    errors = [{"field": "video_request.duration", "message": "at most 900"}]
    world.api.answers(world.problem(status, "Change it.", errors=errors, request_id="r-1"))
    with pytest.raises(kind, match="Change it") as caught:
        perform(lambda client: client.get("job-7"))
    assert type(caught.value) is kind
    assert caught.value.status_code == status
    assert caught.value.errors[0].field == "video_request.duration"
    assert caught.value.request_id == "r-1"


def test_an_answer_of_another_service_is_an_error_of_its_own(world: "World", perform: Perform) -> None:
    """The page of a proxy raises UnexpectedAnswerError instead of a parser's error."""
    world.api.answers(httpx.Response(200, text="<html>Welcome</html>"))
    with pytest.raises(UnexpectedAnswerError, match="is not the Reelwright API"):
        perform(lambda client: client.get("job-7"))


def test_an_id_stays_one_segment_of_the_path(world: "World", perform: Perform) -> None:
    """Whatever a program passes as an id cannot reach another route."""
    world.api.answers(world.problem(404))
    with pytest.raises(NotFoundError):
        perform(lambda client: client.get("../../admin?x=1"))
    assert world.api.requests[0].url.raw_path == b"/api/api/v1/jobs/..%2F..%2Fadmin%3Fx%3D1"


def test_unknown_fields_are_kept_and_nulls_are_defaults(world: "World", perform: Perform) -> None:
    """A newer server's fields survive; a null where a list is expected is an empty list."""
    world.api.answers(httpx.Response(200, json=world.job("DREAMING", steps=None, mood="calm")))
    got = perform(lambda client: client.get("job-7"))
    assert got.steps == ()
    assert not got.is_final
    assert got.model_dump()["mood"] == "calm"


def test_cancel_says_whether_the_work_still_stops(world: "World", perform: Perform) -> None:
    """202 means stopping, 200 means it had stopped before, an empty body is fine, 409 is a conflict."""
    world.api.answers(
        httpx.Response(202, json={"job_id": "job-7"}), httpx.Response(200), world.problem(409, "It is finished.")
    )
    assert perform(lambda client: client.cancel("job-7")).stopping
    again = perform(lambda client: client.cancel("job-7"))
    assert (again.job_id, again.stopping) == ("job-7", False)
    with pytest.raises(ConflictError):
        perform(lambda client: client.cancel("job-7"))
    assert [request.method for request in world.api.requests] == ["DELETE"] * 3


def test_health_needs_no_token_and_an_unhealthy_service_is_an_answer(world: "World", perform: Perform) -> None:
    """The token is not sent, and a 503 with a body is returned instead of repeated."""
    world.api.answers(httpx.Response(503, json={"status": "degraded", "dependencies": {"table": "down"}}))
    said = perform(lambda client: client.health())
    assert not said.is_healthy
    assert said.dependencies == {"table": "down"}
    assert "authorization" not in world.api.requests[0].headers


def test_history_and_counts_are_read(world: "World", perform: Perform) -> None:
    """Rows keep their order; figures beyond the counts stay readable."""
    rows = [{"sequence": 1, "event": "created", "from_state": None, "to_state": "PENDING", "attempt": 0}]
    world.api.answers(
        httpx.Response(200, json={"history": rows}),
        httpx.Response(200, json={"counts": {"FAILED": 2}, "success_rate": 0.9}),
    )
    assert perform(lambda client: client.history("job-7"))[0].to_state == "PENDING"
    counts = perform(lambda client: client.counts())
    assert counts.counts == {"FAILED": 2}
    assert counts.model_dump()["success_rate"] == 0.9


def _pages(world: "World") -> None:
    first = {"jobs": [world.job(job_id="a"), world.job(job_id="b")], "next_cursor": "c2", "has_more": True}
    last = {"jobs": [world.job(job_id="c")], "next_cursor": None, "has_more": False}
    world.api.answers(httpx.Response(200, json=first), httpx.Response(200, json=last))


def test_jobs_follow_the_cursor_lazily(world: "World") -> None:
    """The second page is requested after the first is used up."""
    _pages(world)
    with world.client() as client:
        jobs = client.jobs(status="running", page_size=2)
        assert [next(jobs).job_id, next(jobs).job_id] == ["a", "b"]
        assert len(world.api.requests) == 1
        assert [job.job_id for job in jobs] == ["c"]
    assert dict(world.api.requests[1].url.params) == {"status": "running", "limit": "2", "cursor": "c2"}


def test_jobs_are_found_by_title_and_time(world: "World") -> None:
    """The filters go to the server, a time with its offset."""
    world.api.answers(*(httpx.Response(200, json={"jobs": []}) for _ in range(2)))
    with world.client() as client:
        list(client.jobs(title="Bees", since="24h"))
        list(client.jobs(since=datetime(2026, 11, 28, 10, tzinfo=timezone.utc)))
    asked = [dict(request.url.params) for request in world.api.requests]
    assert asked == [
        {"q": "Bees", "since": "24h", "limit": "100"},
        {"since": "2026-11-28T10:00:00+00:00", "limit": "100"},
    ]


def test_jobs_follow_the_cursor_when_awaited(world: "World") -> None:
    """The awaiting iterator walks the same pages."""
    _pages(world)

    async def main() -> list[str]:
        async with AsyncClient(world.url, world.token, transport=world.transport) as client:
            return [job.job_id async for job in client.jobs()]

    assert asyncio.run(main()) == ["a", "b", "c"]


def test_a_repeated_cursor_ends_the_listing(world: "World") -> None:
    """The client does not follow the same cursor for ever."""
    page = {"jobs": [world.job()], "next_cursor": "c", "has_more": True}
    world.api.answers(httpx.Response(200, json=page), httpx.Response(200, json=page))
    with world.client() as client:
        assert len(list(client.jobs())) == 2


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "töken"])
def test_a_token_that_no_header_can_carry_is_refused(token: str) -> None:
    """A badly copied token raises at once instead of failing inside the transport."""
    with pytest.raises(ConfigurationError, match="copy it again"):
        Client("http://localhost:1", token)
