"""The names of the providers that need no network: the only ones that may get a text which a moderation refused."""

from typing import Final

LOCAL_PROVIDERS: Final = frozenset({"templates", "kokoro", "espeak", "painted", "motion"})
