"""Telling receivers how jobs ended: what is sent, when again, and what is not. `System` is the memory world of conftest.py."""

import json
from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.ports import Reply
from reelwright.refusals import Conflict, InvalidField, NotFound, Throttled
from reelwright.usecases.cancel_job import cancel_job
from reelwright.usecases.deliver_webhook import Delivered
from reelwright.usecases.probe_receiver import probe_receiver
from reelwright.usecases.resend_webhook import read_deliveries, resend_webhook
from reelwright.usecases.retry_job import retry_job
from reelwright.usecases.sign_webhook import read_webhook_secret, rotate_webhook_secret
from reelwright.webhooks.lanes import LANE_LIFE, LANES
from reelwright.webhooks.log import CUT_OFF, MOST_RESENDS, Outcome
from reelwright.webhooks.notice import GivenUp, Notice, notices_of
from reelwright.webhooks.schedule import MARGIN, WAITS_SECONDS
from tests.batch_road import badly, open_batch, run
from tests.memory.receiver import OK
from tests.memory.system import System
from tests.memory.world import world_with
from tests.unit.usecases.webhook_desk import BUSY, GONE, URL, WRONG, CutOffError, Desk


@pytest.fixture
def desk(system: System) -> Desk:
    """Return the webhooks of an empty system."""
    return Desk(system)


def _completed(system: System, caller: Caller, **body: Any) -> str:
    job_id: str = system.run(caller, callback_url=URL, **body)
    system.end(job_id)
    return job_id


def _failed(system: System, caller: Caller) -> str:
    job_id: str = system.run(caller, callback_url=URL)
    system.end(job_id, "FAILED", error="ContentError", cause='{"errorMessage": "nothing to speak"}')
    assert system.state(job_id) is JobState.FAILED
    return job_id


def _cancel(system: System, job_id: str, caller: Caller) -> None:
    cancel_job(job_id, caller=caller, world=system)


def test_a_completed_job_is_told_with_a_signature(system: System, desk: Desk, ada: Caller) -> None:
    """Type, time and outcome as committed, signed with the owner's secret; files by key, without a link that opens them."""
    job_id = _completed(system, ada, metadata={"order": 7})
    assert desk.deliver(job_id) == Delivered(tried=desk.deliveries.of_job(job_id)[0])
    ((url, headers, body),) = desk.receiver.got
    event = json.loads(body)
    assert (url, event["type"]) == (URL, "job.completed")
    completed_at = system.job(job_id).completed_at
    assert completed_at is not None
    assert event["timestamp"] == event["data"]["completed_at"] == completed_at.isoformat()
    assert (event["data"]["job_id"], event["data"]["state"], event["data"]["attempt"]) == (job_id, "COMPLETED", 1)
    assert (event["data"]["current"], event["data"]["metadata"], event["data"]["error"]) == (True, {"order": 7}, None)
    assert "https://" not in body.decode()
    secret = read_webhook_secret("ada", world=desk.world).secret
    assert headers["webhook-signature"] == Webhook(secret).sign(headers["webhook-id"], system.clock(), body.decode())
    assert headers["webhook-timestamp"] == str(int(system.clock().timestamp()))


def test_a_failed_job_is_told_with_its_reason(system: System, desk: Desk, ada: Caller) -> None:
    """The public error alone: no traceback leaves the house."""
    desk.deliver(_failed(system, ada))
    (event,) = desk.receiver.events()
    assert (event["type"], event["data"]["error"]["code"]) == ("job.failed", "worker_died")
    assert "traceback" not in event["data"]["error"]


def test_a_job_that_was_cancelled_in_its_queue_is_told(system: System, desk: Desk, ada: Caller) -> None:
    """It never ran; its end is an end."""
    job_id = system.create(ada, callback_url=URL).job_id
    system.advance(job_id)
    _cancel(system, job_id, ada)
    desk.deliver(job_id)
    (event,) = desk.receiver.events()
    assert (event["type"], event["data"]["attempt"], event["data"]["duration"]) == ("job.cancelled", 0, None)


def test_a_job_answered_by_a_kept_result_is_told(system: System, desk: Desk, ada: Caller) -> None:
    """And who is told makes no other request of it."""
    first = system.run(ada, use_cache=True)
    system.end(first)
    again = system.create(ada, use_cache=True, callback_url=URL).job_id
    system.advance(again)
    assert system.state(again) is JobState.COMPLETED
    desk.deliver(again)
    assert [event["type"] for event in desk.receiver.events()] == ["job.completed"]


