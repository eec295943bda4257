"""`generate_audio_tts`: speech with word times."""

from typing import Any

from reelwright.errors import RequestError
from reelwright.film.captions.lines import caption_lines, line_shape
from reelwright.film.captions.model import CaptionWord
from reelwright.film.captions.sidecar import srt, vtt
from reelwright.film.makers import SpeechProvider
from reelwright.film.platforms.presets import moved_captions
from reelwright.film.text.markup import LeftOut, PassageText
from reelwright.film.voices.table import LOCAL_SPEAKERS, cast_voice, name_known_to
from reelwright.jobs.outputs import SpeechOutput
from reelwright.providers.facts import unable
from reelwright.values import Value
from reelwright_media.speech.passages import joined
from reelwright_media.steps.checkpoint import artefact_key, checkpoint, store
from reelwright_media.steps.context import StepContext, StepOutcome, json_bytes
from reelwright_media.steps.making import make_once


class SpeechRecord(Value):
    """The artefact beside the WAV: its key, the words with times, the provider and the voice."""

    wav_key: str
    words: tuple[CaptionWord, ...]
    seconds: float
    provider: str
    voice: str
    unspoken: tuple[str, ...] = ()


def generate_audio_tts(context: StepContext) -> StepOutcome:
    """Speak one scene of a film, or a single task's whole text.

    Stores a WAV and a record of its words; the record is written last, so a record always has its WAV.
    """
    passages, left_out = _passages(context)
    video = context.video
    cast = _cast(context)
    inputs: dict[str, Any] = {
        "text": [(passage.text, passage.pause_seconds) for passage in passages],
        "language": video.language,
        "voice": video.voice,
        "cast": cast,
        "speed": video.voice_speed,
    }

    asked = video.asked_provider("speech")

    def speak(provider: SpeechProvider, key: str) -> bytes:
        provider = _unpacked(provider, context)
        voice = name_known_to(provider.name, cast if provider.name in LOCAL_SPEAKERS else video.voice, asked=asked)
        for one in unable(
            context.settings.providers.speech,
            provider.name,
            language=video.language,
            voice=voice,
            speed=video.voice_speed,
        ):
            raise RequestError(one.reason)
        spoken = [
            provider.speak(passage.text, language=video.language, voice=voice, speed=video.voice_speed)
            for passage in passages
        ]
        pauses = [passage.pause_seconds for passage in passages]
        speech = joined(spoken, pauses) if len(spoken) > 1 or any(pauses) else spoken[0]
        wav_key = key.removesuffix("json") + "wav"
        store(context, wav_key, speech.wav)
        return json_bytes(
            SpeechRecord(
                wav_key=wav_key,
                words=speech.words,
                seconds=speech.seconds,
                provider=speech.provider,
                voice=speech.voice,
                unspoken=speech.unspoken,
            )
        )

    made = make_once(context, "speech", context.tools.speech, speak, inputs=inputs, extension="json", asked=asked)
    record = SpeechRecord.model_validate(context.load(made.key))
    output = SpeechOutput(
        seconds=record.seconds,
        provider=record.provider,
        voice=record.voice,
        wav_key=record.wav_key,
        unspoken=record.unspoken,
        left_out=dict(left_out.items()),
    )
    files = _files(context, made.key, record) if context.command.scene is None else {}
    return StepOutcome(key=made.key, files=files, output=output, cached=made.cached, fallback=made.fallback)


def _cast(context: StepContext) -> str | None:
    """Choose the film's local voice, the same in all its scenes."""
    asked, language = context.video.voice, context.video.language
    if context.command.scene is None:
        passages, _ = _passages(context)
        return cast_voice(asked, language, mood=None, seed=context.seed(" ".join(passage.text for passage in passages)))
    return cast_voice(asked, language, mood=context.plan().mood, seed=context.seed(context.written()))


def _files(context: StepContext, key: str, record: SpeechRecord) -> dict[str, str]:
    """List the files of a single task: the sound, its words, and captions in the lines of a film."""
    preset = context.preset.with_captions_at(context.video.caption_position)
    lines = caption_lines(record.words, line_shape(preset), record.seconds, context.video.language)
    shape = {"record": key, "preset": preset.model_dump(mode="json"), "language": context.video.language}
    srt_key, vtt_key = (artefact_key(context, shape, extension) for extension in ("srt", "vtt"))
    height = moved_captions(preset)
    checkpoint(context, srt_key, lambda: srt(lines).encode())
    checkpoint(context, vtt_key, lambda: vtt(lines, context.video.language, height=height).encode())
    return {"audio": record.wav_key, "words": key, "captions_srt": srt_key, "captions_vtt": vtt_key}


def _unpacked(provider: SpeechProvider, context: StepContext) -> SpeechProvider:
    """Have the compressed sound of a cloud voice decoded in the sandbox.

    Imported here, because PyAV and numpy are 30 MB and 140 modules that every step, and the calls of providers, would load.
    """
    from reelwright_media.speech.cloud import CloudSpeech
    from reelwright_media.steps.sounds import StepSounds

    return provider.unpacked_by(StepSounds(context)) if isinstance(provider, CloudSpeech) else provider


def _passages(context: StepContext) -> tuple[tuple[PassageText, ...], dict[LeftOut, int]]:
    """Return the passages to speak, and the parts of a single task's own script that are left out.

    In a film a scene is one passage: the timeline adds the pause after it, not the voice.
    """
    if context.command.scene is not None:
        return (PassageText(text=context.plan().scenes[context.scene].text),), {}
    unmarked = context.video.unmarked
    if unmarked is None:
        return (PassageText(text=context.video.prompt or ""),), {}
    return unmarked.passages, unmarked.left_out
