"""Builds the configured providers: HTTP caller, AWS client, key. Without its key a provider can price a call and make none."""

from collections.abc import Callable
from typing import Any

import boto3
from botocore.config import Config

from reelwright.dialects.aws import sent_by
from reelwright.dialects.azure import AzureVoice
from reelwright.dialects.bedrock import BedrockCompletion
from reelwright.dialects.gemini import GeminiCompletion
from reelwright.dialects.gemini_voice import GeminiVoice
from reelwright.dialects.openai import OpenAiCompletion
from reelwright.dialects.polly import PollyVoice
from reelwright.dialects.prompted import PromptedWriter
from reelwright.dialects.voices import ElevenLabsVoice, GoogleVoice, OpenAiVoice
from reelwright.entry.plugins import build
from reelwright.film.script.model import TextProvider
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.model import Completion
from reelwright.providers.setup import ProvidersSetup, SpeechSetup, TextSetup
from reelwright.providers.speech import SpeechModel

_BEDROCK_SECONDS = 48


def text_providers(setup: ProvidersSetup, *, keys: dict[str, str]) -> dict[str, TextProvider]:
    """Build the configured writers, in order of preference."""
    models = build("text", setup.text, _BUILDERS, keys)
    return {name: PromptedWriter(model) for name, model in models.items()}


def speech_models(setup: ProvidersSetup, *, keys: dict[str, str]) -> dict[str, SpeechModel]:
    """Build the configured voices, in order of preference."""
    return build("speech", setup.speech, _VOICES, keys)


def _bedrock(setup: TextSetup, _key: str | None) -> Completion:
    """Build the client by region or base. One try: the ledger books each call, and the step waits by itself."""
    config = Config(connect_timeout=2, read_timeout=_BEDROCK_SECONDS, retries={"total_max_attempts": 1})
    made: Any = boto3.client(
        "bedrock-runtime",
        region_name=setup.region,
        # Without a base, the local stack's AWS_ENDPOINT_URL would lead to the emulator, which invents answers.
        endpoint_url=setup.base or f"https://bedrock-runtime.{setup.region}.amazonaws.com",
        config=config,
    )
    return BedrockCompletion(setup, made)


def _polly(setup: SpeechSetup, _key: str | None) -> SpeechModel:
    """Build Polly by region or base, never at AWS_ENDPOINT_URL. One try: the ledger books each call."""

    def client() -> Any:
        config = Config(retries={"total_max_attempts": 1})
        url = setup.base or f"https://polly.{setup.region}.amazonaws.com"
        made: Any = boto3.client("polly", region_name=setup.region, endpoint_url=url, config=config)
        return sent_by(HttpCaller(), made)

    return PollyVoice(setup, client)


_VOICES: dict[str, Callable[[SpeechSetup, str | None], SpeechModel]] = {
    "openai": lambda setup, key: OpenAiVoice(setup, HttpCaller(), key=key),
    "elevenlabs": lambda setup, key: ElevenLabsVoice(setup, HttpCaller(), key=key),
    "google": lambda setup, key: GoogleVoice(setup, HttpCaller(), key=key),
    "azure": lambda setup, key: AzureVoice(setup, HttpCaller(), key=key),
    "gemini": lambda setup, key: GeminiVoice(setup, HttpCaller(), key=key),
    "vertex": lambda setup, key: GeminiVoice(setup, HttpCaller(), key=key),
    "polly": _polly,
}
_BUILDERS: dict[str, Callable[[TextSetup, str | None], Completion]] = {
    "openai": lambda setup, key: OpenAiCompletion(setup, HttpCaller(), key=key),
    "gemini": lambda setup, key: GeminiCompletion(setup, HttpCaller(), key=key),
    "vertex": lambda setup, key: GeminiCompletion(setup, HttpCaller(), key=key),
    "bedrock": _bedrock,
}
