"""A compressed sound of a provider is decoded by the function without rights, once, and never here."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import ProviderError
from reelwright.film.decoding import DecodeCommand, DecodedFacts, DecodeReply
from reelwright.jobs.caller import Caller
from reelwright.providers.model import Bill
from reelwright.providers.speech import SpeechOrder, Spoken
from reelwright_media.fitting.sounds import RATE, SoundWriter
from reelwright_media.speech.cloud import CloudSpeech
from reelwright_media.steps.speak import generate_audio_tts
from tests.memory.decoding import MemoryDecoding, key_of
from tests.memory.system import System
from tests.unit.media.steps.makers import Makers

OGG = b"OggS of a stranger"


class OggVoice:
    """A voice whose sound is compressed."""

    name = "polly"

    def estimate(self, order: SpeechOrder) -> Bill:
        """Say a cent."""
        del order
        return Bill(usd=0.01)

    def speak(self, order: SpeechOrder) -> Spoken:
        """Speak without looking."""
        starts = tuple(float(place) for place in range(len(order.words)))
        audio = base64.b64encode(OGG).decode()
        return Spoken(audio_base64=audio, form="ogg", starts=starts, voice="Ruth", bill=self.estimate(order))


class Decoder(MemoryDecoding):
    """Writes three seconds of a tone for the known sound."""

    def __init__(self, system: System, folder: Path) -> None:
        super().__init__(system.artefacts)
        self._path = folder / "a.flac"

    def decode(self, command: DecodeCommand) -> DecodeReply:
        """Answer as the sandbox would."""
        self.commands.append(command)
        if self._artefacts.get(key_of(command.source_url)) != OGG or len(self.commands) > 1:
            return DecodeReply(problem="is damaged.")
        tone = (np.sin(np.arange(3 * RATE) / 30) * 9000).astype(np.int16)
        with SoundWriter(self._path) as out:
            out.add(np.stack([tone, tone], axis=1))
        content_type = command.target_headers["content-type"]
        self._artefacts.put_once(key_of(command.target_url), self._path.read_bytes(), content_type=content_type)
        return DecodeReply(facts=DecodedFacts(kind="sound", seconds=3.0))


@pytest.fixture
def decoder(system: System, makers: Makers, tmp_path: Path) -> Decoder:
    """Give the steps a voice with a compressed sound, and the decoder."""
    makers.speech = {"polly": CloudSpeech(OggVoice())}
    system.tools = makers
    made = Decoder(system, tmp_path)
    system.decoding = made
    return made


def speak(system: System, ada: Caller, text: str) -> dict[str, object]:
    """Speak a text alone; returns the record."""
    job_id = system.run(ada, task_name="generate_audio_tts", video_request={"script_content": text})
    system.step(job_id, generate_audio_tts, name="generate_audio_tts")
    found: dict[str, object] = json.loads(system.content(job_id, "generate_audio_tts"))
    return found


def test_the_sound_is_decoded_elsewhere_and_only_once(system: System, ada: Caller, decoder: Decoder) -> None:
    """The command has signed URLs of this sound alone, and a bound of its size."""
    record = speak(system, ada, "Whales sing here.")
    assert (record["seconds"], record["provider"]) == (pytest.approx(3.0, abs=0.01), "polly")
    assert [word["start_seconds"] for word in record["words"]] == [0.0, 1.0, 2.0]  # type: ignore[attr-defined]
    (command,) = decoder.commands
    assert command.most_bytes == len(OGG)
    speak(system, ada, "Whales sing there.")
    assert len(decoder.commands) == 1


def test_a_sound_that_cannot_be_decoded_is_the_providers_failure(system: System, ada: Caller, decoder: Decoder) -> None:
    """The text of the user is not at fault: the next voice speaks it."""
    decoder.commands.append(decoder_busy())
    with pytest.raises(ProviderError, match="damaged"):
        speak(system, ada, "Whales sing here.")


def decoder_busy() -> DecodeCommand:
    """Return an earlier command, after which the decoder fails."""
    order = {"form": "sound", "seconds": 1.0}
    return DecodeCommand.model_validate(
        {"source_url": "memory://a", "target_url": "memory://b", "target_headers": {}, "most_bytes": 1, "order": order}
    )
