"""The promises of every picture model, each against its twin over real HTTP. Numbers (C1…) are those of `docs/providers.md`."""

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from reelwright.entry.pictures import picture_models
from reelwright.errors import (
    ContentRefusedError,
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
    RequestError,
)
from reelwright.providers.pictures import Painted, PictureModel, PictureOrder
from reelwright.providers.setup import PictureSetup, ProvidersSetup
from tests.twins.dialects import KEY
from tests.twins.pictures import PICTURES, prompt_of
from tests.twins.server import Fault, Twin, running

USD = 0.05
ORDER = PictureOrder(
    prompt="A whale breathes at the surface.",
    style="Style: quiet photograph.",
    width=1080,
    height=1920,
    seed=7,
    language="en-US",
    seconds=5,
)


def name_of(twin: Twin) -> str:
    """Return the provider that a twin stands for."""
    return twin.dialect.name.removesuffix("-picture")


def setup_of(twin: Twin) -> ProvidersSetup:
    """Configure the model that calls this twin."""
    facts = {"provider": name_of(twin), "model": "model-1", "base": twin.base, "usd_input": USD}
    return ProvidersSetup(picture=(PictureSetup.model_validate(facts),))


def model_of(twin: Twin, *, key: str | None = KEY) -> PictureModel:
    """Build the model that calls this twin, as the function with keys does."""
    return picture_models(setup_of(twin), {} if key is None else {name_of(twin): key})[name_of(twin)]


@pytest.fixture(scope="module")
def twins() -> Iterator[dict[str, Twin]]:
    """Run the twin of each picture model."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(running(Twin(dialect, [""]))) for name, dialect in PICTURES.items()}


@pytest.fixture(params=sorted(PICTURES))
def twin(request: pytest.FixtureRequest, twins: dict[str, Twin], monkeypatch: pytest.MonkeyPatch) -> Twin:
    """Return the running twin of each model, as new."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    twins[request.param].reset([""])
    return twins[request.param]


def test_an_order_becomes_the_bytes_of_one_picture_and_its_bill(twin: Twin) -> None:
    """C1: the facts name type, size and seed; the bill is the estimate, and what the twin counts."""
    made = model_of(twin).paint(ORDER)
    assert isinstance(made.answer, Painted)
    assert (made.answer.media_type, made.answer.size_bytes) == ("image/jpeg", len(made.raw))
    assert made.answer.seed == (None if name_of(twin) == "openai" else 7)
    assert made.answer.bill.usd == model_of(twin).estimate(ORDER).usd == twin.paid_calls * USD
    assert prompt_of(twin.requests[0]) == f"{ORDER.prompt}\n{ORDER.style}"
    assert twin.refused == []


@pytest.mark.parametrize("hint", [None, 7])
def test_a_throttle_carries_the_providers_delay_and_is_not_repeated(twin: Twin, hint: int | None) -> None:
    """C2: the step decides about waiting. Bedrock gives no delay."""
    twin.plan = [Fault(status=429, retry_after=hint)]
    with pytest.raises(ProviderThrottledError) as caught:
        model_of(twin).paint(ORDER)
    assert caught.value.retry_after_seconds == hint
    assert len(twin.requests) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), Fault(status=503), Fault(status=502, body=b"<html>bad gateway</html>"), Fault(half=True)],
    ids=["500", "503", "html", "half"],
)
def test_failures_of_the_provider_are_provider_errors(twin: Twin, fault: Fault) -> None:
    """C3, C5: never an error of a library, and half a file is no picture."""
    twin.plan = [fault]
    with pytest.raises(ProviderError):
        model_of(twin).paint(ORDER)
    assert len(twin.requests) == 1


def test_a_silent_provider_times_out(twin: Twin) -> None:
    """C4: within the order's own limit."""
    twin.plan = [Fault(silent_seconds=1.5)]
    with pytest.raises(ProviderTimeoutError):
        model_of(twin).paint(ORDER.model_copy(update={"seconds": 0.3}))


