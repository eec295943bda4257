"""Users see which providers are set up, what they cost, and which model ends."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from reelwright.jobs.request import CreateJob
from reelwright.pipeline.breaker import FAILURES_TO_OPEN, LONGEST_REASON, OPEN_SECONDS
from reelwright.providers.setup import ProvidersSetup, SpeechSetup, TextSetup
from reelwright.usecases.read_providers import read_providers
from reelwright.usecases.weigh_request import weigh_request

if TYPE_CHECKING:
    from reelwright.jobs.caller import Caller
    from tests.memory.system import System

SETUP = ProvidersSetup(
    text=(TextSetup(provider="vertex", model="gemini-3.8-flash"),),
    speech=(SpeechSetup(provider="openai", model="tts-1", voices={"female": "nova", "male": "onyx"}),),
)


def with_providers(system: "System") -> "System":
    """Return the system with two cloud providers, at the end of November 2026."""
    system.settings = system.settings.model_copy(update={"providers": SETUP})
    system.clock.now = datetime(2026, 11, 28, tzinfo=UTC)
    return system


def test_configured_providers_come_before_the_local_ones(system: "System", ada: "Caller") -> None:
    """By capability, in order of preference, each with price and voices."""
    found = read_providers(caller=ada, world=with_providers(system))
    assert [(one.offer.capability, one.offer.name) for one in found] == [
        ("text", "vertex"), ("text", "templates"), ("speech", "openai"), ("speech", "kokoro"), ("speech", "espeak"),
        ("picture", "painted"), ("clip", "motion"),
    ]  # fmt: skip
    vertex, openai, kokoro = found[0], found[2], found[3]
    assert vertex.prices == (0.75, 3.75)
    assert (vertex.offer.unit, vertex.is_healthy) == ("million tokens", True)
    assert openai.voices == ("nova", "onyx", "female", "male")
    assert "af_heart" in kokoro.voices
    assert kokoro.prices is None


def test_an_announced_price_is_listed_until_it_begins(system: "System", ada: "Caller") -> None:
    """It is the price from that day on; an operator's own price has no changes."""
    here = with_providers(system)
    vertex = read_providers(caller=ada, world=here)[0]
    assert [(one.begins, one.usd_input) for one in vertex.changes] == [(date(2027, 1, 1), 1.5)]
    here.clock.now = datetime(2027, 1, 1, tzinfo=UTC)
    vertex = read_providers(caller=ada, world=here)[0]
    assert (vertex.prices, vertex.is_of_sheet, vertex.changes) == ((1.5, 7.5), True, ())
    own = SETUP.text[0].model_copy(update={"usd_input": 1.0, "usd_output": 2.0})
    here.settings = here.settings.model_copy(update={"providers": ProvidersSetup(text=(own,))})
    here.clock.now = datetime(2026, 11, 28, tzinfo=UTC)
    vertex = read_providers(caller=ada, world=here)[0]
    assert (vertex.prices, vertex.is_of_sheet, vertex.changes) == ((1.0, 2.0), False, ())


def test_a_provider_with_an_open_breaker_is_not_healthy_until_its_wait_is_over(system: "System", ada: "Caller") -> None:
    """Looking at it takes no probe."""
    here = with_providers(system)
    for _ in range(FAILURES_TO_OPEN):
        here.breakers.record_failure(here.breakers.allow("text/vertex", now=here.clock()), now=here.clock())
    opened = read_providers(caller=ada, world=here)[0]
    assert (opened.is_healthy, opened.until) == (False, here.clock() + timedelta(seconds=OPEN_SECONDS))
    here.clock.now += timedelta(seconds=OPEN_SECONDS)
    assert read_providers(caller=ada, world=here)[0].is_healthy


def test_the_last_failure_of_a_provider_stays_known_and_its_error_is_for_operators(
    system: "System", ada: "Caller"
) -> None:
    """A success closes the breaker and forgets nothing of it; a long error is cut."""
    here = with_providers(system)
    asked = here.breakers.allow("text/vertex", now=here.clock())
    here.breakers.record_failure(asked, now=here.clock(), reason="503 " * LONGEST_REASON)
    here.breakers.record_success(here.breakers.allow("text/vertex", now=here.clock()), now=here.clock())
    seen = read_providers(caller=ada.model_copy(update={"operator": True}), world=here)[0]
    assert (seen.is_healthy, seen.failed_at, len(seen.failed_with or "")) == (True, here.clock(), LONGEST_REASON)
    theirs = read_providers(caller=ada, world=here)[0]
    assert (theirs.failed_at, theirs.failed_with) == (here.clock(), None)


def test_a_model_that_ends_within_sixty_days_is_announced_in_the_list_and_to_the_jobs_that_use_it(
    system: "System", ada: "Caller"
) -> None:
    """`tts-1` ends on 6 January 2027; a request for another voice is not warned."""
    here = with_providers(system)
    assert [one.warning for one in read_providers(caller=ada, world=here) if one.warning] == [
        "tts-1 ends on 2027-01-06"
    ]

    def warned(**video: object) -> list[str]:
        request = CreateJob.model_validate({"video_request": {"script_content": "Bees see colours.", **video}})
        return [
            one.message for one in weigh_request(request, caller=ada, world=here).cautions if one.code == "model_ends"
        ]

    assert warned() == ["tts-1 ends on 2027-01-06."]
    assert warned(voice_provider="kokoro") == []


def test_a_picture_or_clip_model_that_ends_is_announced_to_the_jobs_that_need_it(
    system: "System", ada: "Caller"
) -> None:
    """By any name of it; a film that stops before its pictures, shows no clips or names another provider is not warned."""
    here = with_providers(system)
    price = {"usd_input": 0.07}
    ending = ProvidersSetup.model_validate(
        {
            "picture": [{"provider": "gemini", "model": "gemini-2.5-flash-image", **price}],
            "clip": [{"provider": "gemini", "model": "gemini-omni-1.1-flash", **price}],
        }
    )
    here.settings = here.settings.model_copy(update={"providers": ending})
    picture = "gemini-2.5-flash-image ended on 2026-10-02; use gemini-nano-banana-2.1."
    clip = "gemini-omni-1.1-flash ends on 2026-12-03; use gemini-omni-1.2-flash."

    def warned(task: str = "generate_video", **video: object) -> list[str]:
        body = {"task_name": task, "video_request": {"script_content": "Bees see colours.", **video}}
        cautions = weigh_request(CreateJob.model_validate(body), caller=ada, world=here).cautions
        return [one.message for one in cautions if one.code == "model_ends"]

    assert warned() == [picture]
    assert warned(visuals="clips") == warned("generate_video_veo", providers={"clip": "veo"}) == [picture, clip]
    assert warned("generate_image_imagen", providers={"picture": "imagen"}) == [picture]
    assert warned(visuals="clips", stop_after="speech") == []
    assert warned(visuals="clips", providers={"picture": "painted", "clip": "motion"}) == []
