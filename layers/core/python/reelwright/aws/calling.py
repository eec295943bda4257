"""Paid calls by the one function with keys, invoked synchronously and once: a repeated invocation could pay twice."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError

from reelwright.errors import ProviderError, ProviderTimeoutError
from reelwright.providers.calls import CallCommand, CallReply
from reelwright.providers.owner import current_owner


class LambdaCalling:
    """Invokes the function `providers`."""

    def __init__(self, function_name: str, client: Any) -> None:
        self._function_name = function_name
        self._client = client

    def call(self, command: CallCommand) -> CallReply:
        """Wait for the reply. Raises ProviderTimeoutError if the answer was lost, ProviderError if there was no call."""
        owned = command.model_copy(update={"owner": current_owner()})
        try:
            answer = self._client.invoke(
                FunctionName=self._function_name, Payload=owned.model_dump_json().encode(), LogType="None"
            )
        except ReadTimeoutError as error:
            raise ProviderTimeoutError(f"the call of {command.provider} did not answer in time") from error
        except (BotoCoreError, ClientError) as error:
            raise ProviderError(f"the function of calls was not reached: {type(error).__name__}") from error
        payload = json.loads(answer["Payload"].read())
        if answer.get("FunctionError"):
            raise ProviderTimeoutError(f"the function of calls failed: {str(payload.get('errorType'))[:100]}")
        return CallReply.model_validate(payload)
