"""Clips of a cloud provider in a film: paid once over every crash, within the budget, and replaced where there is none."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from reelwright.entry.calling import CalledClips, answer_call
from reelwright.entry.clips import clip_models
from reelwright.errors import (
    BudgetExceededError,
    ContentRefusedError,
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ProviderTimeoutError,
    ProviderUnavailableError,
)
from reelwright.jobs.caller import Caller
from reelwright.providers.calls import CallCommand, CallReply, RawPlace
from reelwright.providers.clips import LongWork
from reelwright.providers.setup import ProvidersSetup
from reelwright.usecases.cancel_job import cancel_job
from reelwright_media.steps.draw import generate_image_imagen
from reelwright_media.steps.endwork import stop_work
from reelwright_media.steps.filming import generate_video_veo
from reelwright_media.steps.plan import plan_scenes
from reelwright_media.steps.speak import generate_audio_tts
from tests.memory.decoding import key_of
from tests.memory.system import System
from tests.twins.clips import CLIPS, SETUPS
from tests.twins.dialects import KEY
from tests.twins.pictures import PICTURES
from tests.twins.server import Twin, running
from tests.twins.works import Trouble, WorkTwin, mp4, working
from tests.unit.media.steps.clouds import USD as USD_PICTURE
from tests.unit.media.steps.clouds import pictures_of
from tests.unit.media.steps.makers import Makers

SCRIPT = (
    "Whales sleep with one half of the brain. The other half keeps them breathing. Calves rest near their mothers. "
    "Rockets leave the Earth with a roar that shakes every window. Bread rises in the oven while the whole street still sleeps."
)
STEP = "generate_video_veo"
USD = SETUPS["gemini"]["usd_input"]


class KeyedFunction:
    """The function with keys, called over the wire's JSON. It may die before or after a call, once."""

    def __init__(self, studio: System, setup: ProvidersSetup) -> None:
        self._studio, self._setup = studio, setup
        self.dies: dict[str, str] = {}

    def models(self) -> dict[str, LongWork]:
        """Build the models with their keys."""
        return clip_models(self._setup, {one.provider: KEY for one in self._setup.clip})

    def call(self, command: CallCommand) -> CallReply:
        """Make the call, and put its bytes into the bucket."""
        models = self.models()
        event = json.loads(command.model_dump_json())
        dies = self.dies.pop(command.verb, "")
        if dies == "before":
            raise SystemExit
        reply = CallReply.model_validate(answer_call(event, lambda _command: models, store=self._store))
        if dies == "after":
            raise SystemExit
        return reply

    def _store(self, place: RawPlace | None, raw: bytes) -> None:
        assert place is not None
        self._studio.artefacts.put_once(key_of(place.url), raw, content_type=place.headers["content-type"])


@pytest.fixture
def twin() -> Iterator[WorkTwin]:
    """Run a clip model."""
    with working(WorkTwin(CLIPS["gemini"])) as made:
        yield made


@pytest.fixture
def keyed(system: System, twin: WorkTwin, makers: Makers) -> KeyedFunction:
    """Set the clip model up, and return the function that calls it."""
    setup = ProvidersSetup.model_validate({"clip": [{"provider": "gemini", "base": twin.base, **SETUPS["gemini"]}]})
    system.settings = system.settings.model_copy(update={"providers": setup})
    keyed = KeyedFunction(system, setup)
    called = {name: CalledClips(model, keyed) for name, model in clip_models(setup, {}).items()}
    makers.clips = {**called, **makers.clips}
    system.tools = makers
    return keyed


@pytest.fixture
def studio(system: System, keyed: KeyedFunction) -> System:
    """Return the system that prefers the clip model."""
    del keyed
    return system


def film(studio: System, caller: Caller, *, scenes: int = 1, **body: Any) -> str:
    """Start a film whose first scenes are spoken and painted."""
    video = {"script_content": SCRIPT, "visuals": "clips", **body.pop("video", {})}
    job_id = studio.run_above_estimate(caller, video_request=video, **body)
    studio.step(job_id, plan_scenes, name="plan_scenes")
    for scene in range(scenes):
        studio.step(job_id, generate_audio_tts, name="generate_audio_tts", scene=scene)
        studio.step(job_id, generate_image_imagen, name="generate_image_imagen", scene=scene)
    return job_id


def look(studio: System, job_id: str, scene: int = 0) -> tuple[str, int]:
    """Run the step once; return the state and the wait of its reply."""
    clip = studio.step(job_id, generate_video_veo, name=STEP, scene=scene)["clip"]
    return clip["state"], clip["wait"]


