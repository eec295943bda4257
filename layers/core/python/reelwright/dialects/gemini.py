"""Gemini by `generateContent`: the Gemini API (`gemini`), and Vertex AI (`vertex`), which needs no key with a federation."""

from collections.abc import Mapping
from typing import Any, Final

from reelwright.dialects.answers import post_json, reading, transport_errors
from reelwright.dialects.google_tokens import GoogleTokens
from reelwright.dialects.pricing import token_bill, token_estimate
from reelwright.errors import ProviderMisconfiguredError, ReelwrightError
from reelwright.outbound.calling import MOST_ANSWER_BYTES, HttpCaller
from reelwright.outbound.deadline import Deadline
from reelwright.providers.model import Bill, Completed, TextOrder
from reelwright.providers.setup import ModelSetup, TextSetup

GOOGLE_PATHS: Final = {"gemini": "/v1/models", "vertex": "/v1beta1/publishers/google/models"}
"""Of calls with an API key; Vertex AI's is that of its express mode."""
GoogleKey = str | GoogleTokens
"""An API key, or the tokens of a federation."""
_ROLES: Final = {"user": "user", "assistant": "model"}
REFUSALS: Final = frozenset(
    {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "JAILBREAK", "OTHER"}
)


class GeminiCompletion:
    """A `Completion` by `POST {base}{path}/{model}:generateContent`. Thinking is billed as output."""

    def __init__(self, setup: TextSetup, caller: HttpCaller, *, key: GoogleKey | None) -> None:
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
        url = f"{google_model(self._setup, self._key)}:generateContent"
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


def google_model(setup: ModelSetup, key: GoogleKey | None) -> str:
    """Return the URL of the configured model: in the federation's project, or of the API that takes keys."""
    if isinstance(key, GoogleTokens):
        models = f"{(setup.base or key.federation.vertex_host).rstrip('/')}{key.federation.models_path}"
    else:
        models = f"{(setup.address or '').rstrip('/')}{GOOGLE_PATHS[setup.provider]}"
    return f"{models}/{setup.model}"


def google_headers(key: GoogleKey, *, seconds: float) -> dict[str, str]:
    """Return the header that authorizes a call. Raises the errors of an exchange, if the federation needs a new token."""
    return {"x-goog-api-key": key} if isinstance(key, str) else {"Authorization": f"Bearer {key.token(seconds)}"}


def post_to_google(
    caller: HttpCaller,
    name: str,
    url: str,
    body: Mapping[str, Any],
    *,
    key: GoogleKey,
    seconds: float,
    most_bytes: int = MOST_ANSWER_BYTES,
) -> dict[str, Any]:
    """Post JSON with an API key or token of Google, within `seconds` in all.

    Raises as `post_json`; an invalid key is ProviderMisconfiguredError.
    """

    def explain(_status: int, found: Any) -> ReelwrightError | None:
        # Google reports it as INVALID_ARGUMENT, with the reason in the details.
        is_invalid = "API_KEY_INVALID" in str(found)
        return ProviderMisconfiguredError(f"{name}: the API key is not valid") if is_invalid else None

    deadline = Deadline(seconds)
    headers = google_headers(key, seconds=seconds)
    with transport_errors(name, seconds):
        left = deadline.remaining()
    found: dict[str, Any] = post_json(
        caller,
        name,
        url,
        body,
        headers=headers,
        seconds=left,
        explain=explain,
        most_bytes=most_bytes,
    )
    return found
