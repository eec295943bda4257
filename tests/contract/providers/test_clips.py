"""The promises of every clip model, each against its twin over real HTTP. Numbers (C1…) are those of `docs/providers.md`."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from reelwright.aws.clients import session
from reelwright.dialects.luma import LumaClips
from reelwright.entry.clips import clip_models
from reelwright.errors import (
    ContentRefusedError,
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
    ReelwrightError,
    RequestError,
)
from reelwright.providers.clips import FetchedClip, FootageOrder, Handle, LongWork, Search, Submission
from reelwright.providers.setup import ClipSetup, ProvidersSetup
from tests.twins.clips import CLIPS, SETUPS
from tests.twins.dialects import KEY
from tests.twins.works import Trouble, WorkTwin, mp4, working

PICTURE = "/9j/"
LONG = sorted(CLIPS)


def model_of(twin: WorkTwin, *, key: str | None = KEY) -> LongWork:
    """Build the model that calls this twin, as the function with keys does."""
    name = twin.dialect.name
    setup = ProvidersSetup.model_validate({"clip": [{"provider": name, "base": twin.base, **SETUPS[name]}]})
    return clip_models(setup, {} if key is None else {name: key})[name]


def order_of(model: LongWork, **changes: Any) -> FootageOrder:
    """Order a clip of the shortest length."""
    given = {"prompt": "A whale.", "seconds": model.facts.length(3), "aspect": model.facts.aspects[0]}
    return FootageOrder.model_validate(given | {"width": 1080, "height": 1920, "picture_base64": PICTURE} | changes)


def begun(model: LongWork, **changes: Any) -> Handle:
    """Submit a clip."""
    order = order_of(model, **changes)
    return model.submit(Submission(order=order, token=f"token-{hash(order)}"))


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the function a role, and no machine that would have one."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    session.cache_clear()  # it keeps the credentials of the test before


@pytest.fixture(scope="module")
def twins() -> Iterator[dict[str, WorkTwin]]:
    """Run the twin of each clip model."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(working(WorkTwin(dialect))) for name, dialect in CLIPS.items()}


@pytest.fixture(params=LONG)
def twin(request: pytest.FixtureRequest, twins: dict[str, WorkTwin]) -> WorkTwin:
    """Return the running twin of each clip model, as new."""
    twin = twins[request.param]
    twin.reset()
    return twin


def test_work_is_submitted_looked_at_and_fetched_with_the_bill_that_the_provider_counts(twin: WorkTwin) -> None:
    """C1: the handle is small and has no key; the price before is what it costs."""
    model = model_of(twin)
    handle = begun(model)
    assert len(handle.model_dump_json()) < 4500
    assert KEY not in handle.model_dump_json()
    assert model.poll(handle).state == "working"
    assert model.poll(handle).state == "ready"
    fetched, raw = model.fetch(handle)
    assert isinstance(fetched, FetchedClip)
    assert (raw, fetched.size_bytes) == (mp4(handle.seconds), len(raw))
    assert fetched.bill.usd == pytest.approx(twin.paid_seconds * SETUPS[twin.dialect.name]["usd_input"], rel=1e-4)
    assert model.price(order_of(model)).usd == pytest.approx(fetched.bill.usd, rel=1e-4)
    assert twin.refused == []


@pytest.mark.parametrize("hint", [None, 7])
@pytest.mark.parametrize("call", ["submit", "poll", "fetch"])
def test_a_throttle_carries_the_providers_delay(twin: WorkTwin, call: Any, hint: int | None) -> None:
    """C2: at each call, and no call is repeated."""
    plan(twin, call, Trouble(status=429, retry_after=hint))
    with pytest.raises(ProviderThrottledError) as caught:
        through(twin, call)
    assert caught.value.retry_after_seconds == hint
    assert len(twin.calls) == {"submit": 1, "poll": 2, "fetch": 5 if "result_url" in twin.dialect.traits else 4}[call]


@pytest.mark.parametrize(
    "trouble",
    [Trouble(status=500), Trouble(status=503, body=b"<html>bad gateway</html>"), Trouble(half=True)],
    ids=["500", "html", "half"],
)
@pytest.mark.parametrize("call", ["submit", "poll", "fetch"])
def test_failures_of_the_provider_are_provider_errors(twin: WorkTwin, call: Any, trouble: Trouble) -> None:
    """C3, C5: never an error of a library; half a file is no clip. Work may have begun where the answer to a submit was cut."""
    plan(twin, call, trouble)
    with pytest.raises(ProviderTimeoutError if trouble.half and call == "submit" else ProviderError):
        through(twin, call)


