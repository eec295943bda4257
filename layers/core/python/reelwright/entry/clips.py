"""Builds the configured clip models and sources of clips. Without its key a model can price an order and make no call."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from reelwright.dialects.footage import FOOTAGE
from reelwright.dialects.jobs import JobClips
from reelwright.dialects.luma import LumaClips
from reelwright.dialects.omni import OmniClips
from reelwright.dialects.veo import VeoClips
from reelwright.entry.paid_clients import paid_client
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.clips import MOST_CLIP_BYTES, LongWork
from reelwright.providers.setup import ClipSetup, ProvidersSetup
from reelwright.providers.stock import StockModel


def clip_models(setup: ProvidersSetup, keys: Mapping[str, Any]) -> dict[str, LongWork]:
    """Build the configured clip models, in order of preference."""
    return {
        one.provider: _BUILDERS[one.provider](one, keys.get(one.provider)) for one in setup.clip if not one.is_stock
    }


def footage_models(setup: ProvidersSetup, keys: Mapping[str, Any]) -> dict[str, StockModel]:
    """Build the configured sources of stock clips."""
    return {
        one.provider: FOOTAGE[one.provider](one, HttpCaller(), key=keys.get(one.provider))
        for one in setup.clip
        if one.is_stock
    }


def _luma(setup: ClipSetup, _key: str | None) -> LongWork:
    """Build the clients of the model's region; `base` replaces the hosts of both services."""
    bedrock = paid_client("bedrock-runtime", region=setup.region, base=setup.base)
    storage = paid_client("s3", region=setup.region, base=setup.base, most_bytes=MOST_CLIP_BYTES)
    return LumaClips(setup, bedrock, storage)


_BUILDERS: Final[dict[str, Callable[[ClipSetup, Any], LongWork]]] = {
    "gemini": lambda setup, key: OmniClips(setup, HttpCaller(), key=key),
    "vertex": lambda setup, key: VeoClips(setup, HttpCaller(), key=key),
    "bedrock": _luma,
    "runway": lambda setup, key: JobClips(setup, HttpCaller(), key=key),
    "fal": lambda setup, key: JobClips(setup, HttpCaller(), key=key),
    "replicate": lambda setup, key: JobClips(setup, HttpCaller(), key=key),
}
