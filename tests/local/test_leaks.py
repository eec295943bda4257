"""The search for leaks reads what the stack really writes: `take_down` uses it at the end of every run."""

from typing import TYPE_CHECKING

import pytest

from tests.local.leaks import logs, secrets, sentences

if TYPE_CHECKING:
    from tests.local.conftest import Stack, Until

pytestmark = pytest.mark.local
SCRIPT = "Nobody shall ever read this sentence in a log"


def test_scripts_secrets_and_logs_of_the_running_stack_are_found(stack: "Stack", until: "Until") -> None:
    """The emulator saves its state every few seconds: the sentence, three secrets and a line about the job are there."""
    with stack.client() as client:
        job = client.create(SCRIPT, task_name="analyze_pacing")
        client.wait(job.job_id, timeout_seconds=300)
    assert until(lambda: SCRIPT in sentences(stack.place))
    assert len(secrets(stack.place)) >= 3
    assert until(lambda: any(job.job_id in text for name, text in logs(stack.place) if "dispatcher" in name))
    assert any(job.job_id in text for name, text in logs(stack.place) if name == "emulator.log")