@pytest.mark.parametrize("trouble", [Trouble(lost=True), Trouble(body=b"{}"), Trouble(body=b"[]")], ids=range(3))
def test_a_submit_whose_answer_says_nothing_may_have_begun(twin: WorkTwin, trouble: Trouble) -> None:
    """C9: a broken connection, and an answer without an id."""
    twin.plan = {"submit": [trouble]}
    with pytest.raises(ProviderTimeoutError):
        begun(model_of(twin))


def test_a_silent_provider_times_out(twin: WorkTwin) -> None:
    """C4: the submit may have begun."""
    twin.plan = {"submit": [Trouble(silent_seconds=1.5)]}
    with pytest.raises(ProviderTimeoutError):
        begun(model_of(twin), call_seconds=0.3)


def test_a_refusal_by_moderation_is_told_from_a_failure(twin: WorkTwin) -> None:
    """C6: at the end of the work, and at the submit where the provider refuses there."""
    for outcome in ("refused", "failed"):
        twin.reset(looks=0, outcome=outcome)
        model = model_of(twin)
        assert model.poll(begun(model)).state == outcome


def test_a_refusal_at_the_submit_is_a_content_refusal(twins: dict[str, WorkTwin]) -> None:
    """C6: Google's word for it is in the error."""
    twin = twins["gemini"]
    twin.reset()
    body = b'{"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": "blocked: PROHIBITED_CONTENT"}}'
    twin.plan = {"submit": [Trouble(status=400, body=body)]}
    with pytest.raises(ContentRefusedError):
        begun(model_of(twin))


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("call", ["submit", "poll"])
def test_wrong_credentials_are_misconfigured_without_the_key(twin: WorkTwin, call: Any, status: int) -> None:
    """C7: the twin repeats the key in its message; ours has none."""
    twin.plan = {call: [Trouble(status=status)]}
    with pytest.raises(ProviderMisconfiguredError) as caught:
        through(twin, call)
    assert KEY not in str(caught.value)


def test_a_model_without_its_key_prices_and_calls_nothing(twin: WorkTwin, monkeypatch: pytest.MonkeyPatch) -> None:
    """C7: the function without keys, or without the role's rights, builds it for prices."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    model = model_of(twin, key=None)
    assert model.price(order_of(model)).usd > 0
    with pytest.raises(ProviderMisconfiguredError):
        begun(model)
    assert twin.calls == []


@pytest.mark.parametrize("prompt", ["a", "שלום 🐳 <&>\"'\n\t", "x" * 900], ids=range(3))
def test_every_order_passes_the_documented_schema(twin: WorkTwin, prompt: str) -> None:
    """C8: each length and shape of the facts; unknown and missing fields would be refused."""
    model = model_of(twin)
    for seconds in model.facts.seconds:
        for aspect in model.facts.aspects:
            begun(model, prompt=prompt, seconds=seconds, aspect=aspect)
    begun(model, picture_base64=None)
    assert twin.refused == []


def test_a_scene_longer_than_the_longest_clip_is_refused_before_the_call(twin: WorkTwin) -> None:
    """C8: another provider can take it."""
    with pytest.raises(RequestError):
        model_of(twin).facts.length(99)


def test_the_shortest_length_that_lasts_so_long_is_ordered(twin: WorkTwin) -> None:
    """G8: seconds are paid."""
    seconds = model_of(twin).facts.seconds
    assert [model_of(twin).facts.length(one - 0.5) for one in seconds] == list(seconds)


@pytest.mark.parametrize("looks", [3, 0])
def test_a_cancel_may_be_repeated_and_comes_too_late_without_harm(twin: WorkTwin, looks: int) -> None:
    """C10: while it runs and when it has ended; the twin sees it where it can stop work."""
    twin.reset(looks=looks)
    model = model_of(twin)
    handle = begun(model)
    stopped = [model.cancel(handle).stopped for _ in range(2)]
    assert stopped[0] is (model.facts.cancellable and looks > 0)
    assert (twin.paid_seconds == 0) is stopped[0]
    assert model.facts.cancellable or twin.count("cancel") == 0


def test_an_unknown_word_for_the_state_is_work(twin: WorkTwin) -> None:
    """C11: providers add words."""
    model = model_of(twin)
    handle = begun(model)
    twin.jobs[0].status, twin.jobs[0].looks_left = "polishing", 5
    assert model.poll(handle).state == "working"


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example.com/files/job1.mp4",
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:9/files/job1.mp4",
        "https://user:pass@127.0.0.1/files/job1.mp4",
        "file:///etc/passwd",
        "http://[::1",
    ],
)
def test_a_result_on_another_host_is_not_fetched(twin: WorkTwin, url: str) -> None:
    """C12: the address comes from the provider's answer, and the key would go with it."""
    twin.reset(looks=0)
    twin.result_url = url
    if "result_url" not in twin.dialect.traits:
        pytest.skip("its results have no address")
    model = model_of(twin)
    handle = begun(model)
    with pytest.raises(ProviderRefusedError):
        fetched(model, handle)
    assert twin.count("fetch") == 0