def test_an_ended_batch_is_told_once_with_its_counts_and_spend(system: System, desk: Desk) -> None:
    """`batch.completed`, signed as a job's; not before the batch has ended, and not again for a doubled notice."""
    open_batch(system, 3, callback_url=URL, name="spring")
    notice = Notice(job_id="batch1", subject="batch")
    assert desk.handle(notice).tried is None
    ended = run(system, badly(2))
    desk.handle(notice)
    desk.handle(notice)
    ((url, headers, body),) = desk.receiver.got
    event = json.loads(body)
    assert (url, event["type"], event["data"]["outcome"]) == (URL, "batch.completed", "some_failed")
    assert event["data"]["counts"] == ended.counts.model_dump()
    assert (event["data"]["name"], event["data"]["spent_usd"]) == ("spring", round(ended.spent_usd, 6))
    secret = read_webhook_secret("ada", world=desk.world).secret
    assert headers["webhook-signature"] == Webhook(secret).sign(headers["webhook-id"], system.clock(), body.decode())


@pytest.mark.parametrize("reach", ["created", "queued", "executing"])
def test_nothing_is_told_before_the_job_has_ended(system: System, desk: Desk, ada: Caller, reach: str) -> None:
    """Promise 5: a message that comes too early, or that somebody forged, finds no committed end."""
    job_id = system.create(ada, callback_url=URL).job_id
    if reach != "created":
        system.advance(job_id)
    if reach == "executing":
        system.dispatch()
    assert desk.deliver(job_id) == Delivered()
    assert desk.receiver.got == []


def test_a_job_without_receiver_and_a_job_that_is_gone_are_told_to_nobody(
    system: System, desk: Desk, ada: Caller
) -> None:
    """The message is done with."""
    quiet = system.run(ada)
    system.end(quiet)
    removed = _completed(system, ada)
    system.clock.pass_seconds(25 * 3600)
    assert [desk.deliver(job_id) for job_id in (quiet, removed, "nobody")] == [Delivered()] * 3
    assert desk.receiver.got == []


def test_doubled_messages_tell_once(system: System, desk: Desk, ada: Caller) -> None:
    """S3 and SQS both deliver at least once: what has arrived is not sent again."""
    job_id = _completed(system, ada)
    for _ in range(3):
        assert desk.deliver(job_id).look_again_seconds is None
    assert len(desk.receiver.got) == 1


def test_two_messages_at_once_send_one(system: System, desk: Desk, ada: Caller) -> None:
    """The row is written before anything is sent; the other message waits and then finds it done."""
    job_id = _completed(system, ada)
    others: list[Delivered] = []

    def meanwhile() -> Reply:
        others.append(desk.deliver(job_id))
        return OK

    desk.receiver.answers = [meanwhile]
    desk.deliver(job_id)
    assert (len(desk.receiver.got), desk.outcomes(job_id)) == (1, ["delivered"])
    (other,) = others
    assert other.tried is None
    assert other.look_again_seconds is not None
    assert desk.deliver(job_id) == Delivered()


def test_a_receiver_that_fails_for_a_while_gets_it_later_once(system: System, desk: Desk, ada: Caller) -> None:
    """Under the same id and with the same body, signed anew; the waits are the published ones."""
    job_id = _completed(system, ada)
    desk.receiver.answers = [WRONG, Reply(outcome=Outcome.TIMED_OUT, milliseconds=15_000), OK]
    assert desk.deliver_until_done(job_id) == list(WAITS_SECONDS[1:3])
    assert len(set(desk.receiver.ids())) == 1
    assert len({body for _, _, body in desk.receiver.got}) == 1
    assert len({headers["webhook-timestamp"] for _, headers, _ in desk.receiver.got}) == 3
    assert desk.outcomes(job_id) == ["rejected", "timed_out", "delivered"]


def test_a_message_that_comes_too_early_waits_for_its_time(system: System, desk: Desk, ada: Caller) -> None:
    """Another copy of it does not hurry the schedule."""
    job_id = _completed(system, ada)
    desk.receiver.answers = [WRONG, OK]
    desk.deliver(job_id)
    system.clock.pass_seconds(2)
    assert desk.deliver(job_id) == Delivered(look_again_seconds=3.0)
    assert len(desk.receiver.got) == 1


