"""Finds providers of other packages by their entry points, and builds the providers of a capability."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib.metadata import entry_points
from typing import Any, Literal, TypeVar

from reelwright.entry.telemetry import logger
from reelwright.providers.plugin import GROUP, Plugin
from reelwright.providers.setup import PLUGIN_PREFIX, ModelSetup

Setup = TypeVar("Setup", bound=ModelSetup)
Made = TypeVar("Made")
Plugged = Literal["text", "speech", "picture"]


def build(
    capability: Plugged,
    setups: Iterable[Setup],
    own: Mapping[str, Callable[[Setup, Any], Made]],
    keys: Mapping[str, Any],
) -> dict[str, Made]:
    """Build the configured providers, in order of preference. One whose package is missing is left out, with a warning."""
    made = dict[str, Made]()
    for one in setups:
        builder = own.get(one.provider) or _plugged(capability, one.provider)
        if builder is not None:
            made[one.provider] = builder(one, keys.get(one.provider))
    return made


@lru_cache(maxsize=64)
def _plugged(capability: Plugged, provider: str) -> Any:
    """Return the builder of a plug-in; None if its package is not installed, does not load or lacks the capability."""
    name = provider.removeprefix(PLUGIN_PREFIX)
    found = next(iter(entry_points(group=GROUP, name=name)), None)
    try:
        plugin = None if found is None else found.load()
    except Exception:  # noqa: BLE001 - another author's package may raise anything; the other providers still work
        plugin = None
    builder = getattr(plugin, capability) if isinstance(plugin, Plugin) else None
    if builder is None:
        logger.warning("a plug-in is not usable", extra={"provider": provider, "capability": capability})
    return builder
