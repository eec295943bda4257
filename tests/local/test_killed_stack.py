"""The whole local stack dies in the middle of a job: after a new start the job ends."""

from typing import TYPE_CHECKING, Final

import pytest

from infra.local import verbs
from infra.local.accounts import ACCOUNTS, Accounts
from infra.local.api import api_url
from reelwright_client import Client
from tests.local.killing import SCRIPT, SLOW, ends_with_its_work_kept, rendered

if TYPE_CHECKING:
    from tests.local.conftest import Private, Until

LINES: Final = 8
LIGHT: Final = [
    {"video_request": {"script_content": f"Film number {line}.", "voice_provider": "espeak", "stop_after": "speech"}}
    for line in range(1, LINES + 1)
]
pytestmark = [pytest.mark.local, pytest.mark.timeout(1800)]


def test_a_job_survives_the_death_of_the_whole_stack(private: "Private", until: "Until") -> None:
    """`kill -9` of the emulator and all its workers: after a new start the job ends, and finished steps are kept.

    So does a batch that had begun: each line has one job and one end.
    """
    outputs = verbs.up(private.place, lambda _: None)
    developer = ACCOUNTS[0]
    token = Accounts.of(private.place, outputs).token(developer)
    with Client(api_url(private.place, outputs), token) as client:
        job_id = client.create(SCRIPT, title="killed stack", **SLOW).job_id
        assert until(lambda: len(rendered(client.get(job_id))) >= 2, within_seconds=400)
        batch_id = client.batches.create(items=LIGHT, concurrency=1).batch_id
        kept = rendered(client.get(job_id))
        until(lambda: False, within_seconds=6)  # the emulator writes its state down every five seconds
        assert client.batches.get(batch_id).state == "RUNNING"
        private.kill()
    outputs = verbs.up(private.place, lambda _: None)
    token = Accounts.of(private.place, outputs).token(developer)
    with Client(api_url(private.place, outputs), token) as client:
        ends_with_its_work_kept(client, job_id, kept)
        batch = client.batches.wait(batch_id, timeout_seconds=600)
        assert (batch.outcome, batch.counts.completed) == ("all_succeeded", LINES)
        for line in range(1, LINES + 1):
            events = [row.event for row in client.history(f"{batch_id}n{line:06d}")]
            assert events.count("completed") == 1
