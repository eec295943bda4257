"""The whole local stack dies in the middle of a job: after a new start the job ends."""

from typing import TYPE_CHECKING

import pytest

from infra.local import verbs
from infra.local.accounts import ACCOUNTS, Accounts
from infra.local.api import api_url
from reelwright_client import Client
from tests.local.killing import SCRIPT, SLOW, ends_with_its_work_kept, rendered

if TYPE_CHECKING:
    from tests.local.conftest import Private, Until

pytestmark = [pytest.mark.local, pytest.mark.timeout(1800)]


def test_a_job_survives_the_death_of_the_whole_stack(private: "Private", until: "Until") -> None:
    """`kill -9` of the emulator and all its workers: after a new start the job ends, and finished steps are kept."""
    outputs = verbs.up(private.place, lambda _: None)
    developer = ACCOUNTS[0]
    token = Accounts.of(private.place, outputs).token(developer)
    with Client(api_url(private.place, outputs), token) as client:
        job_id = client.create(SCRIPT, title="killed stack", **SLOW).job_id
        assert until(lambda: len(rendered(client.get(job_id))) >= 2, within_seconds=400)
        kept = rendered(client.get(job_id))
        until(lambda: False, within_seconds=6)  # the emulator writes its state down every five seconds
        private.kill()
    outputs = verbs.up(private.place, lambda _: None)
    token = Accounts.of(private.place, outputs).token(developer)
    with Client(api_url(private.place, outputs), token) as client:
        ends_with_its_work_kept(client, job_id, kept)
