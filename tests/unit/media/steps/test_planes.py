"""A picture in planes goes from its painter to the renderer, and a film without planes goes on without."""

import json
from pathlib import Path
from typing import Any

import pytest

from reelwright.film.makers import Footage, PaintedDiorama
from reelwright.film.scenes.model import PictureBrief
from reelwright.film.timeline.model import Timeline
from reelwright.jobs.caller import Caller
from reelwright_media.steps.draw import generate_image_imagen
from reelwright_media.steps.film import generate_thumbnail, render_scene
from reelwright_media.steps.plan import plan_scenes, plan_timeline
from reelwright_media.steps.speak import generate_audio_tts
from tests.memory.system import System
from tests.unit.media.steps.makers import Makers

SCRIPT = (
    "Breathe in slowly and hold the quiet for a while. Let the mountains carry every one of your worries away. "
    "Listen to the forest around you and exhale, then rest."
)


class PlanePainter:
    """Paints in planes by saying so."""

    name = "painted"

    def paint(self, brief: PictureBrief, *, width: int, height: int, font: Path | None = None) -> bytes:
        """Paint flat."""
        del font
        return f"flat {brief.seed} {width}x{height}".encode()

    def paint_diorama(
        self, brief: PictureBrief, *, width: int, height: int, font: Path | None = None
    ) -> PaintedDiorama:
        """Paint both."""
        del font
        return PaintedDiorama(self.paint(brief, width=width, height=height), f"planes {brief.seed}".encode())


class Recorder:
    """Renders by noting what it was given."""

    def __init__(self) -> None:
        self.given: list[dict[str, Any]] = []

    def render_shot(
        self,
        timeline: Timeline,
        shot: Any,
        *,
        out: Path,
        progress: Any,
        logo: Path | None = None,
        font: Path | None = None,
        **footage: Footage,
    ) -> None:
        """Render."""
        del timeline, shot, progress, logo, font
        self.given.append(
            {
                name: {kind: path and path.read_bytes().split()[0] for kind, path in files._asdict().items()}
                for name, files in footage.items()
            }
        )
        out.write_bytes(b"segment")


class Designer:
    """Designs thumbnails by saying their size."""

    def thumbnail(
        self,
        brief: PictureBrief,
        title: str,
        *,
        width: int,
        height: int,
        picture: bytes | None = None,
        font: Path | None = None,
    ) -> bytes:
        """Design."""
        del brief, picture, font
        return f"{title} {width}x{height}".encode()


@pytest.fixture
def studio(system: System, makers: Makers) -> System:
    """Return a system whose renderer notes what it gets."""
    system.tools = makers
    makers.renderer, makers.thumbnails = Recorder(), Designer()
    return system


def laid_out(studio: System, ada: Caller, **video: Any) -> tuple[str, Timeline]:
    """Return a film that is ready to be rendered."""
    job_id = str(studio.run(ada, video_request={"script_content": SCRIPT, "platform": "tiktok", **video}))
    studio.step(job_id, plan_scenes, name="plan_scenes")
    plan = json.loads(studio.content(job_id, "plan_scenes"))
    for scene in range(len(plan["scenes"])):
        studio.step(job_id, generate_audio_tts, name="generate_audio_tts", scene=scene)
        studio.step(job_id, generate_image_imagen, name="generate_image_imagen", scene=scene)
    studio.step(job_id, plan_timeline, name="plan_timeline")
    timeline = Timeline.model_validate_json(studio.content(job_id, "plan_timeline"))
    return job_id, timeline


def rendered(studio: System, job_id: str, scene: int) -> dict[str, Any]:
    """Render a scene and return what the renderer was given."""
    studio.step(job_id, render_scene, name="render_scene", scene=scene)
    return dict(studio.tools.renderer.given[-1])


def test_planes_reach_the_renderer_beside_the_picture(studio: System, ada: Caller) -> None:
    """Of the shot itself and, where a transition shows it, of the shot before."""
    studio.tools.pictures["painted"] = PlanePainter()
    job_id, timeline = laid_out(studio, ada)
    keys = [shot.diorama_key for shot in timeline.shots]
    assert all(key is not None and studio.artefacts.get(key).startswith(b"planes") for key in keys)
    for shot in timeline.shots[:2]:
        given = rendered(studio, job_id, shot.index)
        assert given["footage"] == {"picture": b"flat", "clip": None, "diorama": b"planes"}
        soft = shot.index > 0 and shot.transition.frames > 0
        assert (given["previous"]["diorama"] == b"planes") == soft


def test_a_picture_that_was_found_again_brings_its_planes(studio: System, ada: Caller) -> None:
    """A second film with the same scenes pays for neither."""
    studio.tools.pictures["painted"] = PlanePainter()
    first_id, first = laid_out(studio, ada)
    studio.end(first_id)
    job_id, second = laid_out(studio, ada, title="Another title")
    assert studio.row(job_id, "generate_image_imagen#0").cached
    assert second.shots[0].diorama_key == first.shots[0].diorama_key


