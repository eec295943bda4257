"""The decoding function on Lambda, invoked synchronously: the signed URLs pass through no log and no execution's data."""

import json
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from reelwright.errors import ServiceFaultError
from reelwright.film.decoding import DecodeCommand, DecodeReply

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


class LambdaDecoding:
    """`ports.Decoding` on one function."""

    def __init__(self, function_name: str, client: "LambdaClient") -> None:
        self._function_name = function_name
        self._client = client

    def decode(self, command: DecodeCommand) -> DecodeReply:
        """Invoke the function and read its reply."""
        try:
            answer = self._client.invoke(
                FunctionName=self._function_name, Payload=command.model_dump_json().encode(), LogType="None"
            )
        except (BotoCoreError, ClientError) as error:
            raise ServiceFaultError(f"the decoding function was not reached: {type(error).__name__}") from error
        payload = json.loads(answer["Payload"].read())
        if answer.get("FunctionError"):
            raise ServiceFaultError(f"the decoding function failed: {str(payload.get('errorType'))[:100]}")
        return DecodeReply.model_validate(payload)