def test_a_busy_receiver_says_when(system: System, desk: Desk, ada: Caller) -> None:
    """Retry-After makes the wait longer."""
    job_id = _completed(system, ada)
    desk.receiver.answers = [BUSY, OK]
    assert desk.deliver_until_done(job_id) == [90.0]


@pytest.mark.parametrize("reply", [GONE, Reply(outcome=Outcome.REFUSED, milliseconds=0)])
def test_what_nobody_wants_or_may_get_is_not_tried_again(system: System, desk: Desk, ada: Caller, reply: Reply) -> None:
    """410 stops, and so does an address that is none that we call; no operator is bothered."""
    job_id = _completed(system, ada)
    desk.receiver.answers = [reply]
    assert [desk.deliver(job_id).look_again_seconds for _ in range(2)] == [None, None]
    assert (len(desk.receiver.got), desk.queue.kept) == (1, [])


def test_a_try_that_was_cut_off_is_sent_again_under_its_id(system: System, desk: Desk, ada: Caller) -> None:
    """At least once: the receiver may have heard the first, and knows the second by its id."""
    job_id = _completed(system, ada)
    desk.receiver.answers = [CutOffError(), OK]
    with pytest.raises(CutOffError):
        desk.deliver(job_id)
    assert desk.deliver(job_id) == Delivered(look_again_seconds=CUT_OFF.total_seconds())
    system.clock.pass_seconds(CUT_OFF.total_seconds())
    assert desk.deliver(job_id).look_again_seconds is None
    assert len(set(desk.receiver.ids())) == 1
    assert desk.outcomes(job_id) == ["sending", "delivered"]


def test_an_outage_of_the_secret_spends_no_try(system: System, desk: Desk, ada: Caller) -> None:
    """The error leaves, so the message comes back; nothing stands in the log that would have to be waited for."""
    job_id = _completed(system, ada)

    class Away:
        """Secrets Manager does not answer."""

        def key(self, purpose: str) -> bytes:
            """Fail."""
            raise TimeoutError(purpose)

    there, system.secrets = system.secrets, Away()
    for _ in range(9):
        with pytest.raises(TimeoutError):
            desk.deliver(job_id)
    system.secrets = there
    assert desk.deliver(job_id) == Delivered(tried=desk.deliveries.of_job(job_id)[0])
    assert desk.outcomes(job_id) == ["delivered"]


def test_spent_tries_go_to_the_operators_with_their_log(system: System, desk: Desk, ada: Caller) -> None:
    """The last comes just before the job is removed; the letter says what happened, and is written once."""
    job_id = _completed(system, ada)
    desk.receiver.answers = [WRONG]
    waits = desk.deliver_until_done(job_id)
    assert waits[:-1] == list(WAITS_SECONDS[1:-1])
    assert sum(waits) == (timedelta(hours=24) - MARGIN).total_seconds()
    (kept,) = desk.queue.kept
    letter = GivenUp.model_validate_json(kept)
    assert (letter.job_id, letter.user_id, letter.place) == (job_id, "ada", "hooks.example.com/reelwright")
    assert [line.status for line in letter.log] == [500] * 8
    assert "team=7" not in kept
    assert desk.deliver(job_id) == Delivered()
    assert len(desk.queue.kept) == 1


def _given_up(system: System, desk: Desk, ada: Caller) -> Notice:
    """Return the notice of a letter that an operator moves back."""
    job_id = _completed(system, ada)
    desk.receiver.answers = [WRONG]
    desk.deliver_until_done(job_id)
    (notice,) = notices_of(desk.queue.kept[0])
    return notice


def test_a_letter_that_comes_back_is_sent_once_more(system: System, desk: Desk, ada: Caller) -> None:
    """Under the same id; when it has arrived, a second copy of the letter does nothing."""
    notice = _given_up(system, desk, ada)
    desk.receiver.answers = [OK]
    desk.handle(notice)
    assert desk.handle(notice) == Delivered()
    assert len(set(desk.receiver.ids())) == 1
    assert desk.outcomes(notice.job_id)[-1] == "delivered"
    assert len(desk.queue.kept) == 1


def test_a_letter_that_is_not_taken_goes_back(system: System, desk: Desk, ada: Caller) -> None:
    """With one line more in its log."""
    notice = _given_up(system, desk, ada)
    assert desk.handle(notice).look_again_seconds is None
    again = GivenUp.model_validate_json(desk.queue.kept[1])
    assert len(again.log) == 9


