"""Every task alone: its one step, then `complete`, and what the user gets."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reelwright.errors import ContentError
from reelwright.film.captions.model import CaptionWord
from reelwright.film.makers import Speech
from reelwright.film.text.words import words_of
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import JobResult
from reelwright.jobs.outputs import FilmOutput
from reelwright.pipeline.tasks import TASKS
from reelwright_media.speech.sound import silence, wav
from reelwright_media.steps.complete import complete
from reelwright_media.steps.context import StepContext, StepOutcome
from reelwright_media.steps.works import WORKS
from reelwright_media.writing.templates import TemplateWriter
from tests.memory.system import System
from tests.unit.media.steps.makers import Makers

SCRIPT = "Bees see colours that we cannot. They find flowers by them. So every garden has a second face."


class Thumbnails:
    """Designs a thumbnail by saying so."""

    def thumbnail(
        self, brief: Any, title: str, *, width: int, height: int, picture: bytes | None = None, font: Any = None
    ) -> bytes:
        """Design."""
        del font
        del brief
        return f"{title} {width}x{height} {picture!r}".encode()


class Humming:
    """Hums half a second a word."""

    name = "kokoro"

    def speak(self, text: str, *, language: str, voice: str | None, speed: float) -> Speech:
        """Hum."""
        del voice, speed
        words = tuple(
            CaptionWord(text=word, start_seconds=place / 2, end_seconds=place / 2 + 0.4)
            for place, word in enumerate(words_of(text, language))
        )
        seconds = len(words) / 2
        return Speech(wav=wav(silence(seconds, 8000), 8000), words=words, seconds=seconds, provider="kokoro", voice="v")


class ExportingRenderer:
    """Exports a film by saying so."""

    def export(self, film: Path, *, source: Any, target: Any, out: Path, progress: Any) -> None:
        """Export."""
        del source, progress
        out.write_bytes(film.read_bytes() + f" for {target.name}".encode())


@pytest.fixture
def studio(system: System, makers: Makers) -> System:
    """Return a system that can run every single step."""
    makers.text = {"templates": TemplateWriter()}
    makers.thumbnails = Thumbnails()
    makers.renderer = ExportingRenderer()
    system.tools = makers
    return system


def alone(studio: System, caller: Caller, task_name: str, **video: Any) -> JobResult:
    """Run one task alone to its end and return the job's result."""
    job_id = studio.run(caller, task_name=task_name, video_request=video)
    studio.step(job_id, WORKS[task_name], name=task_name)
    studio.step(job_id, complete, name="complete")
    studio.end(job_id)
    job = studio.job(job_id)
    assert job.state is JobState.COMPLETED
    assert isinstance(job.result, JobResult)
    for key in job.result.files.values():
        assert key.startswith(f"outputs/{job_id}/")
        assert studio.artefacts.get(key)
    return job.result


@pytest.mark.parametrize(
    ("task_name", "files"),
    [
        ("generate_audio_tts", {"audio", "words", "captions_srt", "captions_vtt"}),
        ("generate_image_imagen", {"picture"}),
        ("generate_video_veo", {"video"}),
        ("generate_thumbnail", {"thumbnail"}),
    ],
)
def test_a_media_task_alone_gives_its_files(studio: System, ada: Caller, task_name: str, files: set[str]) -> None:
    """From a script and from an idea alike."""
    assert set(alone(studio, ada, task_name, script_content=SCRIPT, title="Bees").files) == files
    assert set(alone(studio, ada, task_name, prompt="why bees dance", title="Bees").files) == files


def test_the_length_of_a_voice_alone_is_told(studio: System, ada: Caller) -> None:
    """Half a second a word."""
    assert alone(studio, ada, "generate_audio_tts", script_content=SCRIPT).duration_seconds == 9.0


def test_a_hook_alone_comes_with_ranked_variants_and_their_reasons(studio: System, ada: Caller) -> None:
    """Best first; the chosen one is the first."""
    details = alone(studio, ada, "generate_hook", prompt="a funny video about dancing bees").details
    variants = details["variants"]
    scores = [variant["score"] for variant in variants]
    assert details["hook"] == variants[0]["text"]
    assert scores == sorted(scores, reverse=True)
    assert 3 <= len(variants) <= 5
    assert all(len(variant["reasons"]) == 4 for variant in variants)


