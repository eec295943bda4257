"""`generate_audio_tts`: a voice, and when each word is heard."""

from typing import Any

from reelwright.captions.model import CaptionWord
from reelwright.jobs.model import Fallback
from reelwright.media import Speech, SpeechProvider
from reelwright.usecases.steps.checkpoint import artefact_key, checkpoint
from reelwright.usecases.steps.choose import use_first_able
from reelwright.usecases.steps.context import StepContext, StepOutcome, document
from reelwright.values import Value


class SpeechRecord(Value):
    """The artefact beside the WAV: its key, its words with times, who spoke."""

    wav_key: str
    words: tuple[CaptionWord, ...]
    seconds: float
    provider: str
    voice: str
    fallback: Fallback | None = None


def generate_audio_tts(context: StepContext) -> StepOutcome:
    """Speak one scene of a film, or a single task's whole text.

    Leaves a WAV and a record of its words; the record is written last, so a record always has its WAV.
    """
    text = _text(context)
    video = context.video
    inputs: dict[str, Any] = {
        "text": text,
        "language": video.language,
        "voice": video.voice,
        "speed": video.voice_speed,
        "asked": video.voice_provider or video.providers.get("speech"),
        "strict": video.strict_providers,
        "providers": list(context.tools.speech),
    }
    key = artefact_key(context, inputs, "json")
    wav_key = key.removesuffix("json") + "wav"
    cached = checkpoint(context, key, lambda: _speak(context, text, inputs["asked"], wav_key))
    record = SpeechRecord.model_validate(context.load(key))
    files = {"audio": wav_key, "words": key} if context.command.scene is None else {}
    output = {
        "seconds": record.seconds,
        "provider": record.provider,
        "voice": record.voice,
        "wav_key": wav_key,
    }
    return StepOutcome(key=key, files=files, output=output, cached=cached, fallback=record.fallback)


def _text(context: StepContext) -> str:
    if context.command.scene is None:
        return context.video.text or context.video.prompt or ""
    return context.plan().scenes[context.scene].text


def _speak(context: StepContext, text: str, asked: str | None, wav_key: str) -> bytes:
    video = context.video

    def use(provider: SpeechProvider) -> Speech:
        return provider.speak(text, language=video.language, voice=video.voice, speed=video.voice_speed)

    speech, fallback = use_first_able(context, "speech", context.tools.speech, use, asked=asked)
    checkpoint(context, wav_key, lambda: speech.wav)
    return document(
        SpeechRecord(
            wav_key=wav_key,
            words=speech.words,
            seconds=speech.seconds,
            provider=speech.provider,
            voice=speech.voice,
            fallback=fallback,
        )
    )