def test_every_end_of_a_retried_job_is_told(system: System, desk: Desk, ada: Caller) -> None:
    """A failure that was retried before it could be told was committed too: told as what it was, with nothing newer in it."""
    job_id = _failed(system, ada)
    retry_job(job_id, caller=ada, world=system)
    system.clock.pass_seconds(1)
    system.advance(job_id)
    system.dispatch()
    system.end(job_id)
    desk.deliver_until_done(job_id)
    first, second = desk.receiver.events()
    assert (first["type"], first["data"]["current"], first["data"]["error"]) == ("job.failed", False, None)
    assert (second["type"], second["data"]["current"], second["data"]["attempt"]) == ("job.completed", True, 2)
    assert len(set(desk.receiver.ids())) == 2
    assert desk.deliver(job_id) == Delivered()


def test_a_resend_goes_out_at_once_under_the_same_id(system: System, desk: Desk, ada: Caller) -> None:
    """Also of what has arrived; the log shows who asked for it."""
    job_id = _completed(system, ada)
    desk.deliver(job_id)
    sent = resend_webhook(job_id, caller=ada, world=desk.world)
    assert (sent.number, sent.trigger, sent.outcome) == (2, "resend", Outcome.DELIVERED)
    assert len(set(desk.receiver.ids())) == 1
    shown = read_deliveries(job_id, caller=ada, world=desk.world)
    assert [one.trigger for one in shown] == ["schedule", "resend"]


def test_a_failed_resend_leaves_the_schedule_as_it_was(system: System, desk: Desk, ada: Caller) -> None:
    """The next try comes when it would have come; a resend that arrives ends it."""
    job_id = _completed(system, ada)
    desk.receiver.answers = [WRONG]
    desk.deliver(job_id)
    planned = desk.deliveries.of_job(job_id)[0].next_at
    assert resend_webhook(job_id, caller=ada, world=desk.world).next_at == planned
    desk.receiver.answers = [OK]
    resend_webhook(job_id, caller=ada, world=desk.world)
    assert desk.deliver(job_id) == Delivered()


@pytest.mark.parametrize("outcome", ["running", "no receiver", "too often", "being sent"])
def test_a_resend_needs_something_to_tell_and_somebody_to_tell_it_to(
    system: System, desk: Desk, ada: Caller, outcome: str
) -> None:
    """409 says which is missing; nothing is sent."""
    if outcome == "running":
        job_id = system.run(ada, callback_url=URL)
    elif outcome == "no receiver":
        job_id = system.run(ada)
        system.end(job_id)
    else:
        job_id = _completed(system, ada)
    if outcome == "too often":
        for _ in range(MOST_RESENDS):
            resend_webhook(job_id, caller=ada, world=desk.world)
    if outcome == "being sent":
        desk.receiver.answers = [CutOffError()]
        with pytest.raises(CutOffError):
            desk.deliver(job_id)
    before = len(desk.receiver.got)
    with pytest.raises(Conflict):
        resend_webhook(job_id, caller=ada, world=desk.world)
    assert len(desk.receiver.got) == before


def test_others_do_not_see_or_send_my_deliveries(system: System, desk: Desk, ada: Caller, eve: Caller) -> None:
    """404, as for the job itself."""
    job_id = _completed(system, ada)
    for look in (
        lambda: read_deliveries(job_id, caller=eve, world=desk.world),
        lambda: resend_webhook(job_id, caller=eve, world=desk.world),
    ):
        with pytest.raises(NotFound):
            look()
    assert desk.receiver.got == []


def test_a_rotation_signs_with_both_secrets_for_a_day(system: System, desk: Desk, ada: Caller) -> None:
    """Each user has a secret of their own; after the day only the new one signs."""
    old = read_webhook_secret("ada", world=system)
    new = rotate_webhook_secret("ada", world=system)
    assert (old.generation, new.generation, read_webhook_secret("ada", world=system)) == (1, 2, new)
    assert new.previous_until == system.clock() + timedelta(hours=24)
    assert len({old.secret, new.secret, read_webhook_secret("eve", world=system).secret}) == 3
    for later, secrets in ((0, (new, old)), (24 * 3600, (new,))):
        system.clock.pass_seconds(later)
        desk.deliver(_completed(system, ada))
        _, headers, body = desk.receiver.got[-1]
        expected = [Webhook(one.secret).sign(headers["webhook-id"], system.clock(), body.decode()) for one in secrets]
        assert headers["webhook-signature"].split(" ") == expected


