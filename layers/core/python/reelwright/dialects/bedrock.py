"""Amazon Bedrock by Converse. The client comes from the composition root, with the region of the setup."""

from typing import Any, Final

from reelwright.dialects.aws import BEDROCK_KINDS, own_errors, within
from reelwright.dialects.pricing import token_bill, token_estimate
from reelwright.providers.model import Bill, Completed, TextOrder
from reelwright.providers.setup import TextSetup

_FINISHES: Final = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "guardrail_intervened": "refused",
    "content_filtered": "refused",
}


class BedrockCompletion:
    """A `Completion` by Converse. It sends no temperature: newer models refuse it."""

    name = "bedrock"

    def __init__(self, setup: TextSetup, client: Any) -> None:
        self._setup, self._client = setup, client

    def estimate(self, order: TextOrder) -> Bill:
        """Price the order's characters and its `max_tokens`."""
        return token_estimate(self._setup, order)

    def complete(self, order: TextOrder) -> Completed:
        """Answer by one call. Blocks of reasoning are skipped."""
        with within(order.seconds), own_errors(self.name, BEDROCK_KINDS):
            found = self._client.converse(
                modelId=self._setup.model,
                system=[{"text": order.system}],
                messages=[{"role": role, "content": [{"text": text}]} for role, text in order.turns],
                inferenceConfig={"maxTokens": order.max_tokens},
            )
        usage, reason = found.get("usage", {}), found.get("stopReason", "")
        blocks = found.get("output", {}).get("message", {}).get("content", [])
        bill = token_bill(self._setup, usage.get("inputTokens"), usage.get("outputTokens"))
        return Completed.model_validate(
            {
                "text": "".join(block["text"] for block in blocks if "text" in block),
                "finish": _FINISHES.get(reason, "stop"),
                "reason": reason,
                "bill": bill,
            }
        )
