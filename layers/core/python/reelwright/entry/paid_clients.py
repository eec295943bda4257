"""Builds the AWS clients of paid calls: by region or base, one try, sent by our own caller."""

from typing import Any

from botocore.config import Config

from reelwright.aws.clients import session
from reelwright.dialects.aws import sent_by
from reelwright.outbound.calling import MOST_ANSWER_BYTES, HttpCaller


def paid_client(service: str, *, region: str, base: str | None, most_bytes: int = MOST_ANSWER_BYTES) -> Any:
    """Build the client. One try: the ledger books each call, and the step waits by itself.

    Without a base it calls AWS's own host: the local stack's AWS_ENDPOINT_URL leads to the emulator, which invents answers.
    """
    config = Config(retries={"total_max_attempts": 1})
    url = base or f"https://{service}.{region}.amazonaws.com"
    made: Any = session().create_client(service, region_name=region, endpoint_url=url, config=config)
    return sent_by(HttpCaller(), made, most_bytes=most_bytes)
