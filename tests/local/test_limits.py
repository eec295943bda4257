"""What a free user tried against the running product (H1 to H3), on the deployed stack."""

from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest

from infra.local.accounts import Account

if TYPE_CHECKING:
    from tests.local.conftest import Stack, Until

pytestmark = pytest.mark.local
HOLD_SECONDS: Final = 25
POLLS: Final = 6
"""Each poll at the same time starts a worker of the emulator, some seconds of CPU: more would come one after the other."""
TURNED_AWAY: Final = "5"
"""Retry-After of an answer that was not held."""
GREEDY: Final = Account("greedy@crowd.localhost", ("free",))
UNHAPPY: Final = Account("unhappy@crowd.localhost", ("free",))
FILM: Final[dict[str, Any]] = {
    "video_request": {"script_content": "Bees see colours. " * 40, "voice_provider": "espeak"},
    "use_cache": False,
}
HOOK: Final[dict[str, Any]] = {"task_name": "generate_hook", "video_request": {"script_content": "Bees see colours."}}


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
