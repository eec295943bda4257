"""Limits of the wire, which the OpenAPI document tells."""

from typing import Final

MAX_BODY_BYTES: Final = 256 * 1024
MAX_ID_CHARACTERS: Final = 128
"""Ids in paths and queries, of things and of users; a longer one is nobody's, and would not fit a key of the table."""
MAX_WAIT_SECONDS: Final = 25
"""API Gateway ends an integration after 30 s (HTTP API quotas)."""
