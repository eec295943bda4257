"""Amazon Bedrock by Converse. The client comes from the composition root, with the region and time limits of the setup."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError
from botocore.exceptions import ConnectTimeoutError as ConnectTimeout

from reelwright.dialects.pricing import token_bill, token_estimate
from reelwright.errors import (
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
    ReelwrightError,
)
from reelwright.providers.model import Bill, Completed, TextOrder
from reelwright.providers.setup import TextSetup

_KINDS: Final[dict[str, type[ReelwrightError]]] = {
    "ThrottlingException": ProviderThrottledError,
    "ModelNotReadyException": ProviderThrottledError,
    "ServiceQuotaExceededException": ProviderThrottledError,
    "ModelTimeoutException": ProviderTimeoutError,
    "AccessDeniedException": ProviderMisconfiguredError,
    "UnrecognizedClientException": ProviderMisconfiguredError,
    "ExpiredTokenException": ProviderMisconfiguredError,
    "ResourceNotFoundException": ProviderMisconfiguredError,
    "ValidationException": ProviderRefusedError,
}
"""Error code -> error; every other code is a failure of the provider."""
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
        with bedrock_errors():
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


@contextmanager
def bedrock_errors() -> Iterator[None]:
    """Raise our own errors for those of botocore, with the code alone: no message has a credential."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        raise _KINDS.get(code, ProviderError)(f"bedrock answered {code}") from error
    except (ReadTimeoutError, ConnectTimeout) as error:
        raise ProviderTimeoutError("bedrock did not answer in time") from error
    except BotoCoreError as error:
        raise ProviderError(f"bedrock could not be reached ({type(error).__name__})") from error
