"""Paid calls on both sides: in a step function without keys, and in the function with keys."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, Protocol

import boto3
from botocore.config import Config

from reelwright.aws.calling import LambdaCalling
from reelwright.entry.providers import read_keys, speech_models
from reelwright.entry.world import world
from reelwright.errors import ProviderMisconfiguredError, ReelwrightError
from reelwright.providers.calls import SpeakCommand, SpeakReply
from reelwright.providers.model import Bill
from reelwright.providers.speech import SpeechModel, SpeechOrder, Spoken
from reelwright.settings import Settings

_CALL_SECONDS: Final = 65
"""Longer than the longest order: the function's cold start comes on top."""


class Calling(Protocol):
    """Makes a call where the keys are."""

    def speak(self, command: SpeakCommand) -> SpeakReply:
        """Wait for the reply."""


class CalledVoice:
    """A `SpeechModel` whose calls are made by the function with keys; prices are computed here."""

    def __init__(self, voice: SpeechModel, calling: Calling) -> None:
        self.name = voice.name
        self._voice, self._calling = voice, calling

    def estimate(self, order: SpeechOrder) -> Bill:
        """Price the order."""
        return self._voice.estimate(order)

    def speak(self, order: SpeechOrder) -> Spoken:
        """Speak by one call."""
        return self._calling.speak(SpeakCommand(provider=self.name, speak=order)).result()


def called_voices(settings: Settings) -> dict[str, SpeechModel]:
    """Build the configured voices for a function without keys."""
    config = Config(connect_timeout=2, read_timeout=_CALL_SECONDS, retries={"total_max_attempts": 1})
    calling = LambdaCalling(settings.calling_function, boto3.client("lambda", config=config))
    return {name: CalledVoice(voice, calling) for name, voice in speech_models(settings.providers, keys={}).items()}


def is_call(event: dict[str, Any]) -> bool:
    """Check whether an event is a paid call and no step."""
    return "speak" in event


def answer_call(event: dict[str, Any], voices: Callable[[], Mapping[str, SpeechModel]] | None = None) -> dict[str, Any]:
    """Make the call that the event describes. A provider's error is a reply; other errors fail the invocation."""
    command = SpeakCommand.model_validate(event)
    try:
        voice = (voices or _own_voices)().get(command.provider)
        if voice is None:
            raise ProviderMisconfiguredError(f"{command.provider} is not set up in this environment")
        reply = SpeakReply(spoken=voice.speak(command.speak))
    except ReelwrightError as error:
        reply = SpeakReply.failed(error)
    return reply.model_dump(mode="json")


@lru_cache(maxsize=1)
def _own_voices() -> dict[str, SpeechModel]:
    setup = world().settings.providers
    return speech_models(setup, keys=read_keys(setup))
