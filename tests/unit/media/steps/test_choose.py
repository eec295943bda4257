"""Which provider makes it: the asked one, the next that can, or nobody for now. Run through `run_step` on memory adapters."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from reelwright.errors import (
    ContentError,
    ContentRefusedError,
    JobCancelledError,
    MissingAssetError,
    NeedsPointsError,
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
    ProviderUnavailableError,
    RequestError,
    ServiceFaultError,
    UnsupportedLanguageError,
)
from reelwright.jobs.caller import Caller
from reelwright.jobs.model import Fallback
from reelwright.pipeline.breaker import FAILURES_TO_OPEN, OPEN_SECONDS
from reelwright_media.steps.choose import use_first_available
from reelwright_media.steps.context import StepContext, StepOutcome
from reelwright_media.steps.turns import PATIENCE_SECONDS
from tests.memory.system import System


@dataclass
class NamedVoice:
    """A provider that says its name, or raises what it is told to."""

    name: str
    error: BaseException | None = None
    calls: int = 0
    errors: list[BaseException] = field(default_factory=list)
    """Raised one a call, before anything else."""

    def speak(self) -> str:
        """Speak."""
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        if self.error is not None:
            raise self.error
        return f"{self.name} spoke"


@dataclass
class Booth:
    """A job that wants a voice, and the voices there are."""

    system: System
    caller: Caller
    strict: bool = False
    asked: str | None = "polly"
    polly: NamedVoice = field(default_factory=lambda: NamedVoice("polly"))
    azure: NamedVoice | None = None
    """A second cloud provider, in the tests that need one."""
    kokoro: NamedVoice = field(default_factory=lambda: NamedVoice("kokoro"))

    def __post_init__(self) -> None:
        video = {"script_content": "Hello.", "strict_providers": self.strict}
        self.job_id = self.system.run(self.caller, video_request=video)

    def speak(self) -> tuple[str, Fallback | None]:
        """Run a step that wants a voice."""
        made: list[tuple[str, Fallback | None]] = []

        def work(context: StepContext) -> StepOutcome:
            second = {} if self.azure is None else {"azure": self.azure}
            voices = {**second, "kokoro": self.kokoro, "polly": self.polly}
            made.append(use_first_available(context, "speech", voices, NamedVoice.speak, asked=self.asked))
            return StepOutcome()

        self.system.step(self.job_id, work, name="generate_audio_tts", scene=0)
        return made[0]

    def break_polly(self, error: BaseException | None = None) -> None:
        """Let polly fail until its breaker is open."""
        self.polly.error = error or ProviderError("polly said 503")
        for _ in range(FAILURES_TO_OPEN):
            try:
                self.speak()
            except type(self.polly.error):
                continue


@pytest.fixture
def booth(system: System, ada: Caller) -> Booth:
    """Return a booth where polly is asked for and kokoro may take over."""
    return Booth(system, ada)


@pytest.fixture
def strict_booth(system: System, ada: Caller) -> Booth:
    """Return a booth where only polly will do."""
    return Booth(system, ada, strict=True)


def test_the_asked_provider_makes_it_without_a_fallback(booth: Booth) -> None:
    """Others are not even asked."""
    assert booth.speak() == ("polly spoke", None)
    assert booth.kokoro.calls == 0


def test_the_next_takes_over_from_one_that_fails_and_the_result_says_so(booth: Booth) -> None:
    """Capability, who was asked, who did it, why."""
    booth.polly.error = ProviderError("polly said 503")
    expected = Fallback(capability="speech", asked="polly", used="kokoro", reason="polly said 503")
    assert booth.speak() == ("kokoro spoke", expected)


def test_a_fallback_is_counted_with_the_asked_provider_if_it_is_set_up(system: System, ada: Caller) -> None:
    """For operators; a request may name any provider, and names that are not set up leave no row."""
    booth = Booth(system, ada, polly=NamedVoice("polly", error=ProviderError("polly said 503")))
    booth.speak()
    booth.asked = "nobody"
    booth.speak()
    polly, nobody = (system.breakers.standing(f"speech/{name}", now=system.clock()) for name in ("polly", "nobody"))
    assert (polly.replaced, polly.replaced_by, nobody.replaced) == (1, "kokoro", 0)


@pytest.mark.parametrize("kind", [ProviderError, ProviderTimeoutError])
def test_a_provider_that_fails_five_times_is_asked_no_more(booth: Booth, kind: type[Exception]) -> None:
    """Failing and silence count; then the next takes over at once, with the reason."""
    booth.break_polly(kind("not now"))
    made, fallback = booth.speak()
    assert (made, booth.polly.calls) == ("kokoro spoke", FAILURES_TO_OPEN)
    assert fallback is not None
    assert (fallback.asked, fallback.used) == ("polly", "kokoro")
    assert fallback.reason == "polly failed repeatedly and is not called before 2026-11-21 12:05:00 UTC"


@pytest.mark.parametrize(
    "error",
    [
        ProviderRefusedError("not set up"),
        ContentRefusedError("moderation"),
        ProviderMisconfiguredError("expired key"),
        ProviderThrottledError("429"),
        RequestError("no voice Joanna"),
        MissingAssetError("no voice file"),
        UnsupportedLanguageError("xx"),
        ContentError("nothing to speak"),
        JobCancelledError("cancelled"),
        ConnectionError("our own bucket"),
        KeyError("a bug of ours"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_is_not_the_providers_fault_never_opens_its_breaker(booth: Booth, error: Exception) -> None:
    """However often: the request, our files, our services and our bugs say nothing about the provider."""
    booth.polly.error = error
    for number in range(3 * FAILURES_TO_OPEN):
        calls = booth.polly.calls
        with suppress(ContentError, JobCancelledError, ServiceFaultError, KeyError):
            booth.speak()
        assert booth.polly.calls > calls, f"polly was not called in round {number}"


def test_with_strict_providers_the_job_waits_for_the_asked_one(strict_booth: Booth) -> None:
    """Nobody takes over; the error says until when, and nobody is called."""
    strict_booth.break_polly()
    with pytest.raises(ProviderUnavailableError, match=r"speech: polly .* 12:05:00 UTC") as caught:
        strict_booth.speak()
    assert caught.value.until == strict_booth.system.clock() + timedelta(seconds=OPEN_SECONDS)
    assert (strict_booth.polly.calls, strict_booth.kokoro.calls) == (FAILURES_TO_OPEN, 0)


@pytest.mark.parametrize("error", [UnsupportedLanguageError("kokoro has no such voice"), ProviderError("also down")])
def test_when_no_other_can_the_job_waits_for_the_one_that_rests(booth: Booth, error: Exception) -> None:
    """A language that only the resting provider speaks is worth waiting for."""
    booth.break_polly()
    booth.kokoro.error = error
    with pytest.raises(ProviderUnavailableError, match="polly"):
        booth.speak()


def test_when_all_rest_the_job_waits_for_the_first_to_come_back(booth: Booth) -> None:
    """The earliest time counts."""
    booth.break_polly()
    booth.system.clock.pass_seconds(60)
    booth.kokoro.error = ProviderError("kokoro fails too")
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(ProviderUnavailableError):
            booth.speak()
    with pytest.raises(ProviderUnavailableError, match="polly") as caught:
        booth.speak()
    assert caught.value.until == booth.system.clock() + timedelta(seconds=OPEN_SECONDS - 60)
    assert booth.kokoro.calls == 2 * FAILURES_TO_OPEN  # half of them while it took over for polly


def test_after_five_minutes_one_call_tries_and_its_success_brings_the_provider_back(booth: Booth) -> None:
    """The same call is the probe and the work: it goes to the asked provider, without a fallback."""
    booth.break_polly()
    booth.polly.error = None
    booth.system.clock.pass_seconds(OPEN_SECONDS)
    assert booth.speak() == ("polly spoke", None)
    assert booth.speak() == ("polly spoke", None)


def test_a_failing_probe_costs_one_call_in_five_minutes(booth: Booth) -> None:
    """The one that tries is taken over for as well; until the next five minutes nobody else tries."""
    booth.break_polly()
    booth.system.clock.pass_seconds(OPEN_SECONDS)
    for _ in range(3):
        assert booth.speak()[0] == "kokoro spoke"
    assert booth.polly.calls == FAILURES_TO_OPEN + 1


@pytest.mark.parametrize("error", [JobCancelledError("cancelled"), SystemExit(143)])
def test_a_probe_that_is_stopped_leaves_the_try_to_the_next(booth: Booth, error: BaseException) -> None:
    """A cancelled job or a stopped process says nothing about the provider and must not hold the probe."""
    booth.break_polly()
    booth.system.clock.pass_seconds(OPEN_SECONDS)
    booth.polly.error = error
    with pytest.raises(type(error)):
        booth.speak()
    booth.polly.error = None
    assert booth.speak() == ("polly spoke", None)


def test_a_name_that_is_not_set_up_is_taken_over_for_or_refused(system: System, ada: Caller) -> None:
    """No credentials is no reason to wait: nothing will change by itself."""
    assert Booth(system, ada, asked="azure").speak()[1] == Fallback(
        capability="speech", asked="azure", used="kokoro", reason="azure is not set up in this environment"
    )
    with pytest.raises(ProviderRefusedError, match="strict_providers"):
        Booth(system, ada, asked="azure", strict=True).speak()


def test_the_last_error_speaks_when_nobody_can_and_nobody_rests(booth: Booth) -> None:
    """Then the ordinary retries are right."""
    booth.polly.error = ProviderError("polly said 503")
    booth.kokoro.error = MissingAssetError("no voice file")
    with pytest.raises(MissingAssetError):
        booth.speak()


def test_a_throttled_call_is_repeated_after_the_providers_own_delay(booth: Booth) -> None:
    """The step waits as long as the provider says, and the asked provider makes it without a fallback."""
    booth.polly.errors = [ProviderThrottledError("429", retry_after_seconds=3), ProviderThrottledError("429")]
    begun = booth.system.clock()
    assert booth.speak() == ("polly spoke", None)
    assert (booth.polly.calls, booth.system.clock() - begun) == (3, timedelta(seconds=5))


def test_a_long_throttle_leads_to_the_next_provider(booth: Booth) -> None:
    """A step does not wait longer than its patience: it costs more than the next provider."""
    booth.polly.error = ProviderThrottledError("429", retry_after_seconds=PATIENCE_SECONDS + 1)
    begun = booth.system.clock()
    made, fallback = booth.speak()
    assert (made, booth.polly.calls, booth.system.clock() - begun) == ("kokoro spoke", 1, timedelta(0))
    assert fallback is not None
    assert fallback.reason == "429"


def test_a_text_that_a_moderation_refused_goes_to_no_other_cloud_provider(booth: Booth) -> None:
    """Only local providers take over, and the result says who refused it and why."""
    booth.azure = NamedVoice("azure")
    booth.polly.error = ContentRefusedError("polly refused the text: hate")
    made, fallback = booth.speak()
    assert (made, booth.azure.calls) == ("kokoro spoke", 0)
    assert fallback == Fallback(
        capability="speech", asked="polly", used="kokoro", reason="polly refused the text: hate"
    )


def test_the_refusal_is_the_error_if_no_local_provider_can(booth: Booth) -> None:
    """The user learns that the text must change, not that a local file is missing."""
    booth.polly.error = ContentRefusedError("polly refused the text")
    booth.kokoro.error = MissingAssetError("no voice file")
    with pytest.raises(ContentRefusedError):
        booth.speak()


def test_a_voice_that_the_provider_does_not_know_is_no_reason_to_fail(booth: Booth) -> None:
    """Speech with another voice, told in the result, is worth more than no film."""
    booth.polly.error = RequestError("polly has no voice Bob")
    made, fallback = booth.speak()
    assert made == "kokoro spoke"
    assert fallback is not None
    assert fallback.reason == "polly has no voice Bob"


def test_an_outage_is_not_hidden_by_a_provider_that_cannot(booth: Booth) -> None:
    """The job is tried again when the able provider may be back; "needs points" would end it."""
    booth.polly.error = ProviderError("polly said 503")
    booth.kokoro.error = NeedsPointsError("no text model")
    with pytest.raises(ProviderError, match="503"):
        booth.speak()
