"""Drawn histories of webhooks: messages doubled and early, crashes and lost answers at any call, receivers that fail."""

import json
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.refusals import Refusal
from reelwright.usecases.deliver_webhook import deliver_webhook
from reelwright.usecases.resend_webhook import resend_webhook
from reelwright.usecases.retry_job import retry_job
from reelwright.webhooks.log import CUT_OFF, Outcome
from reelwright.webhooks.notice import Notice, notices_of
from tests.memory.receiver import OK
from tests.memory.system import System
from tests.memory.world import world_with
from tests.unit.usecases.webhook_desk import URL, WRONG, CutOffError, Desk

ADA = Caller(user_id="ada", tier="premium")


@dataclass
class Strike:
    """Ends the function at its `at`th port call: before it, or after it (it was done, and nobody heard)."""

    at: int
    before: bool
    calls: int = 0

    def around(self, port: Any) -> Any:
        """Return the port, struck."""
        return Struck(port, self)


class Struck:
    """A port whose calls count towards a strike."""

    def __init__(self, port: Any, strike: Strike) -> None:
        self._port, self._strike = port, strike

    def __getattr__(self, name: str) -> Any:
        """Return the port's method, counted."""
        method = getattr(self._port, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            self._strike.calls += 1
            now = self._strike.calls == self._strike.at
            if now and self._strike.before:
                raise CutOffError
            answer = method(*args, **kwargs)
            if now:
                raise CutOffError
            return answer

        return call


class History:
    """One job's ends, and everything that happens to the messages about them."""

    def __init__(self) -> None:
        self.system = System()
        self.desk = Desk(self.system)
        self.job_id = self.system.run(ADA, callback_url=URL)
        self.settled: Counter[str] = Counter()
        """Ids that were known as delivered -> how often they had come by then."""

    def end(self) -> None:
        """Let the attempt fail for good, if one runs."""
        if self.system.state(self.job_id) is JobState.EXECUTING:
            self.system.end(self.job_id, "FAILED", error="ContentError")

    def retry(self) -> None:
        """Let the owner retry the failed job, and run it again."""
        if self.system.state(self.job_id) is JobState.FAILED:
            retry_job(self.job_id, caller=ADA, world=self.system)
            self.system.advance(self.job_id)
            self.system.dispatch()

    def deliver(self, strike: Strike | None = None, notice: Notice | None = None) -> float | None:
        """Handle a message; return for how long it hides itself, None where it is done with or was struck."""
        blow = strike or Strike(at=0, before=True)
        desk = self.desk
        try:
            return deliver_webhook(
                notice or Notice(job_id=self.job_id),
                world=world_with(
                    desk.world,
                    jobs=blow.around(self.system.jobs),
                    webhook_queue=blow.around(desk.queue),
                    deliveries=blow.around(desk.deliveries),
                    courier=blow.around(desk.receiver),
                ),
            ).look_again_seconds
        except CutOffError:
            return None
        finally:
            self.judge()

    def resend(self) -> None:
        """Let the owner ask for one more; a refusal is an answer."""
        with suppress(Refusal):
            resend_webhook(self.job_id, caller=ADA, world=self.desk.world)
        self.settled.clear()  # a resend may come although it had arrived

    def redrive(self) -> None:
        """Let an operator move every dead letter back."""
        letters, self.desk.queue.kept = self.desk.queue.kept, []
        for letter in letters:
            (notice,) = notices_of(letter)
            self.deliver(notice=notice)

    def judge(self) -> None:
        """Promise 5, after every message: only committed ends are told, and what is known to have arrived is left alone."""
        rows = {row.sequence: row for row in self.system.jobs.history(self.job_id) if row.to_state in FINAL_STATES}
        for _, headers, body in self.desk.receiver.got:
            told, row = json.loads(body), rows[int(headers["webhook-id"].rpartition("_")[2])]
            assert (told["data"]["state"], told["data"]["attempt"]) == (row.to_state.value, row.attempt)
            assert told["timestamp"] == row.at.isoformat()
        came = Counter(self.desk.receiver.ids())
        for webhook_id, times in self.settled.items():
            assert came[webhook_id] == times
        for one in self.desk.deliveries.of_job(self.job_id):
            if one.outcome is Outcome.DELIVERED:
                self.settled[one.webhook_id] = came[one.webhook_id]

    def rest(self) -> None:
        """Heal the receiver and let messages come until they are done with: every end must have arrived."""
        self.desk.receiver.answers = [OK]
        self.system.clock.pass_seconds(CUT_OFF.total_seconds())
        for _ in range(100):
            wait = self.deliver()
            if wait is None:
                break
            self.system.clock.pass_seconds(wait)
        self.redrive()
        ends = [row for row in self.system.jobs.history(self.job_id) if row.to_state in FINAL_STATES]
        arrived = {one.sequence for one in self.desk.deliveries.of_job(self.job_id) if one.outcome is Outcome.DELIVERED}
        assert arrived == {row.sequence for row in ends}
        assert len(set(self.desk.receiver.ids())) == len(ends)
        assert self.deliver() is None


STRIKES = st.builds(Strike, at=st.integers(2, 9), before=st.booleans())
STEPS = st.one_of(
    st.tuples(st.just("deliver"), STRIKES),
    st.tuples(st.just("deliver"), STRIKES | st.none()),
    st.tuples(st.just("wait"), st.sampled_from([1, 5, 60, 300, 1800])),
    st.tuples(st.sampled_from(["end", "retry", "resend", "redrive", "fail", "heal"]), st.none()),
)


@settings(max_examples=300, derandomize=True)
@given(st.lists(STEPS, min_size=4, max_size=25))
def test_every_end_arrives_and_nothing_else_does(steps: list[tuple[str, Any]]) -> None:
    """Whatever strikes: each committed end at least once under one id, none that was not committed, none after it arrived."""
    history = History()
    history.end()
    for name, argument in steps:
        match name:
            case "deliver":
                history.deliver(argument)
            case "wait":
                history.system.clock.pass_seconds(argument)
            case "fail":
                history.desk.receiver.answers = [WRONG]
            case "heal":
                history.desk.receiver.answers = [OK]
            case _:
                getattr(history, name)()
    history.end()
    history.rest()
