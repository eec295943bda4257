"""The promises of every text provider, each against its twin over real HTTP. Numbers (C1…) are those of `docs/providers.md`."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

import boto3
import pytest
from botocore.config import Config

from reelwright.dialects.asking import schema_of
from reelwright.dialects.aws import sent_by
from reelwright.dialects.bedrock import BedrockCompletion
from reelwright.dialects.described import PicturesDraft
from reelwright.dialects.gemini import GeminiCompletion
from reelwright.dialects.openai import OpenAiCompletion
from reelwright.dialects.prompted import PromptedWriter
from reelwright.errors import (
    ContentRefusedError,
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
)
from reelwright.film.script.model import Idea
from reelwright.outbound.calling import MOST_ANSWER_BYTES, HttpCaller
from reelwright.providers.model import Completion, TextOrder
from reelwright.providers.setup import TextSetup
from tests.twins.dialects import DIALECTS, KEY, script_of
from tests.twins.server import Fault, Twin, running

ORDER = TextOrder(system="Write.", task="A whale.", seconds=5)
SCRIPT = "Whales sleep with one half of the brain. The other half keeps them breathing."
USD_INPUT, USD_OUTPUT = 3.0, 15.0


def completion_of(twin: Twin) -> Completion:
    """Build the provider that calls this twin."""
    name: Any = twin.dialect.name
    setup = TextSetup(provider=name, model="model-1", base=twin.base, usd_input=USD_INPUT, usd_output=USD_OUTPUT)
    if name == "openai":
        return OpenAiCompletion(setup, HttpCaller(), key=KEY)
    if name != "bedrock":
        return GeminiCompletion(setup, HttpCaller(), key=KEY)
    return BedrockCompletion(setup, _client(twin.base))


@cache
def _client(base: str) -> Any:
    made: Any = boto3.client(
        "bedrock-runtime",
        region_name="us-east-1",
        endpoint_url=base,
        aws_access_key_id="a",
        aws_secret_access_key="b",
        config=Config(retries={"total_max_attempts": 1}),
    )
    return sent_by(HttpCaller(), made)


@pytest.fixture(scope="module")
def twins() -> Iterator[dict[str, Twin]]:
    """Run the twin of each provider."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(running(Twin(dialect, [script_of(SCRIPT)]))) for name, dialect in DIALECTS.items()
        }


@pytest.fixture(params=sorted(DIALECTS))
def twin(request: pytest.FixtureRequest, twins: dict[str, Twin]) -> Twin:
    """Return the running twin of each provider, as new."""
    twins[request.param].reset([script_of(SCRIPT)])
    return twins[request.param]


def test_an_answer_comes_with_the_bill_that_the_provider_counts(twin: Twin) -> None:
    """C1: text without reasoning, tokens times price, thinking included."""
    made = completion_of(twin).complete(ORDER)
    assert (made.text, made.finish, made.bill.exact) == (script_of(SCRIPT), "stop", True)
    assert made.bill.usd == pytest.approx(twin.billed(USD_INPUT, USD_OUTPUT))
    assert completion_of(twin).estimate(ORDER).usd >= made.bill.usd


@pytest.mark.parametrize("hint", [None, 7])
def test_a_throttle_carries_the_providers_delay_and_is_not_repeated(twin: Twin, hint: int | None) -> None:
    """C2: the step decides about waiting. Bedrock gives no hint."""
    twin.plan = [Fault(status=429, retry_after=hint)]
    with pytest.raises(ProviderThrottledError) as caught:
        completion_of(twin).complete(ORDER)
    assert caught.value.retry_after_seconds == hint
    assert len(twin.requests) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), Fault(status=503), Fault(status=502, body=b"<html>bad gateway</html>"), Fault(half=True)],
    ids=["500", "503", "html", "half"],
)
def test_failures_of_the_provider_are_provider_errors(twin: Twin, fault: Fault) -> None:
    """C3, C5: never an error of a library; the breaker counts them and the next provider takes over."""
    twin.plan = [fault]
    with pytest.raises(ProviderError):
        completion_of(twin).complete(ORDER)
    assert len(twin.requests) == 1