def test_a_painter_without_planes_leaves_a_flat_picture(studio: System, ada: Caller) -> None:
    """A cloud model's picture, a user's own: the film is made all the same."""
    job_id, timeline = laid_out(studio, ada)
    assert [shot.diorama_key for shot in timeline.shots] == [None] * len(timeline.shots)
    given = rendered(studio, job_id, 0)
    assert given["footage"] == {"picture": b"painted", "clip": None, "diorama": None}
    assert given["previous"]["diorama"] is None


def test_a_short_film_has_a_closing_card_if_it_is_requested(studio: System, ada: Caller) -> None:
    """`closing_card` and `loop` of the request reach the timeline."""
    job_id, timeline = laid_out(studio, ada, title="Breathe", closing_card=True)
    assert timeline.closing is not None
    assert (timeline.closing.title, timeline.closing.call) == ("Breathe", "Follow for more")
    studio.end(job_id)
    job_id, timeline = laid_out(studio, ada, title="Breathe")
    assert (timeline.closing, timeline.loop_frames) == (None, 0)
    studio.end(job_id)
    assert laid_out(studio, ada, title="Breathe", loop=True)[1].loop_frames == 15


def test_the_last_segment_of_a_loop_gets_the_first_picture(studio: System, ada: Caller) -> None:
    """The film's first frame fades in at its end; no other segment has it."""
    job_id, timeline = laid_out(studio, ada, loop=True)
    opened = [rendered(studio, job_id, shot.index)["opening"]["picture"] is not None for shot in timeline.shots]
    assert opened == [shot.index == len(timeline.shots) - 1 for shot in timeline.shots]


def test_what_shapes_a_segment_tells_it_from_others(studio: System, ada: Caller) -> None:
    """A film without card keeps its other segments; hook and captions shape those they stand on."""
    keys = {}
    choices: dict[str, dict[str, Any]] = {
        "full": {"closing_card": True},
        "open": {"closing_card": False},
        "bare": {"captions": "none"},
    }
    for name, video in choices.items():
        job_id, timeline = laid_out(studio, ada, title="Breathe", **video)
        for shot in timeline.shots:
            studio.step(job_id, render_scene, name="render_scene", scene=shot.index)
        keys[name] = [studio.row(job_id, f"render_scene#{shot.index}").key for shot in timeline.shots]
        studio.end(job_id)
    assert keys["full"][0] == keys["open"][0]
    assert keys["full"][-1] != keys["open"][-1]
    assert keys["full"][0] != keys["bare"][0]


def test_captions_are_burned_in_as_asked_and_the_scenes_are_kept(studio: System, ada: Caller) -> None:
    """Style and position change the segments, not pictures and voices, and not the lines of the caption files."""
    seen = []
    for video in ({}, {"captions": "box"}, {"captions": "pop"}, {"caption_position": "top"}):
        job_id, timeline = laid_out(studio, ada, **video)
        studio.step(job_id, render_scene, name="render_scene", scene=0)
        seen.append((timeline, studio.row(job_id, "render_scene#0").key))
        studio.end(job_id)
    (first, _), *others = seen
    assert len({key for _, key in seen}) == 4
    assert all(timeline.captions == first.captions for timeline, _ in others)
    assert all(timeline.shots[0].picture_key == first.shots[0].picture_key for timeline, _ in others)
    assert [timeline.caption_style for timeline, _ in seen] == ["auto", "box", "pop", "auto"]
    assert others[2][0].preset.caption_centre < 0.3 < first.preset.caption_centre


def test_each_exported_shape_gets_a_thumbnail_of_its_own(studio: System, ada: Caller) -> None:
    """Composed for it, not cropped; platforms of the film's own shape share the film's."""
    exports = ["reels", "youtube_wide", "square"]
    job_id, _ = laid_out(studio, ada, title="Breathe", exports=exports)
    studio.step(job_id, generate_thumbnail, name="generate_thumbnail")
    files = studio.row(job_id, "generate_thumbnail").output["files"]
    assert {name: studio.artefacts.get(key) for name, key in files.items()} == {
        "thumbnail": b"Breathe 1080x1920",
        "thumbnail_youtube_wide": b"Breathe 1280x720",
        "thumbnail_square": b"Breathe 1080x1080",
    }


def test_a_brand_reaches_pictures_captions_and_card(studio: System, ada: Caller) -> None:
    """Its colours are the film's, its text is the card's call."""
    colours = {"main": "#1040a0", "accent": "#ffd040"}
    brand = {"colours": colours, "outro": "bees.example", "captions": "box"}
    job_id, timeline = laid_out(studio, ada, title="Breathe", closing_card=True, brand=brand)
    assert timeline.colours is not None
    assert timeline.colours.model_dump() == colours
    assert timeline.closing is not None
    assert (timeline.closing.call, timeline.caption_style) == ("bees.example", "box")
    scenes = json.loads(studio.content(job_id, "plan_scenes"))["scenes"]
    assert all(scene["brief"]["tint"][1::2] == ["#1040a0", "#ffd040"] for scene in scenes)