def test_a_script_alone_begins_with_a_hook_of_its_own(studio: System, ada: Caller) -> None:
    """No other step is needed."""
    details = alone(studio, ada, "generate_script", prompt="a funny video about dancing bees", duration=30).details
    hook = alone(studio, ada, "generate_hook", prompt="a funny video about dancing bees", duration=30).details["hook"]
    assert details["script"].startswith(hook)
    assert len(details["script"].split()) > 40


@pytest.mark.parametrize("task_name", ["validate_coherence", "analyze_pacing", "track_emotional_arc"])
def test_a_judge_alone_gives_a_score_and_one_sentence_of_advice(studio: System, ada: Caller, task_name: str) -> None:
    """0 to 1, with what to change."""
    (score,) = alone(studio, ada, task_name, script_content=SCRIPT).scores.values()
    assert 0 <= score["value"] <= 1
    assert score["advice"].endswith((".", '"', "!"))


def giving(outcome: StepOutcome) -> Callable[[StepContext], StepOutcome]:
    """Return the work of a step that has this outcome."""
    return lambda _: outcome


def earlier_film(studio: System, ada: Caller) -> str:
    """Make a film whose timeline an earlier version wrote, and return its job."""
    made = {"plan_timeline": ("t.json", b'{"mat": {"round_share": 0.1}}'), "compose_final_video": ("f.mp4", b"film")}
    job_id = studio.run(ada, video_request={"script_content": SCRIPT})
    for step, (name, content) in made.items():
        key = f"artefacts/ada/{name}"
        studio.artefacts.put(key, content, content_type="x/y")
        outcome = StepOutcome(key=key, files={"video": key}, output=FilmOutput(seconds=9.0))
        studio.step(job_id, giving(outcome), name=step)
    studio.step(job_id, complete, name="complete")
    studio.end(job_id)
    return job_id


def test_an_export_alone_works_on_an_earlier_film(studio: System, ada: Caller) -> None:
    """Every asked platform, from the film that is there."""
    source = earlier_film(studio, ada)
    result = alone(studio, ada, "export_video", source_job_id=source, exports=["youtube_wide", "square"])
    assert set(result.files) == {"export_youtube_wide", "export_square"}


def test_a_film_whose_timeline_cannot_be_read_any_more_is_not_composed_again(studio: System, ada: Caller) -> None:
    """It has fields or names that are gone; the problem says what to do."""
    source = earlier_film(studio, ada)
    with pytest.raises(ContentError, match="create the film again"):
        alone(studio, ada, "compose_final_video", source_job_id=source)


def test_the_thumbnail_of_a_film_with_an_own_first_picture_shows_it(studio: System, ada: Caller) -> None:
    """Fitted to the thumbnail's own size."""
    studio.artefacts.put("uploads/ada/a", b"picture of a bee", content_type="x/y")
    job_id = studio.run(ada, video_request={"script_content": SCRIPT, "title": "Bees", "images": [{"upload": "a"}]})
    for step in ("plan_scenes", "decode_files", "generate_thumbnail"):
        studio.step(job_id, WORKS[step], name=step)
    made = studio.content(job_id, "generate_thumbnail").decode()
    size = made.split()[1]
    assert made == f"Bees {size} {f'picture of a bee at {size}'.encode()!r}"


def test_every_single_task_is_tried_here() -> None:
    """A new task needs a test of its own: compose needs a whole film and is tried on the local stack, so are these three."""
    tried = {
        *("generate_audio_tts", "generate_image_imagen", "generate_video_veo", "generate_thumbnail"),
        *("generate_hook", "generate_script", "export_video"),
        *("validate_coherence", "analyze_pacing", "track_emotional_arc"),
    }
    elsewhere = {"compose_final_video", "process_batch", "cleanup_old_results"}
    assert {task.name for task in TASKS.values() if task.route != "film"} == tried | elsewhere


def test_a_voice_alone_pauses_where_the_script_asks_and_says_what_it_left_out(studio: System, ada: Caller) -> None:
    """Half a second a word, and the pause between them; the words behind it come later."""
    studio.tools.speech = {"kokoro": Humming()}
    result = alone(studio, ada, "generate_audio_tts", script_content="NARRATOR: Wait here.\n[pause 2s]\nGo on.")
    assert result.duration_seconds == 4.0
    assert result.details["left_out"] == {"speaker_labels": 1}
    words = json.loads(studio.artefacts.get(result.files["words"]))["words"]
    assert [(word["text"], word["start_seconds"]) for word in words] == [
        ("Wait", 0.0),
        ("here.", 0.5),
        ("Go", 3.0),
        ("on.", 3.5),
    ]
