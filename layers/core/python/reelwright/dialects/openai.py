"""Any server with OpenAI's chat completions: OpenAI, Ollama, vLLM, llama.cpp, LM Studio."""

from typing import Any, Final

from reelwright.dialects.answers import post_json, reading
from reelwright.dialects.pricing import token_bill, token_estimate
from reelwright.errors import ContentRefusedError, ProviderError, ProviderRefusedError
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.model import Bill, Completed, TextOrder
from reelwright.providers.setup import TextSetup

_REFUSALS: Final = frozenset({"content_filter", "content_policy_violation", "moderation_blocked"})
_FINISHES: Final = {"stop": "stop", "length": "length", "content_filter": "refused"}


class OpenAiCompletion:
    """A `Completion` by `POST {base}/chat/completions`. Local servers take any key, so none is needed."""

    name = "openai"

    def __init__(self, setup: TextSetup, caller: HttpCaller, *, key: str | None) -> None:
        self._setup, self._caller = setup, caller
        self._headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        self._limit = "max_tokens"
        self._formats = [_as_schema, _as_object_with_schema, _as_object]

    def estimate(self, order: TextOrder) -> Bill:
        """Price the order's characters and its `max_tokens`."""
        return token_estimate(self._setup, order)

    def complete(self, order: TextOrder) -> Completed:
        """Answer by one paid call. A server that knows a field by another name or form refuses the first, unpaid ones."""
        sent = (self._limit, len(self._formats))
        try:
            found = self._post(order)
        except (ProviderError, ProviderRefusedError):  # llama-cpp-python reports an invalid request as 500
            if (self._limit, len(self._formats)) == sent:
                raise
            return self.complete(order)
        with reading(self.name):
            return self._completed(found)

    def _post(self, order: TextOrder) -> Any:
        turns = [("system", order.system), *order.turns]
        body = {
            "model": self._setup.model,
            "messages": [{"role": role, "content": text} for role, text in turns],
            self._limit: order.max_tokens,
            "response_format": self._formats[0](order),
        }
        url = f"{(self._setup.address or '').rstrip('/')}/chat/completions"
        return post_json(
            self._caller, self.name, url, body, headers=self._headers, seconds=order.seconds, explain=self._explain
        )

    def _explain(self, status: int, found: Any) -> Exception | None:
        """Recognise a refusal; note that the server knows the token limit or the answer's form by another name."""
        error = _error_of(found)
        if len(self._formats) > 1 and _about_format(found):
            self._formats = self._formats[1:]
        if error.get("param") == "max_tokens" and "max_completion_tokens" in str(error.get("message")):
            self._limit = "max_completion_tokens"
        return explain_refusal(status, found)

    def _completed(self, found: Any) -> Completed:
        choice, usage = found["choices"][0], found.get("usage") or {}
        message = choice["message"]
        refusal, text = message.get("refusal"), message.get("content") or ""
        finish = "refused" if refusal else _FINISHES.get(choice.get("finish_reason"), "stop")
        bill = token_bill(self._setup, usage.get("prompt_tokens"), usage.get("completion_tokens"))
        return Completed.model_validate(
            {"text": text, "finish": finish, "reason": str(refusal or "content_filter")[:200], "bill": bill}
        )


def _as_schema(order: TextOrder) -> dict[str, Any]:
    """Ask for structured outputs: OpenAI, vLLM, Ollama, LM Studio, llama.cpp."""
    if order.answer_schema is None:
        return _as_object(order)
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": order.answer_schema}}


def _as_object_with_schema(order: TextOrder) -> dict[str, Any]:
    """Ask for the schema in the form of llama-cpp-python."""
    return (
        {"type": "json_object"}
        if order.answer_schema is None
        else {"type": "json_object", "schema": order.answer_schema}
    )


def _as_object(_order: TextOrder) -> dict[str, Any]:
    """Ask for any JSON object: the prompt describes it."""
    return {"type": "json_object"}


def _about_format(found: Any) -> bool:
    said = str(_error_of(found) or found)
    return "response_format" in said or "json_schema" in said


def explain_refusal(_status: int, found: Any) -> Exception | None:
    """Recognise that the provider refused the text itself, in any of OpenAI's endpoints."""
    code = _error_of(found).get("code")
    return ContentRefusedError(f"openai refused the text ({code})") if code in _REFUSALS else None


def _error_of(found: Any) -> dict[str, Any]:
    error = found.get("error") if isinstance(found, dict) else None
    return error if isinstance(error, dict) else {}
