"""Builds the configured picture models. Without its key a model can price a call and make none."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from reelwright.dialects.comfy import ComfyPictures
from reelwright.dialects.pictures import GeminiPictures, OpenAiPictures, StabilityPictures
from reelwright.dialects.stock import STOCK
from reelwright.entry.paid_clients import paid_client
from reelwright.entry.plugins import build
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.pictures import MOST_RAW_BYTES, PictureModel
from reelwright.providers.setup import PictureSetup, ProvidersSetup
from reelwright.providers.stock import StockModel


def picture_models(setup: ProvidersSetup, keys: Mapping[str, Any]) -> dict[str, PictureModel]:
    """Build the configured picture models, in order of preference."""
    return build("picture", (one for one in setup.picture if not one.is_stock), _BUILDERS, keys)


def stock_models(setup: ProvidersSetup, keys: Mapping[str, Any]) -> dict[str, StockModel]:
    """Build the configured sources of photographs."""
    return {
        one.provider: STOCK[one.provider](one, HttpCaller(), key=keys.get(one.provider))
        for one in setup.picture
        if one.is_stock
    }


def _stability(setup: PictureSetup, _key: str | None) -> PictureModel:
    client = paid_client("bedrock-runtime", region=setup.region, base=setup.base, most_bytes=2 * MOST_RAW_BYTES)
    return StabilityPictures(setup, client)


_BUILDERS: Final[dict[str, Callable[[PictureSetup, Any], PictureModel]]] = {
    "gemini": lambda setup, key: GeminiPictures(setup, HttpCaller(), key=key),
    "vertex": lambda setup, key: GeminiPictures(setup, HttpCaller(), key=key),
    "openai": lambda setup, key: OpenAiPictures(setup, HttpCaller(), key=key),
    "bedrock": _stability,
    "comfy": lambda setup, key: ComfyPictures(setup, HttpCaller(), key=key),
}
