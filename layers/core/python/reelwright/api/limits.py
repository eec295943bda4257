"""Limits of requests; they are part of the OpenAPI document."""

from typing import Final

MAX_BODY_BYTES: Final = 256 * 1024
MAX_ID_CHARACTERS: Final = 128
"""Maximum length of ids in paths and queries. Ids of the service are shorter; the table's keys hold at most 1,024 bytes."""
MAX_WAIT_SECONDS: Final = 25
"""Maximum `wait` of a long poll. API Gateway ends an integration after 30 s (HTTP API quotas)."""