def _probe(system: System, desk: Desk, url: str, user_id: str = "ada", **settings: Any) -> Any:
    return probe_receiver(
        url,
        user_id=user_id,
        world=world_with(desk.world, settings=system.settings.model_copy(update=settings), ids=lambda: "x1"),
    )


def test_a_test_webhook_tells_what_came_back(system: System, desk: Desk) -> None:
    """Signed like any other, of a type of its own; one in two seconds a user."""
    desk.receiver.answers = [WRONG]
    probed = _probe(system, desk, URL)
    assert (probed.webhook_id, probed.reply) == ("msg_test_x1", WRONG)
    assert desk.receiver.events()[0]["type"] == "webhook.test"
    with pytest.raises(Throttled) as refused:
        _probe(system, desk, URL)
    assert refused.value.retry_after_seconds == 2
    _probe(system, desk, URL, user_id="eve")
    system.clock.pass_seconds(2)
    _probe(system, desk, URL)
    assert len(desk.receiver.got) == 3


@pytest.mark.parametrize(
    ("url", "environment"),
    [("https://10.0.0.1/", "prod"), ("http://localhost:9/", "prod"), ("http://hooks.example.com/", "local")],
)
def test_a_url_that_is_not_called_is_refused_before_anything_is_made(
    system: System, desk: Desk, ada: Caller, url: str, environment: str
) -> None:
    """At the test and at the create, naming the field."""
    with pytest.raises(InvalidField) as probed:
        _probe(system, desk, url, environment=environment)
    assert [one.field for one in probed.value.fields] == ["url"]
    system.settings = system.settings.model_copy(update={"environment": environment})
    with pytest.raises((InvalidField, ValueError), match=r"callback_url|https"):
        system.create(ada, callback_url=url)
    assert system.jobs.counts_of_user("ada") in ({}, dict.fromkeys(JobState, 0))
    assert desk.receiver.got == []


def _hold_all_lanes(system: System, owner: str) -> None:
    for number in range(LANES):
        assert system.lanes.take(owner, f"slow{number}", now=system.clock()) is not None


def test_a_slow_receiver_holds_up_its_owner_alone(system: System, desk: Desk, ada: Caller, eve: Caller) -> None:
    """All of ada's lanes wait for an answer: her next webhook comes later, in her own fairness group; eve's is sent at once."""
    mine, theirs = _completed(system, ada), _completed(system, eve)
    _hold_all_lanes(system, "ada")
    assert desk.deliver(mine) == Delivered()
    assert desk.deliver(theirs).tried is not None
    ((body, owner, seconds),) = desk.queue.later
    assert (owner, notices_of(body)) == ("ada", (Notice(job_id=mine, turns=1),))
    assert 0 < seconds <= 5


def test_a_webhook_that_waited_for_a_lane_is_sent_in_its_turn(system: System, desk: Desk, ada: Caller) -> None:
    """The message that took its place is delivered like S3's; no try is spent by waiting."""
    job_id = _completed(system, ada)
    _hold_all_lanes(system, "ada")
    desk.deliver(job_id)
    for number in range(LANES):
        system.lanes.give_back("ada", f"slow{number}", number, now=system.clock())
    (notice,) = notices_of(desk.queue.later[0][0])
    assert desk.handle(notice).tried is not None
    assert desk.outcomes(job_id) == ["delivered"]


def test_the_turns_of_a_long_line_grow_longer(system: System, desk: Desk, ada: Caller) -> None:
    """Each turn costs a run; SQS delays a message for 15 minutes at most."""
    job_id = _completed(system, ada)
    _hold_all_lanes(system, "ada")
    for turns in (0, 3, 9, 1000):
        desk.handle(Notice(job_id=job_id, turns=turns))
    waits = [seconds for _, _, seconds in desk.queue.later]
    assert waits == sorted(waits)
    assert waits[-1] <= 900


def test_a_lane_is_free_again_after_each_try(system: System, desk: Desk, ada: Caller) -> None:
    """After a delivery, after a refusal, and when the function was killed in between: that lane a minute later."""
    for _ in range(2 * LANES):
        desk.receiver.answers.append(WRONG)
        assert desk.deliver(_completed(system, ada)).tried is not None
        assert desk.deliver(_completed(system, ada)).tried is not None
    _hold_all_lanes(system, "ada")
    system.clock.pass_seconds(LANE_LIFE.total_seconds())
    assert desk.deliver(_completed(system, ada)).tried is not None
