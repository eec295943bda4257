"""The errors of cloud services that failed after their client's own retries."""

from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from reelwright.errors import ServiceFaultError

SERVICE_FAULTS: Final = (BotoCoreError, ClientError, ConnectionError, TimeoutError, ServiceFaultError)
