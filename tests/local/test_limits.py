"""What strangers tried against the running product (H1 to H3, H6), on the deployed stack."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest

from infra.environments import ENVIRONMENTS
from infra.local.accounts import Account
from infra.rollout.dispatching import switch
from infra.rollout.target import target_here
from tests.local.conftest import briefly

if TYPE_CHECKING:
    from tests.local.conftest import Stack, Until

pytestmark = pytest.mark.local
HOLD_SECONDS: Final = 25
TURNED_AWAY: Final = "5"
"""Retry-After of an answer that was not held."""
PATIENT: Final = Account("patient@crowd.localhost", ("free",))
GREEDY: Final = Account("greedy@crowd.localhost", ("free",))
UNHAPPY: Final = Account("unhappy@crowd.localhost", ("free",))
HOOK: Final[dict[str, Any]] = {"task_name": "generate_hook", "video_request": {"script_content": "Bees see colours."}}


@dataclass(frozen=True)
class AtRest:
    """A job that nothing changes: it waits in its queue, and the dispatcher is stopped."""

    stack: "Stack"
    address: str
    bearer: dict[str, str]
    tag: str

    def poll(self) -> tuple[int, str | None]:
        """Ask for the next change; return the status and Retry-After."""
        wait = {**self.bearer, "if-none-match": self.tag, "prefer": f"wait={HOLD_SECONDS}"}
        answer = httpx.get(self.address, headers=wait, timeout=240)
        return answer.status_code, answer.headers.get("retry-after")

    def held(self) -> int:
        """Return how many of the user's two places for long polls are taken."""
        rows, user = self.stack.aws("dynamodb"), f"USER#{self.stack.subject(PATIENT)}"
        keys = [{"pk": {"S": user}, "sk": {"S": f"WAIT#{number}"}} for number in range(2)]
        found = [rows.get_item(TableName=self.stack.outputs["TableName"], Key=key, ConsistentRead=True) for key in keys]
        return sum("Item" in one for one in found)


@pytest.fixture
def at_rest(stack: "Stack", until: "Until") -> Iterator[AtRest]:
    """Yield a job of a free user that stays in its queue until the test ends."""
    bearer = {"authorization": f"Bearer {stack.token(PATIENT)}"}
    target = target_here(ENVIRONMENTS["local"], stack.place)
    switch(target, on=False, say=lambda _: None, sleep=briefly)
    try:
        created = httpx.post(f"{stack.url}/api/v1/jobs", json=HOOK, headers=bearer, timeout=60)
        address = f"{stack.url}{created.headers['location']}"
        seen = until(
            lambda: (one := httpx.get(address, headers=bearer, timeout=60)).json()["state"] == "QUEUED" and one
        )
        yield AtRest(stack, address, bearer, seen.headers["etag"])
    finally:
        switch(target, on=True, say=lambda _: None)


def test_long_polls_of_one_user_hold_two_answers_and_no_other_request(at_rest: AtRest, until: "Until") -> None:
    """H1: twenty polls held twenty instances; now two are held, the others and health are answered at once."""
    with ThreadPoolExecutor(2) as waiting:
        polls = [waiting.submit(at_rest.poll) for _ in range(2)]
        assert until(lambda: at_rest.held() == 2)
        others = [at_rest.poll() for _ in range(4)]
        health = httpx.get(f"{at_rest.stack.url}/api/v1/jobs/health", timeout=60)
        httpx.delete(at_rest.address, headers=at_rest.bearer, timeout=60)
        assert [poll.result()[0] for poll in polls] == [200, 200], "the cancelled job ends both waits"
    assert others == [(304, TURNED_AWAY)] * 4
    assert health.status_code == 200
    assert at_rest.held() == 0


def test_every_open_route_is_throttled_apart(stack: "Stack") -> None:
    """H6, as far as the emulator goes: it stores the limits of each route and applies none."""
    gateway = stack.aws("apigatewayv2")
    (api,) = (one["ApiId"] for one in gateway.get_apis()["Items"] if one["ApiId"] in stack.url)
    (stage,) = gateway.get_stages(ApiId=api)["Items"]
    routes = gateway.get_routes(ApiId=api, MaxResults="500")["Items"]
    are_open = {one["RouteKey"] for one in routes if one.get("AuthorizationType", "NONE") == "NONE"}
    assert are_open
    assert are_open <= stage["RouteSettings"].keys()


def test_uploads_of_a_day_are_bounded_by_their_bytes(stack: "Stack") -> None:
    """H2: 150 uploads of 100 MB were accepted; a free user opens five."""
    bearer = {"authorization": f"Bearer {stack.token(GREEDY)}"}
    body = {"content_type": "video/mp4", "bytes": 100_000_000}
    answers = [httpx.post(f"{stack.url}/api/v1/uploads", json=body, headers=bearer, timeout=60) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [201] * 5 + [429] * 2
    assert answers[-1].headers["retry-after"]


def test_a_retry_by_hand_counts_as_a_job_of_the_day(stack: "Stack", until: "Until") -> None:
    """H3: eight of eight retries were accepted; now a retry after five jobs of the day is refused."""
    bearer = {"authorization": f"Bearer {stack.token(UNHAPPY)}"}
    impossible = {"script_content": "Bees see colours.", "voice_provider": "azure", "strict_providers": True}
    first = httpx.post(f"{stack.url}/api/v1/jobs", json={"video_request": impossible}, headers=bearer, timeout=60)
    assert first.status_code == 202, first.text
    address = f"{stack.url}{first.headers['location']}"
    for _ in range(4):
        made = httpx.post(f"{stack.url}/api/v1/jobs", json=HOOK, headers=bearer, timeout=60)
        assert made.status_code == 202, made.text
        httpx.delete(f"{stack.url}{made.headers['location']}", headers=bearer, timeout=60)
    assert until(lambda: httpx.get(address, headers=bearer, timeout=60).json()["state"] == "FAILED", within_seconds=400)
    refused = httpx.post(f"{address}/retry", headers=bearer, timeout=60)
    assert refused.status_code == 429, refused.text
