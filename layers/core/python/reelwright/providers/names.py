"""The names of providers: those that need no network, and the names that stand for others."""

from collections.abc import Collection, Mapping
from typing import Final

LOCAL_PROVIDERS: Final = frozenset({"templates", "kokoro", "espeak", "painted", "motion"})
"""The only ones that may get a text which a moderation refused."""

ALIASES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {("picture", "imagen"): ("gemini", "vertex")}
"""Capability and a name that requests use for it -> the providers of the configured model: Imagen itself has ended."""


def resolved(capability: str, asked: str | None, names: Collection[str]) -> str | None:
    """Return the provider that a requested name means, among those that are set up; an unknown name stays."""
    if asked is None or asked in names:
        return asked
    return next((name for name in ALIASES.get((capability, asked), ()) if name in names), asked)
