"""Builds the configured providers: HTTP caller, AWS client, key. Without its key a provider can price a call and make none.

A key is text; for Google it may be the tokens of a federation.
"""

from collections.abc import Callable
from typing import Any

from reelwright.dialects.azure import AzureVoice
from reelwright.dialects.bedrock import BedrockCompletion
from reelwright.dialects.gemini import GeminiCompletion
from reelwright.dialects.gemini_voice import GeminiVoice
from reelwright.dialects.openai import OpenAiCompletion
from reelwright.dialects.polly import PollyVoice
from reelwright.dialects.prompted import PromptedWriter
from reelwright.dialects.voices import ElevenLabsVoice, GoogleVoice, OpenAiVoice
from reelwright.entry.paid_clients import paid_client
from reelwright.entry.plugins import build
from reelwright.film.script.model import TextProvider
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.model import Completion
from reelwright.providers.setup import ProvidersSetup, SpeechSetup, TextSetup
from reelwright.providers.speech import SpeechModel


def text_providers(setup: ProvidersSetup, *, keys: dict[str, Any]) -> dict[str, TextProvider]:
    """Build the configured writers, in order of preference."""
    models = build("text", setup.text, _BUILDERS, keys)
    return {name: PromptedWriter(model) for name, model in models.items()}


def speech_models(setup: ProvidersSetup, *, keys: dict[str, Any]) -> dict[str, SpeechModel]:
    """Build the configured voices, in order of preference."""
    return build("speech", setup.speech, _VOICES, keys)


def _polly(setup: SpeechSetup, _key: str | None) -> SpeechModel:
    return PollyVoice(setup, lambda: paid_client("polly", region=setup.region, base=setup.base))


_VOICES: dict[str, Callable[[SpeechSetup, Any], SpeechModel]] = {
    "openai": lambda setup, key: OpenAiVoice(setup, HttpCaller(), key=key),
    "elevenlabs": lambda setup, key: ElevenLabsVoice(setup, HttpCaller(), key=key),
    "google": lambda setup, key: GoogleVoice(setup, HttpCaller(), key=key),
    "azure": lambda setup, key: AzureVoice(setup, HttpCaller(), key=key),
    "gemini": lambda setup, key: GeminiVoice(setup, HttpCaller(), key=key),
    "vertex": lambda setup, key: GeminiVoice(setup, HttpCaller(), key=key),
    "polly": _polly,
}
_BUILDERS: dict[str, Callable[[TextSetup, Any], Completion]] = {
    "openai": lambda setup, key: OpenAiCompletion(setup, HttpCaller(), key=key),
    "gemini": lambda setup, key: GeminiCompletion(setup, HttpCaller(), key=key),
    "vertex": lambda setup, key: GeminiCompletion(setup, HttpCaller(), key=key),
    "bedrock": lambda setup, _key: BedrockCompletion(
        setup, paid_client("bedrock-runtime", region=setup.region, base=setup.base)
    ),
}