def finish(studio: System, job_id: str, scene: int = 0, *, looks: int = 30) -> Any:
    """Run the step as the state machine does, with its waits, until the clip is there; return the row."""
    for _ in range(looks):
        state, wait = look(studio, job_id, scene)
        if state == "ready":
            return studio.row(job_id, f"{STEP}#{scene}")
        studio.clock.pass_seconds(wait)
    raise AssertionError("the clip is never ready")


def test_a_clip_is_submitted_awaited_and_decoded_in_the_sandbox(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """C1: the bill of the job is what the twin counts; the clip begins with the picture, and is cut to the scene."""
    job_id = film(studio, ada)
    assert look(studio, job_id) == ("working", 15)
    assert studio.job(job_id).cost_usd == 0
    row = finish(studio, job_id)
    assert (row.state, row.fallback, row.cached) == ("done", None, False)
    assert studio.job(job_id).cost_usd == pytest.approx(twin.paid_seconds * USD, rel=1e-4)
    assert twin.bodies[0]["input"][0]["content"][0]["type"] == "image"
    command = studio.decoding.commands[-1]
    assert "/raw/" in command.source_url
    assert command.order.form == "clip"
    assert command.order.seconds <= twin.jobs[0].seconds < command.order.seconds + 1
    assert twin.refused == []


def test_the_same_film_again_pays_nothing(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """The clip is found."""
    finish(studio, film(studio, ada))
    again = film(studio, ada)
    assert look(studio, again)[0] == "ready"
    assert (len(twin.jobs), studio.job(again).cost_usd) == (1, 0)


@pytest.mark.parametrize("dies", ["poll_clip before", "poll_clip after", "fetch_clip before", "fetch_clip after"])
def test_a_crash_after_the_submit_pays_once(
    studio: System, ada: Caller, twin: WorkTwin, keyed: KeyedFunction, dies: str
) -> None:
    """C9: at a look, and while the clip is fetched."""
    job_id = film(studio, ada)
    verb, when = dies.split()
    keyed.dies = {verb: when}
    with pytest.raises(SystemExit):
        finish(studio, job_id)
    assert finish(studio, job_id).state == "done"
    assert len(twin.jobs) == 1
    assert studio.job(job_id).cost_usd == pytest.approx(twin.paid_seconds * USD, rel=1e-4)


@pytest.mark.parametrize(("when", "jobs"), [("before", 1), ("after", 2)])
def test_a_crash_in_the_submit_books_one_doubt(
    studio: System, ada: Caller, twin: WorkTwin, keyed: KeyedFunction, *, when: str, jobs: int
) -> None:
    """C9: after the intent, and after the submit. Omni cannot find lost work, so nobody knows which of both it was."""
    job_id = film(studio, ada)
    keyed.dies = {"submit_clip": when}
    with pytest.raises(SystemExit):
        finish(studio, job_id)
    assert finish(studio, job_id).state == "done"
    assert len(twin.jobs) == jobs
    assert studio.job(job_id).cost_usd == pytest.approx(2 * twin.jobs[-1].seconds * USD, rel=1e-4)


def test_a_lost_answer_is_submitted_again_once_and_booked_as_a_doubt(
    studio: System, ada: Caller, twin: WorkTwin
) -> None:
    """C9: the second answer is lost, too: then another provider makes the clip, and both are booked."""
    job_id = film(studio, ada)
    twin.plan = {"submit": [Trouble(lost=True), Trouble(lost=True)]}
    for _ in range(2):
        with pytest.raises(ProviderTimeoutError):
            finish(studio, job_id)
    row = finish(studio, job_id)
    assert (row.fallback.asked, row.fallback.used, len(twin.jobs)) == ("gemini", "motion", 2)
    assert studio.job(job_id).cost_usd == pytest.approx(2 * twin.jobs[0].seconds * USD, rel=1e-4)


def test_a_handle_outlives_its_attempt(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """The next attempt goes on looking, and pays nothing more."""
    job_id = film(studio, ada)
    look(studio, job_id)
    studio.end(job_id, "FAILED", error="ServiceFaultError", cause="a fault of ours")
    studio.clock.pass_seconds(600)
    studio.sweep()
    studio.advance(job_id)
    studio.dispatch()
    assert studio.job(job_id).attempt == 2
    finish(studio, job_id)
    assert len(twin.jobs) == 1


def test_two_workers_that_do_the_same_step_submit_once(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """The intent is written by one of them; the other waits."""
    job_id = film(studio, ada)
    met: list[tuple[str, int]] = []
    inner = studio.tools.clips["gemini"].submit

    def submit_while_another_runs(submission: Any) -> Any:
        studio.tools.clips["gemini"].submit = inner
        met.append(look(studio, job_id))
        return inner(submission)

    studio.tools.clips["gemini"].submit = submit_while_another_runs
    assert look(studio, job_id)[0] == "working"
    assert met[0][0] == "working"
    finish(studio, job_id)
    assert len(twin.jobs) == 1


def test_scenes_that_submit_side_by_side_keep_to_the_budget(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """C15: what is in work counts, although nothing is booked yet; a done clip leaves its reservation."""
    job_id = film(studio, ada, scenes=3, max_cost_usd=1.0)
    look(studio, job_id, 0)
    look(studio, job_id, 1)
    with pytest.raises(BudgetExceededError, match="max_cost_usd"):
        look(studio, job_id, 2)
    assert len(twin.jobs) == 2
    for scene in range(2):
        finish(studio, job_id, scene)
    assert studio.reservations.held[job_id] == {}
    assert studio.job(job_id).cost_usd == pytest.approx(twin.paid_seconds * USD, rel=1e-4)


@pytest.mark.parametrize(("outcome", "word"), [("refused", "without a video"), ("failed", "failed")])
def test_a_clip_that_is_refused_or_fails_is_replaced_and_not_paid(
    studio: System, ada: Caller, twin: WorkTwin, outcome: str, word: str
) -> None:
    """C6: the film is made, and says why; a refused order is not sent again."""
    twin.outcome = outcome
    job_id = film(studio, ada, max_cost_usd=5)
    row = finish(studio, job_id)
    assert row.fallback.used == "motion"
    assert word in row.fallback.reason
    assert (studio.job(job_id).cost_usd, studio.reservations.held[job_id]) == (0, {})
    again = film(studio, ada)
    finish(studio, again)
    assert len(twin.jobs) == (1 if outcome == "refused" else 2)


@pytest.mark.parametrize("status", [500, 401, 400])
def test_a_submit_that_fails_is_replaced_and_leaves_no_doubt(
    studio: System, ada: Caller, twin: WorkTwin, status: int
) -> None:
    """C3, C7: nothing began; the film is made without it."""
    twin.plan = {"submit": [Trouble(status=status)]}
    job_id = film(studio, ada)
    assert finish(studio, job_id, looks=1).fallback.used == "motion"
    assert studio.job(job_id).cost_usd == 0


def test_a_provider_that_takes_no_more_work_is_waited_for(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """C2: without a worker, for as long as it says; a film is not filmed worse because its own scenes are many."""
    twin.plan = {"submit": [Trouble(status=429, retry_after=40)] * 3}
    job_id = film(studio, ada)
    assert look(studio, job_id) == ("working", 40)
    row = finish(studio, job_id)
    assert (row.fallback, len(twin.jobs)) == (None, 1)


def test_a_provider_that_takes_no_work_at_all_is_replaced(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """After ten minutes."""
    twin.plan = {"submit": [Trouble(status=429)] * 99}
    assert finish(studio, film(studio, ada), looks=60).fallback.used == "motion"


@pytest.mark.parametrize(
    "trouble", [Trouble(status=500), Trouble(status=429), Trouble(status=400), Trouble(half=True), Trouble(status=404)]
)
@pytest.mark.parametrize("call", ["poll", "fetch"])
def test_a_look_or_a_download_that_fails_is_tried_again(
    studio: System, ada: Caller, twin: WorkTwin, call: Any, trouble: Trouble
) -> None:
    """C5, C11: the work is paid; it is not given up for a bad minute."""
    twin.plan = {call: [trouble, trouble]}
    job_id = film(studio, ada)
    assert finish(studio, job_id).fallback is None
    assert len(twin.jobs) == 1


def test_work_that_never_ends_is_given_up_cancelled_and_booked(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """Another provider makes the clip."""
    twin.looks = 10_000
    job_id = film(studio, ada)
    row = finish(studio, job_id, looks=60)
    assert row.fallback.used == "motion"
    assert twin.jobs[0].cancelled
    assert studio.job(job_id).cost_usd == pytest.approx(twin.jobs[0].seconds * USD)


def spoil_shorter(twin: WorkTwin) -> None:
    """Let the provider send less than was ordered."""
    twin.clip = lambda _seconds: mp4(1.0)


def spoil_type(twin: WorkTwin) -> None:
    """Let the provider send a page."""
    twin.clip = lambda _seconds: b"<html>"


def spoil_host(twin: WorkTwin) -> None:
    """Let the provider name a result elsewhere."""
    twin.result_url = "https://evil.example.com/x.mp4"


@pytest.mark.parametrize("spoil", [spoil_shorter, spoil_type, spoil_host])
def test_a_clip_that_cannot_be_used_is_replaced_and_paid(
    studio: System, ada: Caller, twin: WorkTwin, spoil: Callable[[WorkTwin], None]
) -> None:
    """C5, C12: a shorter one would be shown twice."""
    spoil(twin)
    job_id = film(studio, ada)
    assert finish(studio, job_id).fallback.used == "motion"
    assert len(twin.jobs) == 1
    assert studio.job(job_id).cost_usd == pytest.approx(twin.jobs[0].seconds * USD, rel=1e-4)


def test_an_attempt_whose_time_is_over_leaves_the_job_to_wait(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """The lease is free meanwhile; the job comes back by itself, without spending a retry."""
    twin.looks = 10_000
    job_id = film(studio, ada)
    started = studio.clock.now - timedelta(minutes=23, seconds=50)
    with pytest.raises(ProviderUnavailableError, match="not ready yet"):
        studio.step(job_id, generate_video_veo, name=STEP, scene=0, execution_started_at=started)
    error = studio.row(job_id, f"{STEP}#0").error
    assert error is not None
    assert error.ask_again_at is not None


def test_failing_work_opens_the_breaker(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """Its end counts, whoever sees it; then nothing more is submitted."""
    twin.outcome = "failed"
    for number in range(6):
        job_id = film(studio, ada, video={"script_content": f"{SCRIPT} Film number {number}."})
        finish(studio, job_id)
        studio.end(job_id)
    assert len(twin.jobs) == 5


def test_the_open_breaker_of_a_provider_does_not_stop_looks_at_its_work(studio: System, ada: Caller) -> None:
    """The clip is paid, and nearly there."""
    job_id = film(studio, ada)
    look(studio, job_id)
    for _ in range(5):
        permission = studio.breakers.allow("clip/gemini", now=studio.clock())
        studio.breakers.record_failure(permission, now=studio.clock())
    assert finish(studio, job_id).fallback is None


def test_the_single_task_waits_for_its_clip_too(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """T3: one clip of a text."""
    job_id = studio.run(ada, task_name=STEP, video_request={"prompt": "A quiet lake at dawn.", "duration": 5})
    reply = studio.step(job_id, generate_video_veo, name=STEP)
    while reply["clip"]["state"] == "working":
        studio.clock.pass_seconds(reply["clip"]["wait"])
        reply = studio.step(job_id, generate_video_veo, name=STEP)
    assert studio.row(job_id, STEP).output["files"]["video"].endswith(".mp4")
    assert [job.seconds for job in twin.jobs] == [5]


def test_the_picture_of_a_single_clip_is_booked_with_the_clip(
    studio: System, ada: Caller, twin: WorkTwin, makers: Makers
) -> None:
    """The run that paid it ended while the clip was made."""
    with running(Twin(PICTURES["gemini"], [""])) as painter:
        makers.pictures = pictures_of(studio, painter)
        job_id = studio.run(ada, task_name=STEP, video_request={"prompt": "A quiet lake at dawn.", "duration": 5})
        reply = studio.step(job_id, generate_video_veo, name=STEP)
        while reply["clip"]["state"] == "working":
            studio.clock.pass_seconds(reply["clip"]["wait"])
            reply = studio.step(job_id, generate_video_veo, name=STEP)
        assert painter.paid_calls == 1
    clip = twin.paid_seconds * SETUPS["gemini"]["usd_input"]
    assert studio.row(job_id, STEP).cost_usd == pytest.approx(clip + USD_PICTURE, rel=1e-4)


@pytest.mark.parametrize("ended", [True, False])
def test_a_cancelled_job_has_its_work_stopped_once(
    studio: System, ada: Caller, twin: WorkTwin, keyed: KeyedFunction, *, ended: bool
) -> None:
    """C10: while it runs, and too late; a repeat changes nothing, and the same film begins anew where it was stopped."""
    twin.looks = 0 if ended else 5
    job_id = film(studio, ada)
    look(studio, job_id)
    assert stop_work(job_id, keyed.models(), {}, world=studio) == 0, "a running job keeps its work"
    cancel_job(job_id, caller=ada, world=studio)
    studio.end(job_id, "ABORTED")
    studio.advance(job_id)
    assert studio.long_works.stopped == [job_id]
    stopped = [stop_work(job_id, keyed.models(), {}, world=studio) for _ in range(2)]
    assert stopped == ([0, 0] if ended else [1, 0])
    assert twin.jobs[0].cancelled is not ended
    finish(studio, film(studio, ada))
    assert len(twin.jobs) == (1 if ended else 2)


def test_a_film_that_completes_stops_nothing(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """Its clips are there."""
    job_id = film(studio, ada)
    finish(studio, job_id)
    studio.end(job_id)
    studio.advance(job_id)
    assert (studio.long_works.stopped, twin.count("cancel")) == ([], 0)


def test_no_key_is_in_any_artefact_or_row(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """C7: the twin repeats the key in its errors."""
    twin.plan = {"submit": [Trouble(status=401)]}
    job_id = film(studio, ada)
    finish(studio, job_id)
    assert KEY not in studio.row(job_id, f"{STEP}#0").model_dump_json()
    assert not any(KEY.encode() in one.body for one in studio.artefacts.objects.values())


STRICT: dict[str, Any] = {"providers": {"clip": "gemini"}, "strict_providers": True}


def test_a_strict_request_fails_with_the_error_of_its_clip_model(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """At the submit, and where the work fails; the picture is not moved instead."""
    job_id = film(studio, ada, video=STRICT)
    twin.plan = {"submit": [Trouble(status=500)]}
    with pytest.raises(ProviderError, match="gemini"):
        look(studio, job_id)
    twin.outcome = "failed"
    with pytest.raises(ProviderError, match="gemini"):
        finish(studio, job_id)


def test_a_strict_request_fails_with_the_refusal_of_its_clip_model(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """A moderation is no reason for another provider either."""
    twin.outcome = "refused"
    with pytest.raises(ContentRefusedError):
        finish(studio, film(studio, ada, video=STRICT))


def test_the_name_veo_means_the_configured_clip_model_of_google(studio: System, ada: Caller) -> None:
    """Also where nothing else may take its place; `vertex` means that of Vertex AI alone."""
    row = finish(studio, film(studio, ada, video={**STRICT, "providers": {"clip": "veo"}}))
    assert (row.state, row.fallback) == ("done", None)
    with pytest.raises(ProviderRefusedError, match="vertex is not set up in this environment"):
        look(studio, film(studio, ada, video={**STRICT, "providers": {"clip": "vertex"}}))


def test_a_name_that_nobody_has_is_told(studio: System, ada: Caller) -> None:
    """Another provider makes the clip, unless the request is strict."""
    row = finish(studio, film(studio, ada, video={"providers": {"clip": "veo-9"}}))
    assert row.fallback.reason == "veo-9 is not set up in this environment"


def test_a_model_that_google_does_not_have_is_misconfigured(studio: System, ada: Caller, twin: WorkTwin) -> None:
    """404 at the submit: nothing is paid, and the error names the provider."""
    twin.plan = {"submit": [Trouble(status=404)]}
    with pytest.raises(ProviderMisconfiguredError, match="gemini"):
        look(studio, film(studio, ada, video=STRICT))
    assert twin.jobs == []


def test_lost_work_of_luma_is_found_by_its_token_and_paid_once(
    system: System, ada: Caller, makers: Makers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C9: the worker dies after the submit, and the next look is throttled: nothing is a doubt."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    with working(WorkTwin(CLIPS["bedrock"])) as twin:
        setup = ProvidersSetup.model_validate(
            {"clip": [{"provider": "bedrock", "base": twin.base, **SETUPS["bedrock"]}]}
        )
        system.settings = system.settings.model_copy(update={"providers": setup})
        keyed = KeyedFunction(system, setup)
        makers.clips = {"bedrock": CalledClips(clip_models(setup, {})["bedrock"], keyed), **makers.clips}
        system.tools = makers
        job_id = film(system, ada)
        keyed.dies = {"submit_clip": "after"}
        with pytest.raises(SystemExit):
            look(system, job_id)
        twin.plan = {"find": [Trouble(status=429)]}
        assert look(system, job_id)[0] == "working"
        assert finish(system, job_id).fallback is None
        assert (len(twin.jobs), twin.refused) == (1, [])
        assert system.job(job_id).cost_usd == pytest.approx(twin.paid_seconds * USD, rel=1e-4)
