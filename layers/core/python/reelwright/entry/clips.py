"""Builds the configured clip models. Without its key a model can price an order and make no call."""

from collections.abc import Callable, Mapping
from typing import Final

from reelwright.dialects.jobs import JobClips
from reelwright.dialects.omni import OmniClips
from reelwright.dialects.veo import VeoClips
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.clips import LongWork
from reelwright.providers.setup import ClipSetup, ProvidersSetup


def clip_models(setup: ProvidersSetup, keys: Mapping[str, str]) -> dict[str, LongWork]:
    """Build the configured clip models, in order of preference."""
    return {one.provider: _BUILDERS[one.provider](one, keys.get(one.provider)) for one in setup.clip}


_BUILDERS: Final[dict[str, Callable[[ClipSetup, str | None], LongWork]]] = {
    "gemini": lambda setup, key: OmniClips(setup, HttpCaller(), key=key),
    "vertex": lambda setup, key: VeoClips(setup, HttpCaller(), key=key),
    "runway": lambda setup, key: JobClips(setup, HttpCaller(), key=key),
    "fal": lambda setup, key: JobClips(setup, HttpCaller(), key=key),
    "replicate": lambda setup, key: JobClips(setup, HttpCaller(), key=key),
}
