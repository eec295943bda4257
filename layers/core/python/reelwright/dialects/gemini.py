"""Gemini by `generateContent`: the Gemini API (`gemini`), and Vertex AI in express mode (`vertex`); both take an API key."""

from collections.abc import Mapping
from typing import Any, Final

from reelwright.dialects.answers import post_json, reading
from reelwright.dialects.pricing import token_bill, token_estimate
from reelwright.errors import ProviderMisconfiguredError, ReelwrightError
from reelwright.outbound.calling import MOST_ANSWER_BYTES, HttpCaller
from reelwright.providers.model import Bill, Completed, TextOrder
from reelwright.providers.setup import TextSetup

GOOGLE_PATHS: Final = {"gemini": "/v1/models", "vertex": "/v1beta1/publishers/google/models"}
_ROLES: Final = {"user": "user", "assistant": "model"}
REFUSALS: Final = frozenset(
    {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "JAILBREAK", "OTHER"}
)


class GeminiCompletion:
    """A `Completion` by `POST {base}{path}/{model}:generateContent`. Thinking is billed as output."""

    def __init__(self, setup: TextSetup, caller: HttpCaller, *, key: str | None) -> None:
        self.name: str = setup.provider
        self._setup, self._caller, self._key = setup, caller, key

    def estimate(self, order: TextOrder) -> Bill:
        """Price the order's characters and its `max_tokens`."""
        return token_estimate(self._setup, order)

    def complete(self, order: TextOrder) -> Completed:
        """Answer by one call. `temperature` and its like are deprecated and not sent."""
        if self._key is None:
            raise ProviderMisconfiguredError(f"{self.name} needs a key in its secret")
        shape = {} if order.answer_schema is None else {"responseJsonSchema": order.answer_schema}
        body = {
            "systemInstruction": {"parts": [{"text": order.system}]},
            "contents": [{"role": _ROLES[role], "parts": [{"text": text}]} for role, text in order.turns],
            "generationConfig": {"maxOutputTokens": order.max_tokens, "responseMimeType": "application/json", **shape},
        }
        base = (self._setup.address or "").rstrip("/")
        url = f"{base}{GOOGLE_PATHS[self._setup.provider]}/{self._setup.model}:generateContent"
        found = post_to_google(self._caller, self.name, url, body, key=self._key, seconds=order.seconds)
        with reading(self.name):
            return self._completed(found)

    def _completed(self, found: Any) -> Completed:
        usage = found.get("usageMetadata") or {}
        tokens_out = usage.get("candidatesTokenCount")
        thoughts = usage.get("thoughtsTokenCount") or 0
        bill = token_bill(
            self._setup,
            usage.get("promptTokenCount"),
            None if tokens_out is None and not thoughts else (tokens_out or 0) + thoughts,
        )
        candidates = found.get("candidates") or []
        blocked = (found.get("promptFeedback") or {}).get("blockReason")
        reason = blocked if not candidates else candidates[0].get("finishReason", "STOP")
        if reason in REFUSALS:
            return Completed(text="", finish="refused", reason=reason, bill=bill)
        parts = candidates[0]["content"]["parts"]
        text = "".join(part["text"] for part in parts if "text" in part and not part.get("thought"))
        return Completed(text=text, finish="length" if reason == "MAX_TOKENS" else "stop", bill=bill)


def post_to_google(
    caller: HttpCaller,
    name: str,
    url: str,
    body: Mapping[str, Any],
    *,
    key: str,
    seconds: float,
    most_bytes: int = MOST_ANSWER_BYTES,
) -> dict[str, Any]:
    """Post JSON with an API key of Google. Raises as `post_json`; an invalid key is ProviderMisconfiguredError."""

    def explain(_status: int, found: Any) -> ReelwrightError | None:
        # Google reports it as INVALID_ARGUMENT, with the reason in the details.
        is_invalid = "API_KEY_INVALID" in str(found)
        return ProviderMisconfiguredError(f"{name}: the API key is not valid") if is_invalid else None

    found: dict[str, Any] = post_json(
        caller,
        name,
        url,
        body,
        headers={"x-goog-api-key": key},
        seconds=seconds,
        explain=explain,
        most_bytes=most_bytes,
    )
    return found