@pytest.mark.parametrize("target", ["http://169.254.169.254/x.mp4", "http://localhost:9/", "https://127.0.0.1:9/x"])
def test_a_redirect_to_a_place_inside_is_not_followed(twin: WorkTwin, target: str) -> None:
    """C12: an address without HTTPS, or one that is not public."""
    if "result_url" not in twin.dialect.traits:
        pytest.skip("its results have no address")
    twin.reset(looks=0)
    twin.plan = {"fetch": [Trouble(status=302, body=b"", headers=(("Location", target),))]}
    model = model_of(twin)
    handle = begun(model)
    with pytest.raises(ReelwrightError):
        fetched(model, handle)
    assert twin.count("fetch") == 1


@pytest.mark.parametrize("body", [b"", b"<html>login</html>", b"\x89PNG\r\n\x1a\n" + bytes(99)])
def test_a_result_that_is_no_mp4_is_refused(twin: WorkTwin, body: bytes) -> None:
    """C12: what begins otherwise never reaches a decoder."""
    twin.reset(looks=0)
    twin.clip = lambda _seconds: body
    model = model_of(twin)
    handle = begun(model)
    with pytest.raises(ReelwrightError):
        fetched(model, handle)


def test_the_same_token_is_the_same_work_and_finds_it(twins: dict[str, WorkTwin]) -> None:
    """C9: after a lost answer; another order under the token is a conflict. The work is found on a later page, too."""
    twin = twins["bedrock"]
    twin.reset()
    model = model_of(twin)
    twin.plan = {"submit": [Trouble(lost=True)]}
    since = datetime(2026, 11, 1, tzinfo=UTC)
    with pytest.raises(ProviderTimeoutError):
        model.submit(Submission(order=order_of(model), token="token-1"))
    again = model.submit(Submission(order=order_of(model), token="token-1"))
    assert (len(twin.jobs), twin.paid_seconds) == (1, 5)
    for number in range(3):
        model.submit(Submission(order=order_of(model), token=f"later-{number}"))
    assert model.find(Search(token="token-1", since=since, seconds=5)).handle == again
    assert twin.count("find") == 2
    assert model.find(Search(token="never", since=since, seconds=5)).handle is None
    with pytest.raises(ProviderRefusedError):
        model.submit(Submission(order=order_of(model, prompt="Another."), token="token-1"))


def test_luma_is_called_in_its_own_region_and_never_at_the_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    """C18: the stack's region and AWS_ENDPOINT_URL are those of other services. The bucket is the operator's."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    setup = ProvidersSetup.model_validate({"clip": [{"provider": "bedrock", **SETUPS["bedrock"]}]})
    model = clip_models(setup, {})["bedrock"]
    assert isinstance(model, LumaClips)
    assert model.hosts == ("https://bedrock-runtime.us-west-2.amazonaws.com", "https://s3.us-west-2.amazonaws.com")
    with pytest.raises(ValidationError, match="bucket"):
        ClipSetup.model_validate({"provider": "bedrock", "model": "luma.ray-v2:0", "usd_input": 1.5})


def plan(twin: WorkTwin, call: Any, trouble: Trouble) -> None:
    """Plan a trouble for a call; where a result comes with the look at it, for the third look."""
    is_inline = call == "fetch" and not twin.dialect.traits
    twin.plan = {"poll": [Trouble(), Trouble(), trouble]} if is_inline else {call: [trouble]}


def through(twin: WorkTwin, call: str) -> None:
    """Go the way of a clip as far as a call."""
    model = model_of(twin)
    handle = begun(model)
    if call == "submit":
        return
    model.poll(handle)
    model.poll(handle)
    if call == "fetch":
        model.fetch(handle)


def fetched(model: LongWork, handle: Handle) -> None:
    """Look and fetch."""
    model.poll(handle)
    model.fetch(handle)
