"""A finished film outlives what fails behind it: its thumbnail and its exports."""

from pathlib import Path
from typing import Any

import pytest

from reelwright.errors import ContentError
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Fallback, JobResult
from reelwright.jobs.outputs import FilmOutput
from reelwright_media.steps.complete import complete
from reelwright_media.steps.context import StepOutcome
from reelwright_media.steps.film import export_video, generate_thumbnail
from reelwright_media.steps.works import WORKS
from tests.memory.system import System
from tests.unit.media.steps.makers import Makers

SCRIPT = "Bees see colours that we cannot. They find flowers by them. So every garden has a second face."
TITLE = "El ano del nino"


class FailingDesigner:
    """Draws pictures without type; raises what it is given for any title, and for none where `is_lost`."""

    def __init__(self, error: Exception, *, is_lost: bool = False) -> None:
        self.error, self.is_lost, self.designs = error, is_lost, 0

    def thumbnail(
        self, brief: Any, title: str, *, width: int, height: int, picture: bytes | None = None, font: Any = None
    ) -> bytes:
        """Design."""
        del brief, picture, font
        self.designs += 1
        if title or self.is_lost:
            raise self.error
        return f"plain {width}x{height}".encode()


class FailingRenderer:
    """Exports nothing: it raises what it is given."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def export(self, film: Path, *, source: Any, target: Any, out: Path, progress: Any) -> None:
        """Fail."""
        del film, source, target, out, progress
        raise self.error


@pytest.fixture
def studio(system: System, makers: Makers) -> System:
    """Return a system whose thumbnail painter has a bug that titles find."""
    makers.thumbnails = FailingDesigner(IndexError("index 5 is out of bounds for axis 0 with size 4"))
    system.tools = makers
    return system


def composed(studio: System, caller: Caller, **video: Any) -> str:
    """Return a job whose film is composed."""
    job_id = str(studio.run(caller, video_request={"script_content": SCRIPT, "title": TITLE, **video}))
    studio.step(job_id, WORKS["plan_scenes"], name="plan_scenes")
    for scene in range(studio.row(job_id, "plan_scenes").output["total"]):
        for name in ("generate_audio_tts", "generate_image_imagen"):
            studio.step(job_id, WORKS[name], name=name, scene=scene)
    studio.step(job_id, WORKS["plan_timeline"], name="plan_timeline")
    studio.artefacts.put("artefacts/ada/f.mp4", b"film", content_type="video/mp4")
    film = StepOutcome(
        key="artefacts/ada/f.mp4", files={"video": "artefacts/ada/f.mp4"}, output=FilmOutput(seconds=9.0)
    )
    studio.step(job_id, lambda _: film, name="compose_final_video")
    return job_id


def completed(studio: System, job_id: str) -> JobResult:
    """End the job and return its result."""
    studio.step(job_id, complete, name="complete")
    studio.end(job_id)
    job = studio.job(job_id)
    assert job.state is JobState.COMPLETED
    assert isinstance(job.result, JobResult)
    return job.result


def test_a_film_completes_with_a_plain_thumbnail_where_its_title_cannot_be_drawn(studio: System, ada: Caller) -> None:
    """The result says so, without a library's words; every shape gets its picture."""
    job_id = composed(studio, ada, exports=["youtube_wide"])
    studio.step(job_id, generate_thumbnail, name="generate_thumbnail")
    result = completed(studio, job_id)
    made = {name: studio.artefacts.get(key) for name, key in result.files.items()}
    assert made == {"video": b"film", "thumbnail": b"plain 1080x1920", "thumbnail_youtube_wide": b"plain 1280x720"}
    reason = "the title could not be drawn; the thumbnail shows the picture without it"
    assert result.fallbacks == (Fallback(capability="thumbnail", asked="design", used="plain", reason=reason),)


def test_the_opening_picture_stands_in_where_nothing_can_be_designed(studio: System, ada: Caller) -> None:
    """Fitted to the thumbnail's size, as a user's own picture is."""
    studio.tools.thumbnails = FailingDesigner(ZeroDivisionError(), is_lost=True)
    studio.tools.pictures = {"painted": OwnPainter()}
    job_id = composed(studio, ada)
    studio.step(job_id, generate_thumbnail, name="generate_thumbnail")
    result = completed(studio, job_id)
    assert studio.artefacts.get(result.files["thumbnail"]) == b"picture of a bee at 1080x1920"
    assert [fallback.used for fallback in result.fallbacks] == ["plain"]


class OwnPainter:
    """Paints what the fitter takes for a picture."""

    name = "painted"

    def paint(self, brief: Any, *, width: int, height: int, font: Any = None) -> bytes:
        """Paint."""
        del brief, width, height, font
        return b"picture of a bee"


def test_a_design_that_failed_is_tried_again_by_the_next_job(studio: System, ada: Caller) -> None:
    """A plain thumbnail is not taken for the design: once the bug is mended, the design is made."""
    first = composed(studio, ada)
    studio.step(first, generate_thumbnail, name="generate_thumbnail")
    before = studio.tools.thumbnails.designs
    second = composed(studio, ada)
    studio.step(second, generate_thumbnail, name="generate_thumbnail")
    assert studio.tools.thumbnails.designs == before + 1


def test_a_thumbnail_alone_still_fails_with_its_error(studio: System, ada: Caller) -> None:
    """A single task has no film to save: its caller wants the design."""
    job_id = studio.run(ada, task_name="generate_thumbnail", video_request={"script_content": SCRIPT, "title": TITLE})
    with pytest.raises(IndexError):
        studio.step(job_id, generate_thumbnail, name="generate_thumbnail")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ContentError("the film has no picture."), "the film has no picture."),
        (IndexError("index 5 is out of bounds"), "it could not be made"),
    ],
)
def test_a_film_completes_without_the_export_that_failed(
    studio: System, ada: Caller, error: Exception, reason: str
) -> None:
    """The state machine goes on to `complete` (`tests/infra`), which names the export; a bug's own words stay inside."""
    studio.tools.renderer = FailingRenderer(error)
    job_id = composed(studio, ada, exports=["youtube_wide"])
    with pytest.raises(type(error)):
        studio.step(job_id, export_video, name="export_video", platform="youtube_wide")
    result = completed(studio, job_id)
    assert set(result.files) == {"video"}
    assert result.fallbacks == (Fallback(capability="export", asked="youtube_wide", used="none", reason=reason),)