@pytest.mark.parametrize("data", ["", "aGk", base64.b64encode(b"<html>no picture</html>").decode()])
def test_a_cut_or_foreign_picture_is_a_provider_error(twin: Twin, data: str) -> None:
    """C5, C12: nothing is decoded here, but what does not begin as a picture is not kept."""
    bodies = {
        "openai": {"data": [{"b64_json": data}]},
        "bedrock": {"seeds": [1], "finish_reasons": [None], "images": [data]},
    }
    google = {"candidates": [{"finishReason": "STOP", "content": {"parts": [{"inlineData": {"data": data}}]}}]}
    twin.plan = [Fault(body=json.dumps(bodies.get(name_of(twin), google)).encode())]
    with pytest.raises(ProviderError):
        model_of(twin).paint(ORDER)


@pytest.mark.parametrize("reason", ["NO_IMAGE", "IMAGE_OTHER"])
def test_an_answer_without_a_picture_is_a_provider_error(twins: dict[str, Twin], reason: str) -> None:
    """It is no refusal: another provider may get the same words."""
    twins["gemini"].reset([""])
    twins["gemini"].plan = [Fault(body=json.dumps({"candidates": [{"finishReason": reason}]}).encode())]
    with pytest.raises(ProviderError):
        model_of(twins["gemini"]).paint(ORDER)


def test_an_address_instead_of_a_picture_is_not_followed(twins: dict[str, Twin]) -> None:
    """C12: the address would be the server's choice."""
    twins["openai"].reset([""])
    twins["openai"].plan = [Fault(body=b'{"data": [{"url": "http://169.254.169.254/latest"}]}')]
    with pytest.raises(ProviderError):
        model_of(twins["openai"]).paint(ORDER)
    assert len(twins["openai"].requests) == 1


def test_a_refusal_by_moderation_is_a_content_refusal_in_every_dialect(twin: Twin) -> None:
    """C6: a finish reason of a successful answer, or a code of a failed one; one call, and local providers alone after it."""
    policy = b'{"error": {"message": "no", "code": "moderation_blocked"}}'
    twin.plan = [Fault(status=400, body=policy) if name_of(twin) == "openai" else Fault(refused=True)]
    with pytest.raises(ContentRefusedError):
        model_of(twin).paint(ORDER)
    assert len(twin.requests) == 1


def test_a_blocked_prompt_of_google_is_a_content_refusal(twins: dict[str, Twin]) -> None:
    """C6: there is no candidate then."""
    twins["gemini"].reset([""])
    twins["gemini"].plan = [Fault(body=b'{"promptFeedback": {"blockReason": "OTHER"}}')]
    with pytest.raises(ContentRefusedError):
        model_of(twins["gemini"]).paint(ORDER)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_wrong_credentials_and_retired_models_are_misconfigured_without_the_key(twin: Twin, status: int) -> None:
    """C7: the twin repeats the key in its message; ours has none."""
    twin.plan = [Fault(status=status)]
    with pytest.raises(ProviderMisconfiguredError) as caught:
        model_of(twin).paint(ORDER)
    assert KEY not in str(caught.value)


def test_an_invalid_request_is_refused_and_not_repeated(twin: Twin) -> None:
    """A fault of the request says nothing about the provider."""
    twin.plan = [Fault(status=400)]
    with pytest.raises(ProviderRefusedError):
        model_of(twin).paint(ORDER)
    assert len(twin.requests) == 1


def test_a_public_model_without_its_key_is_misconfigured() -> None:
    """It is told by name, and nothing is called."""
    setup = PictureSetup(provider="gemini", model="gemini-nano-banana-2.1")
    with pytest.raises(ProviderMisconfiguredError, match="key"):
        picture_models(ProvidersSetup(picture=(setup,)), {})["gemini"].paint(ORDER)


@pytest.mark.parametrize("prompt", ["a", "é" * 6000, "שלום עולם", "🐳 <&> \"'\n\tEnd", "x" * 5999])
@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (1080, 1080), (1080, 1350)])
def test_every_order_passes_the_documented_schema(twin: Twin, prompt: str, size: tuple[int, int]) -> None:
    """C8: unknown and missing fields, and shapes that the model does not offer, would be refused by the twin."""
    width, height = size
    model_of(twin).paint(ORDER.model_copy(update={"prompt": prompt, "width": width, "height": height}))
    assert twin.refused == []


def test_a_prompt_over_the_limit_is_refused_before_the_call(twin: Twin) -> None:
    """C8: the next provider can take it."""
    with pytest.raises(RequestError):
        model_of(twin).paint(ORDER.model_copy(update={"prompt": "x" * 33_000}))
    assert twin.requests == []
