"""What a service of the cloud raises when it does not do its part, after its client's own retries."""

from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

SERVICE_FAULTS: Final = (BotoCoreError, ClientError, ConnectionError, TimeoutError)
