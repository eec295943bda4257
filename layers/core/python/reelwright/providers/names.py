"""The names of providers: those that need no network, and the names that stand for others."""

from collections.abc import Iterable, Mapping
from typing import Final

LOCAL_PROVIDERS: Final = frozenset({"templates", "kokoro", "espeak", "painted", "motion"})
"""The only ones that may get a text which a moderation refused."""

_GOOGLE: Final = frozenset({"gemini", "vertex"})
ALIASES: Final[Mapping[tuple[str, str], frozenset[str]]] = {("picture", "imagen"): _GOOGLE, ("clip", "veo"): _GOOGLE}
"""Capability and a name that requests use for it -> the providers of the configured model: the models of these names end."""


def resolved(capability: str, asked: str | None, names: Iterable[str]) -> str | None:
    """Return the provider that a requested name means, among those that are set up, by preference; an unknown name stays."""
    if asked is None or asked in names:
        return asked
    meant = ALIASES.get((capability, asked), frozenset())
    return next((name for name in names if name in meant), asked)