@pytest.mark.parametrize("name", sorted(DIALECTS))
def test_a_closed_port_is_a_provider_error(name: str) -> None:
    """C3: a server that is not running. Nobody listens on the discard port."""
    with pytest.raises(ProviderError):
        completion_of(Twin(DIALECTS[name], [], port=9)).complete(ORDER)


def test_a_silent_provider_times_out(twin: Twin) -> None:
    """C4: before its answer, which comes after the order's seconds."""
    twin.plan = [Fault(silent_seconds=1.5)]
    with pytest.raises(ProviderTimeoutError):
        completion_of(twin).complete(ORDER.model_copy(update={"seconds": 0.3}))


@pytest.mark.parametrize("name", ["openai", "bedrock"])
def test_a_dripping_answer_times_out(name: str) -> None:
    """C4: one byte at a time does not extend the limit."""
    dripping = Twin(DIALECTS[name], [script_of(SCRIPT)], plan=[Fault(drip_seconds=0.05)])
    with running(dripping) as twin, pytest.raises(ProviderTimeoutError):
        completion_of(twin).complete(ORDER.model_copy(update={"seconds": 0.4}))


def test_a_refusal_is_a_content_refusal_after_one_call(twin: Twin) -> None:
    """C6: in every dialect, also with status 200; the paid call has its bill."""
    twin.plan = [Fault(refused=True), Fault(refused=True)]
    made = completion_of(twin).complete(ORDER)
    assert (made.finish, made.bill.usd > 0) == ("refused", True)
    with pytest.raises(ContentRefusedError, match=twin.dialect.name):
        PromptedWriter(completion_of(twin)).write_script(Idea(prompt="x"), "Hook.", rewrite=0, advice=())
    assert twin.paid_calls == 2


@pytest.mark.parametrize("status", [401, 403, 404])
def test_wrong_credentials_and_retired_models_are_misconfigured_without_the_key(twin: Twin, status: int) -> None:
    """C7: the twin repeats the key in its message; ours has none."""
    twin.plan = [Fault(status=status)]
    with pytest.raises(ProviderMisconfiguredError) as caught:
        completion_of(twin).complete(ORDER)
    assert KEY not in str(caught.value)


def test_an_invalid_request_is_refused_and_not_repeated(twin: Twin) -> None:
    """A fault of the request says nothing about the provider."""
    twin.plan = [Fault(status=400)]
    with pytest.raises(ProviderRefusedError):
        completion_of(twin).complete(ORDER)
    assert len(twin.requests) == 1


@pytest.mark.parametrize("text", ["a", "é" * 6000, "שלום עולם", "🐳<&>\"'\n\t", "</s>{}"], ids=range(5))
def test_every_text_passes_the_documented_schema(twin: Twin, text: str) -> None:
    """C8: unknown and missing fields would be refused by the twin; a repair has three turns."""
    order = ORDER.model_copy(update={"task": text, "repair": ("{", "That was not valid.")})
    completion_of(twin).complete(order)
    assert twin.refused == []


def test_a_redirect_is_not_followed_and_a_huge_answer_not_read() -> None:
    """C12: the key goes to the configured host alone, and memory stays bounded."""
    away = Fault(status=302, headers=(("Location", "http://169.254.169.254/"),), body=b"{}")
    huge = Fault(body=b" " * (MOST_ANSWER_BYTES + 1))
    with running(Twin(DIALECTS["openai"], [script_of(SCRIPT)], plan=[away, huge])) as twin:
        for _ in range(2):
            with pytest.raises(ProviderError):
                completion_of(twin).complete(ORDER)
        assert len(twin.requests) == 2


def test_a_public_base_that_resolves_to_a_private_address_is_not_called() -> None:
    """C12: the guard of webhooks holds for providers, too."""
    setup = TextSetup(provider="openai", model="m", base="https://models.example.com/v1", usd_input=1, usd_output=1)
    caller = HttpCaller(resolve=lambda _host, _port, _seconds: ("169.254.169.254",))
    with pytest.raises(ProviderMisconfiguredError, match="not public"):
        OpenAiCompletion(setup, caller, key=KEY).complete(ORDER)


