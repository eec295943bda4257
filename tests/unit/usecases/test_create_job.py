"""Creating and trying: what a request comes to, what refuses it, and what limits it."""

from collections.abc import Callable
from typing import Any

import pytest

from reelwright.api.problems import Problem, headers_of, problem_of
from reelwright.jobs.caller import Caller
from reelwright.jobs.request import CreateJob
from reelwright.refusals import Refusal
from reelwright.usecases.create_job import Created
from reelwright.usecases.try_request import Tried, try_request
from tests.memory.system import ON_AWS, System

FREE = Caller(user_id="fay", tier="free")
STANDARD = Caller(user_id="stan", tier="standard")
TEXT = "Bees see colours that we cannot."


def tried(system: System, caller: Caller, **body: Any) -> Tried:
    """Try a request."""
    body.setdefault("video_request", {"script_content": TEXT})
    return try_request(CreateJob.model_validate(body), caller=caller, world=system)


def created(system: System, caller: Caller, **body: Any) -> Created:
    """Create a job."""
    body.setdefault("video_request", {"script_content": TEXT})
    made: Created = system.create(caller, **body)
    return made


Call = Callable[..., Tried | Created]
BOTH = pytest.mark.parametrize("call", [tried, created], ids=["try", "create"])


def refused(call: Call, system: System, caller: Caller, **body: Any) -> tuple[Problem, dict[str, str]]:
    """Return the problem of a call that must be refused, with its headers."""
    with pytest.raises(Refusal) as caught:
        call(system, caller, **body)
    return problem_of(caught.value), headers_of(caught.value)


def test_a_try_says_what_a_create_then_does(system: System) -> None:
    """Queue, estimate and limits are the same; the try itself is not counted and leaves nothing."""
    before = [tried(system, FREE, priority=9) for _ in range(3)][-1]
    after = created(system, FREE, priority=9)
    assert (before.queue, before.estimate, before.tier) == (after.queue, after.estimate, "free")
    assert [one.remaining for one in before.windows] == [5, None]
    assert [one.remaining for one in after.windows] == [4, None]
    assert sum(system.jobs.counts_of_user("fay").values()) == 1


def test_dry_runs_are_limited_by_the_minute(system: System) -> None:
    """Also invalid ones, which cost as much to check; creates and other users are free all the time."""
    system.settings = ON_AWS
    system.clock.pass_seconds(15)
    for number in range(30):
        if number % 2:
            tried(system, FREE)
        else:
            refused(tried, system, FREE, max_cost_usd=0.000001)
    problem, headers = refused(tried, system, FREE)
    assert (problem.status, problem.detail) == (
        429,
        "The free tier allows 30 dry runs a minute; the limit resets in 45 s.",
    )
    assert headers == {
        "Retry-After": "45",
        "RateLimit-Policy": '"dry-runs";q=30;w=60',
        "RateLimit": '"dry-runs";r=0;t=45',
    }
    created(system, FREE)
    tried(system, STANDARD)
    system.clock.pass_seconds(45)
    tried(system, FREE)


def test_every_create_says_what_is_left_of_the_day(system: System) -> None:
    """Down to nothing; the same key again spends nothing; tomorrow all is new."""
    left = [created(system, FREE, key="first").windows[0].remaining for _ in range(2)]
    left += [created(system, FREE).windows[0].remaining for _ in range(4)]
    assert left == [4, 4, 3, 2, 1, 0]
    system.clock.pass_seconds(24 * 3600)
    assert created(system, FREE).windows[0].remaining == 4


@BOTH
def test_over_the_day_both_say_so(system: System, call: Call) -> None:
    """429 with when to come back, and the standard headers."""
    for _ in range(5):
        created(system, FREE)
    problem, headers = refused(call, system, FREE)
    assert problem.status == 429
    assert headers == {
        "Retry-After": "43200",
        "RateLimit-Policy": '"daily";q=5;w=86400, "minute";q=10;w=60',
        "RateLimit": '"daily";r=0;t=43200',
    }


@BOTH
def test_a_film_of_a_batch_cannot_be_posted_alone(system: System, call: Call) -> None:
    """Posted alone it passed the queues for films; only batches make such jobs."""
    problem, _ = refused(call, system, FREE, task_name="process_batch_item")
    assert (problem.status, [one.field for one in problem.errors]) == (400, ["task_name"])
    assert "send its films as items" in problem.detail


def test_nobody_creates_faster_than_the_minutes_limit(system: System) -> None:
    """The next minute is free again; what was refused did not count on the day, and others were free all the time."""
    system.settings = system.settings.model_copy(update={"minute_jobs_limit": 3})
    system.clock.pass_seconds(15)
    made = [created(system, STANDARD) for _ in range(3)]
    assert made[-1].windows[0].remaining == 97
    problem, headers = refused(created, system, STANDARD)
    assert (problem.status, headers["Retry-After"]) == (429, "45")
    assert headers["RateLimit"] == '"minute";r=0;t=45'
    assert "3 jobs a minute" in problem.detail
    created(system, FREE)
    system.clock.pass_seconds(45)
    assert created(system, STANDARD).windows[0].remaining == 96


def test_a_tier_without_daily_limit_has_no_daily_header(system: System, ada: Caller) -> None:
    """And nobody reads a count for it."""
    premium = ada.model_copy(update={"tier": "premium"})
    assert [one.name for one in created(system, premium).windows] == ["minute"]


