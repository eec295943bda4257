"""Stops long work by the one function with keys, invoked asynchronously: Lambda repeats a failed run twice."""

import json
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from reelwright.errors import ServiceFaultError

STOP_FIELD = "stop_work_of"
"""The field of the event that names the job."""


class LambdaLongWorks:
    """`ports.LongWorks` on the function `providers`; without a provider that works on there is nothing to stop."""

    def __init__(self, function_name: str, client: Callable[[], Any], *, has_any: bool) -> None:
        self._function_name, self._client, self._has_any = function_name, client, has_any

    def stop(self, job_id: str) -> None:
        """Invoke the function."""
        if not self._has_any:
            return
        try:
            self._client().invoke(
                FunctionName=self._function_name,
                InvocationType="Event",
                Payload=json.dumps({STOP_FIELD: job_id}).encode(),
            )
        except (BotoCoreError, ClientError) as error:
            raise ServiceFaultError(f"the function of calls was not reached: {type(error).__name__}") from error
