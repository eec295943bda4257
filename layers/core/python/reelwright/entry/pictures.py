"""Builds the configured picture models. Without its key a model can price a call and make none."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import boto3
from botocore.config import Config

from reelwright.dialects.comfy import ComfyPictures
from reelwright.dialects.pictures import GeminiPictures, OpenAiPictures, StabilityPictures
from reelwright.dialects.stock import STOCK
from reelwright.entry.plugins import build
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.pictures import PictureModel
from reelwright.providers.setup import PictureSetup, ProvidersSetup
from reelwright.providers.stock import StockModel

_BEDROCK_SECONDS: Final = 85


def picture_models(setup: ProvidersSetup, keys: Mapping[str, str]) -> dict[str, PictureModel]:
    """Build the configured picture models, in order of preference."""
    return build("picture", (one for one in setup.picture if not one.is_stock), _BUILDERS, keys)


def stock_models(setup: ProvidersSetup, keys: Mapping[str, str]) -> dict[str, StockModel]:
    """Build the configured sources of photographs."""
    return {
        one.provider: STOCK[one.provider](one, HttpCaller(), key=keys.get(one.provider))
        for one in setup.picture
        if one.is_stock
    }


def _stability(setup: PictureSetup, _key: str | None) -> PictureModel:
    """Build the client by region or base. One try: the ledger books each call, and the step waits by itself."""
    made: Any = boto3.client(
        "bedrock-runtime",
        region_name=setup.region,
        # Without a base, the local stack's AWS_ENDPOINT_URL would lead to the emulator, which invents answers.
        endpoint_url=setup.base or f"https://bedrock-runtime.{setup.region}.amazonaws.com",
        config=Config(connect_timeout=2, read_timeout=_BEDROCK_SECONDS, retries={"total_max_attempts": 1}),
    )
    return StabilityPictures(setup, made)


_BUILDERS: Final[dict[str, Callable[[PictureSetup, str | None], PictureModel]]] = {
    "gemini": lambda setup, key: GeminiPictures(setup, HttpCaller(), key=key),
    "vertex": lambda setup, key: GeminiPictures(setup, HttpCaller(), key=key),
    "openai": lambda setup, key: OpenAiPictures(setup, HttpCaller(), key=key),
    "bedrock": _stability,
    "comfy": lambda setup, key: ComfyPictures(setup, HttpCaller(), key=key),
}