@BOTH
def test_an_estimate_above_the_budget_is_refused(system: System, call: Call) -> None:
    """Before anything is made; just at it, it is not."""
    system.settings = ON_AWS
    price = tried(system, FREE).estimate.cost_usd
    problem, _ = refused(call, system, FREE, max_cost_usd=price / 2)
    assert (problem.status, [one.field for one in problem.errors]) == (400, ["max_cost_usd"])
    assert str(price) in problem.detail
    assert call(system, FREE, max_cost_usd=price).estimate.cost_usd == price


@BOTH
@pytest.mark.parametrize(
    ("video", "named"),
    [
        ({"voice": "nobody"}, ("af_heart", "male")),
        ({"voice": "ff_siwis"}, ("af_heart", "female")),
        ({"voice": "af_heart", "language": "fr"}, ("ff_siwis",)),
        ({"voice": "en-US-JennyNeural", "voice_provider": "kokoro"}, ("bf_emma",)),
        ({"voice": "nobody", "language": "de"}, ("male", "female")),
    ],
)
def test_a_voice_that_does_not_speak_the_language_is_refused_with_those_that_do(
    system: System, call: Call, video: dict[str, Any], named: tuple[str, ...]
) -> None:
    """The job would fail at its first spoken word."""
    language = {"language": "en-GB"} if "voice_provider" in video else {}
    problem, _ = refused(call, system, FREE, video_request={"script_content": TEXT, **language, **video})
    assert (problem.status, [one.field for one in problem.errors]) == (400, ["video_request.voice"])
    assert all(name in problem.detail for name in named)


@pytest.mark.parametrize(
    "video",
    [
        {"voice": "af_heart"},
        {"voice": "male"},
        {"voice": "af_heart", "language": "de"},
        {"voice": "en-US-JennyNeural", "voice_provider": "azure"},
        {"voice": "Joanna", "providers": {"speech": "polly"}},
    ],
)
def test_a_voice_that_somebody_may_know_is_taken(system: System, video: dict[str, Any]) -> None:
    """Another provider's names are its own; where Kokoro is silent, espeak keeps the gender of its names."""
    assert created(system, FREE, video_request={"script_content": TEXT, **video}).job_id


def test_a_script_that_no_voice_reads_is_refused_before_anything_is_made(system: System) -> None:
    """Kanji have no sound without a dictionary: that is known at once, so the job need not fail for it later."""
    kanji: dict[str, Any] = {"script_content": "東京は夜です。", "language": "ja-JP"}
    problem, _ = refused(created, system, FREE, video_request=kanji)
    assert (problem.status, [one.field for one in problem.errors]) == (400, ["video_request.script_content"])
    assert "kana" in problem.detail


@pytest.mark.parametrize(
    "video",
    [
        {"script_content": "とうきょうは よるです。", "language": "ja"},
        {"script_content": "東京は夜です。", "language": "ja", "voice_provider": "azure"},
        {"script_content": "東京は夜です。", "language": "ja", "stop_after": "scenes"},
        {"script_content": "东京的夜晚很安静。", "language": "zh"},
    ],
)
def test_a_script_that_somebody_may_read_is_taken(system: System, video: dict[str, Any]) -> None:
    """Kana, Chinese, another provider, and a film that stops before it is spoken."""
    assert created(system, FREE, video_request=video).job_id


def test_a_voice_of_a_batchs_item_is_named_by_its_place(system: System) -> None:
    """The list is long: the field says which."""
    items = [{"script_content": TEXT}, {"script_content": TEXT, "voice": "nobody"}]
    problem, _ = refused(created, system, FREE, task_name="process_batch", video_request={}, items=items)
    assert [one.field for one in problem.errors] == ["items.1.voice"]


@BOTH
def test_a_script_that_clearly_does_not_fit_its_platform_is_refused(call: Call, system: System) -> None:
    """A18: the planner would refuse it, minutes later and as a failed job of the day."""
    script = "The quick brown fox jumps over dogs. " * 400
    problem, _ = refused(call, system, STANDARD, video_request={"script_content": script, "platform": "shorts"})
    (wrong,) = problem.errors
    assert (problem.status, wrong.field) == (400, "video_request.script_content")
    assert "shorts allows 180 s" in wrong.message
    call(system, STANDARD, video_request={"script_content": script, "platform": "shorts", "stop_after": "script"})
    call(system, STANDARD, task_name="generate_audio_tts", video_request={"script_content": script})


@BOTH
def test_a_fast_voice_may_say_more(call: Call, system: System) -> None:
    """The limit is on the film, not on the text."""
    script = "The quick brown fox jumps over dogs. " * 90
    refused(call, system, STANDARD, video_request={"script_content": script, "platform": "shorts"})
    call(system, STANDARD, video_request={"script_content": script, "platform": "shorts", "voice_speed": 1.5})


@BOTH
def test_a_language_that_nobody_speaks_is_refused(call: Call, system: System) -> None:
    """A19: at once, with the languages there are."""
    problem, _ = refused(call, system, STANDARD, video_request={"script_content": TEXT, "language": "xx"})
    assert [wrong.field for wrong in problem.errors] == ["video_request.language"]


@BOTH
def test_an_item_cannot_name_another_owner_than_its_batch(system: System, call: Call) -> None:
    """L5: it was neither checked nor used. The batch's own owner may be repeated."""
    items = [{"script_content": TEXT, "user_id": "stan"}, {"script_content": TEXT, "user_id": "eve"}]
    batch = {"task_name": "process_batch", "items": items}
    problem, _ = refused(call, system, STANDARD, **batch)
    assert [(one.field, problem.status) for one in problem.errors or ()] == [("items.1.user_id", 400)]
    call(system, STANDARD, **batch | {"items": items[:1]})
