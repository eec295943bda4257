"""Artefacts by provider: found again under the name of whoever made them."""

from typing import Any

import pytest

from reelwright.errors import ProviderError, ProviderUnavailableError
from reelwright.jobs.caller import Caller
from reelwright.jobs.model import Fallback
from reelwright.pipeline.breaker import FAILURES_TO_OPEN, OPEN_SECONDS
from reelwright_media.steps.draw import generate_image_imagen
from reelwright_media.steps.speak import generate_audio_tts
from tests.memory.system import System
from tests.unit.media.steps.makers import Makers

DOWN = ProviderError("imagen said 503")


@pytest.fixture
def studio(system: System, makers: Makers) -> System:
    """Return a system where imagen may be asked for and painted takes over."""
    makers.pictures["imagen"] = makers.painter("imagen")
    system.tools = makers
    return system


def draw(studio: System, caller: Caller, asked: str | None = "imagen", **video: Any) -> tuple[bytes, Any]:
    """Draw the same picture in a new job, and return it with its row."""
    providers = {} if asked is None else {"picture": asked}
    request = {"prompt": "a whale", "providers": providers, **video}
    job_id = studio.run(caller, task_name="generate_image_imagen", video_request=request)
    studio.step(job_id, generate_image_imagen, name="generate_image_imagen")
    studio.end(job_id)
    return studio.content(job_id, "generate_image_imagen"), studio.row(job_id, "generate_image_imagen")


def test_what_a_fallback_made_is_used_only_while_the_asked_provider_is_away(studio: System, ada: Caller) -> None:
    """Once it is back its own picture is made, and from then on found."""
    imagen, painted = studio.tools.pictures["imagen"], studio.tools.pictures["painted"]
    imagen.error = DOWN
    first, row = draw(studio, ada)
    assert first.startswith(b"painted")
    assert row.fallback == Fallback(capability="picture", asked="imagen", used="painted", reason="imagen said 503")
    again, row = draw(studio, ada)
    assert (again, row.cached, painted.calls) == (first, True, 1)
    assert row.fallback.used == "painted"
    imagen.error = None
    assert draw(studio, ada)[0].startswith(b"imagen")
    calls = imagen.calls
    last, row = draw(studio, ada)
    assert (last.startswith(b"imagen"), row.cached, row.fallback, imagen.calls) == (True, True, None, calls)


def test_what_the_asked_provider_made_is_found_while_it_rests(studio: System, ada: Caller) -> None:
    """An open breaker stops calls, not finds: nothing is asked and nobody takes over."""
    imagen = studio.tools.pictures["imagen"]
    first, _ = draw(studio, ada)
    imagen.error = DOWN
    for number in range(FAILURES_TO_OPEN):
        draw(studio, ada, prompt=f"another whale, number {number}")
    again, row = draw(studio, ada)
    assert (again, row.cached, row.fallback) == (first, True, None)
    assert draw(studio, ada, prompt="a last whale")[1].fallback is not None


def test_asking_by_name_or_not_at_all_finds_the_same(studio: System, ada: Caller) -> None:
    """Who was asked shapes nothing; who made it does."""
    painted = studio.tools.pictures["painted"]
    first, _ = draw(studio, ada, asked=None)
    assert draw(studio, ada, asked="painted")[0] == first
    assert draw(studio, ada, asked="painted", strict_providers=True)[1].cached
    assert painted.calls == 1
    assert draw(studio, ada, asked="imagen")[0] != first


def test_with_strict_providers_a_fallbacks_work_is_never_taken(studio: System, ada: Caller) -> None:
    """It lies there, and the job waits for the asked one all the same."""
    studio.tools.pictures["imagen"].error = DOWN
    for number in range(FAILURES_TO_OPEN):
        draw(studio, ada, prompt=f"whale {number}")
    draw(studio, ada)
    with pytest.raises(ProviderUnavailableError):
        draw(studio, ada, strict_providers=True)
    studio.clock.pass_seconds(OPEN_SECONDS)
    studio.tools.pictures["imagen"].error = None
    assert draw(studio, ada, strict_providers=True)[0].startswith(b"imagen")


def test_a_voice_alone_leaves_its_sound_its_words_and_captions(studio: System, ada: Caller) -> None:
    """The lines are those that a film on the asked platform would show."""
    text = "Bees see colours that we cannot. They find flowers by them."
    job_id = studio.run(ada, task_name="generate_audio_tts", video_request={"script_content": text})
    studio.step(job_id, generate_audio_tts, name="generate_audio_tts")
    files = studio.row(job_id, "generate_audio_tts").output["files"]
    assert set(files) == {"audio", "words", "captions_srt", "captions_vtt"}
    assert studio.artefacts.get(files["audio"]) == f"kokoro: {text}".encode()
    srt, vtt = (studio.artefacts.get(files[name]).decode() for name in ("captions_srt", "captions_vtt"))
    assert srt.startswith("1\n00:00:00,000 --> ")
    assert vtt.startswith("WEBVTT\nLanguage: en-US\n")
    shown = " ".join(line for line in srt.splitlines() if line and "-->" not in line and not line.isdigit())
    assert shown == text
    assert max(len(line) for line in srt.splitlines() if "-->" not in line) <= 20


def test_captions_alone_are_shaped_by_the_platform(studio: System, ada: Caller) -> None:
    """A wide screen holds longer lines; the voice is spoken once for both."""
    lengths = []
    for platform in ("tiktok", "youtube_wide"):
        request = {"script_content": "Bees see colours that we cannot see at all.", "platform": platform}
        job_id = studio.run(ada, task_name="generate_audio_tts", video_request=request)
        studio.step(job_id, generate_audio_tts, name="generate_audio_tts")
        key = studio.row(job_id, "generate_audio_tts").output["files"]["captions_srt"]
        lengths.append(studio.artefacts.get(key).count(b"-->"))
        studio.end(job_id)
    assert lengths[0] > lengths[1]
    assert studio.tools.speech["kokoro"].calls == 1


def test_captions_alone_stand_where_they_are_asked_to(studio: System, ada: Caller) -> None:
    """A player that reads the VTT shows them there; a film's own place is left to the player."""
    placed = []
    for where in (None, "top"):
        request = {"script_content": "Bees see colours.", "caption_position": where}
        job_id = studio.run(ada, task_name="generate_audio_tts", video_request=request)
        studio.step(job_id, generate_audio_tts, name="generate_audio_tts")
        key = studio.row(job_id, "generate_audio_tts").output["files"]["captions_vtt"]
        placed.append(b"line:22%" in studio.artefacts.get(key))
        studio.end(job_id)
    assert placed == [False, True]