def test_an_invalid_answer_is_repaired_once(twin: Twin) -> None:
    """The second request has the invalid answer and the problem; a second invalid one is the provider's failure."""
    twin.answers = ["Sure! Here is your script.", script_of(SCRIPT)]
    writer = PromptedWriter(completion_of(twin))
    assert writer.write_script(Idea(prompt="whales"), "Hook.", rewrite=0, advice=()) == f"Hook. {SCRIPT}"
    twin.answers = ["no JSON"]
    with pytest.raises(ProviderError, match="twice"):
        writer.write_script(Idea(prompt="whales"), "Hook.", rewrite=0, advice=())
    assert twin.paid_calls == 4


@pytest.mark.parametrize("empty", ['{"hooks": ["...", "?!"]}', '{"hooks": ["..."]}'])
def test_a_hook_without_words_is_no_hook(twin: Twin, empty: str) -> None:
    """Small models repeat the form of the request: such an answer is repaired once, and then the provider's failure."""
    twin.answers = [empty]
    with pytest.raises(ProviderError, match="twice"):
        PromptedWriter(completion_of(twin)).write_hook(Idea(prompt="whales"))


def test_a_fragment_is_no_script(twin: Twin) -> None:
    """The repair names the words that were written and ordered."""
    twin.answers = [script_of("The Ultimate Guide to Running"), script_of(SCRIPT)]
    written = PromptedWriter(completion_of(twin)).write_script(Idea(prompt="running"), "Hook.", rewrite=0, advice=())
    assert written == f"Hook. {SCRIPT}"
    assert b"the script has 5 words; write about 75" in twin.requests[1]


def test_hooks_are_ranked_and_the_language_is_in_the_request(twin: Twin) -> None:
    """One prompt for all providers: the film's language, the length, the user's words."""
    twin.answers = ['{"hooks": ["Wale schlafen nie ganz.", "Was träumt ein Wal, wenn du schläfst?"]}']
    hook = PromptedWriter(completion_of(twin)).write_hook(Idea(prompt="Wale", language="de-DE"))
    assert len(hook.variants) == 2
    assert b"de-DE" in twin.requests[0]


SHAPE = {"type": "object", "properties": {"script": {"type": "string"}}, "required": ["script"]}


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_server_without_structured_outputs_gets_the_form_that_it_knows(status: int) -> None:
    """Refusals that name the field are unpaid and happen once a process; the twin refuses the second form itself, as OpenAI."""
    body = b'{"error": {"message": "response_format.type: expected text or json_object", "code": null}}'
    order = ORDER.model_copy(update={"answer_schema": SHAPE})
    with running(Twin(DIALECTS["openai"], [script_of(SCRIPT)], plan=[Fault(status=status, body=body)])) as twin:
        model = completion_of(twin)
        for _ in range(2):
            model.complete(order)
        sent = [json.loads(request)["response_format"] for request in twin.requests]
        assert twin.paid_calls == 2
    assert [one["type"] for one in sent] == ["json_schema", "json_object", "json_object", "json_object"]
    assert (sent[1]["schema"], sent[2], sent[3]) == (SHAPE, {"type": "json_object"}, {"type": "json_object"})


def test_a_shape_is_sent_without_lengths_and_patterns() -> None:
    """Servers with grammars refuse long repetitions; the answer is checked by the shape itself."""
    schema = schema_of(PicturesDraft)
    picture = schema["properties"]["pictures"]["items"]
    assert picture["required"] == ["shows", "search"]
    assert "Length" not in json.dumps(schema)


def test_a_server_that_wants_the_newer_name_of_the_limit_gets_it() -> None:
    """OpenAI's own newer models refuse `max_tokens`; the refused request is not paid."""
    body = b'{"error": {"message": "Use max_completion_tokens instead.", "param": "max_tokens", "code": "unsupported"}}'
    with running(Twin(DIALECTS["openai"], [script_of(SCRIPT)], plan=[Fault(status=400, body=body)])) as twin:
        with pytest.raises(ProviderRefusedError):  # the twin knows the older name alone
            completion_of(twin).complete(ORDER)
        assert b"max_completion_tokens" in twin.requests[1]
