"""A film with the user's own pictures and clips, through the real steps on memory adapters."""

import json
import string
from pathlib import Path
from typing import Any

import pytest

from reelwright.errors import ContentError
from reelwright.jobs.caller import Caller
from reelwright.refusals import InvalidField
from reelwright_media.steps.complete import complete
from reelwright_media.steps.decode import decode_files
from reelwright_media.steps.draw import generate_image_imagen
from reelwright_media.steps.filming import generate_video_veo
from reelwright_media.steps.plan import plan_scenes, plan_timeline
from reelwright_media.steps.speak import generate_audio_tts
from tests.memory.system import System
from tests.unit.media.material.made_fonts import written
from tests.unit.media.steps.makers import Makers

SCRIPT = (
    "Whales sing across whole oceans, and nobody knows quite why they do. Rockets leave the Earth with a roar that shakes "
    "every window. Bread rises in the oven while the whole street still sleeps. Cats own the sofa and let us sit there."
)
LETTERS = string.ascii_letters + string.digits + string.punctuation + " "


@pytest.fixture
def studio(system: System, makers: Makers) -> System:
    """Return a system with makers and three uploads of ada's."""
    system.tools = makers
    for name, content in {"a": b"picture of a whale", "b": b"clip of a rocket", "c": b"hello"}.items():
        system.artefacts.put(f"uploads/ada/{name}", content, content_type="x/y")
    return system


def film(studio: System, ada: Caller, *images: dict[str, Any], **video: Any) -> str:
    """Return a running film with these images, planned and decoded."""
    job_id = planned_film(studio, ada, *images, **video)
    studio.step(job_id, decode_files, name="decode_files")
    return job_id


def planned_film(studio: System, ada: Caller, *images: dict[str, Any], **video: Any) -> str:
    """Return a running film with these images, planned."""
    job_id = str(studio.run(ada, video_request={"script_content": SCRIPT, "images": images, **video}))
    assert studio.step(job_id, plan_scenes, name="plan_scenes")["own_files"]
    return job_id


def planned(studio: System, job_id: str) -> list[dict[str, Any]]:
    """Return the plan's scenes."""
    return list(json.loads(studio.content(job_id, "plan_scenes"))["scenes"])


def picture(studio: System, job_id: str, scene: int) -> Any:
    """Make a scene's picture and return its row."""
    studio.step(job_id, generate_image_imagen, name="generate_image_imagen", scene=scene)
    return studio.jobs.step(job_id, f"generate_image_imagen#{scene}")


def test_own_files_take_scenes_in_order_and_the_others_are_painted(studio: System, ada: Caller) -> None:
    """The kind comes from the content; what a painter would show stays in the plan beside it."""
    job_id = film(studio, ada, {"upload": "b"}, {"upload": "a", "scene": 0})
    scenes = planned(studio, job_id)
    assert [scene["material"] and scene["material"]["name"] for scene in scenes][:3] == ["images.1", "images.0", None]
    first, second = json.loads(studio.content(job_id, "decode_files"))["files"]
    assert (first["clip_key"] is not None, second["clip_key"] is not None) == (True, False)
    assert all(scene["brief"]["scenery"] for scene in scenes)


def test_a_wrong_scene_is_refused_before_any_file_is_decoded(studio: System, ada: Caller) -> None:
    """Decoding first cost a try 13 s for nothing."""
    with pytest.raises(ContentError, match="asks for scene 999"):
        film(studio, ada, {"upload": "a", "scene": 999})
    assert studio.decoding.commands == []


def test_an_own_picture_is_fitted_and_no_painter_is_asked(studio: System, ada: Caller) -> None:
    """In the film's size; the same upload in another film is found again."""
    for _ in range(2):
        row = picture(studio, film(studio, ada, {"upload": "a"}), 0)
        assert studio.artefacts.get(row.key) == b"picture of a whale at 1080x1920"
    assert row.cached
    assert studio.tools.pictures["painted"].calls == 0


def test_an_own_clip_leaves_a_picture_and_the_moving_film(studio: System, ada: Caller) -> None:
    """Players and thumbnails want a still; the timeline shows the clip, whatever `visuals` says."""
    for visuals in ("pictures", "clips"):
        job_id = film(studio, ada, {"upload": "b"}, visuals=visuals)
        for scene in range(len(planned(studio, job_id))):
            row = picture(studio, job_id, scene)
            studio.step(job_id, generate_audio_tts, name="generate_audio_tts", scene=scene)
            if visuals == "clips":
                studio.step(job_id, generate_video_veo, name="generate_video_veo", scene=scene)
        studio.step(job_id, plan_timeline, name="plan_timeline")
        first, second = json.loads(studio.content(job_id, "plan_timeline"))["shots"][:2]
        assert studio.artefacts.get(first["clip_key"]).startswith(b"clip of a rocket for ")
        assert studio.artefacts.get(first["picture_key"]).startswith(b"clip of a rocket at ")
        assert (second["clip_key"] is None) is (visuals == "pictures")
        assert "clip_key" not in row.output


def test_an_own_picture_is_what_a_clip_model_sets_in_motion(studio: System, ada: Caller) -> None:
    """With `visuals: clips` the user's picture is the first frame, not a painted one."""
    job_id = film(studio, ada, {"upload": "a"}, visuals="clips")
    picture(studio, job_id, 0)
    studio.step(job_id, generate_audio_tts, name="generate_audio_tts", scene=0)
    studio.step(job_id, generate_video_veo, name="generate_video_veo", scene=0)
    assert studio.content(job_id, "generate_video_veo#0").startswith(b"picture of a whale at ")


@pytest.mark.parametrize(
    ("images", "said"),
    [
        ([{"upload": "a"}, {"upload": "c"}], "images.1 is damaged"),
        ([{"upload": "a"}, {"upload": "gone"}], "images.1 is not there"),
        ([{"upload": "a", "scene": 99}], "images.0 asks for scene 99"),
    ],
    ids=["damaged", "missing", "no such scene"],
)
def test_an_unusable_file_ends_the_film_before_anything_is_made(
    studio: System, ada: Caller, images: list[dict[str, Any]], said: str
) -> None:
    """The error names the file, no retry can heal it, and neither voice nor painter was asked."""
    with pytest.raises(ContentError, match=said):
        film(studio, ada, *images)
    rows = [studio.jobs.step("job0001", name) for name in ("plan_scenes", "decode_files")]
    (error,) = [row.error for row in rows if row is not None and row.error is not None]
    assert (error.code, error.retryable) == ("unusable_content", False)
    assert studio.tools.speech["kokoro"].calls == 0


def test_an_upload_of_somebody_else_is_just_not_there(studio: System, eve: Caller) -> None:
    """The key is made of the job's owner: nothing tells that ada has such a file."""
    with pytest.raises(ContentError, match=r"images\.0 is not there"):
        film(studio, eve, {"upload": "a"})


def test_a_font_of_somebody_else_is_just_not_there(studio: System, eve: Caller) -> None:
    """As an upload; and an object under another's prefix is refused before there is a job."""
    studio.artefacts.put("brands/ada/brandf", b"font of ada", content_type="font/ttf")
    with pytest.raises(ContentError, match=r"brand\.font is not there"):
        film(studio, eve, brand={"font": {"upload": "brandf"}})
    for owner in ("uploads/ada", "brands/ada", "brands/eve"):
        with pytest.raises(InvalidField, match=r"video_request\.brand\.font\.s3: only objects under"):
            planned_film(studio, eve, brand={"font": {"s3": f"s3://films/{owner}/brandf"}})


def test_an_object_that_was_replaced_is_looked_at_again(studio: System, ada: Caller) -> None:
    """Its tag is part of every fingerprint: the plan and the picture are made anew."""
    image = {"s3": "s3://films/uploads/ada/a"}
    picture(studio, film(studio, ada, image), 0)
    studio.artefacts.put("uploads/ada/a", b"picture of a shark", content_type="x/y")
    row = picture(studio, film(studio, ada, image), 0)
    assert studio.artefacts.get(row.key) == b"picture of a shark at 1080x1920"


def test_a_file_that_vanished_after_the_plan_says_so(studio: System, ada: Caller) -> None:
    """It is no missing artefact of ours that a new attempt could make again."""
    job_id = planned_film(studio, ada, {"upload": "a"})
    studio.artefacts.remove_prefix("uploads/ada/a")
    with pytest.raises(ContentError, match=r"images\.0 is not there"):
        studio.step(job_id, decode_files, name="decode_files")


def test_a_decoded_file_is_not_needed_any_more(studio: System, ada: Caller) -> None:
    """Scenes show what the sandbox made of it."""
    job_id = film(studio, ada, {"upload": "a"})
    studio.artefacts.remove_prefix("uploads/ada/a")
    assert studio.artefacts.get(picture(studio, job_id, 0).key) == b"picture of a whale at 1080x1920"


def test_a_file_is_decoded_once(studio: System, ada: Caller) -> None:
    """By its content: for later attempts and other films of the user. A film of another shape needs its own clip."""
    for _ in range(2):
        job_id = film(studio, ada, {"upload": "b"}, {"upload": "a"})
        studio.step(job_id, decode_files, name="decode_files")
        studio.end(job_id)
    assert sorted(command.order.form for command in studio.decoding.commands) == ["clip", "still", "still"]
    film(studio, ada, {"upload": "b"}, {"upload": "a"}, aspect="1:1")
    assert [command.order.form for command in studio.decoding.commands[3:]] == ["clip"]


def test_a_command_names_one_file_and_one_result(studio: System, ada: Caller) -> None:
    """The decoder gets a signed read of the upload and a signed write of the user's own artefact, and a text shows neither."""
    film(studio, ada, {"upload": "a"})
    (command,) = studio.decoding.commands
    assert command.source_url.startswith("memory://uploads/ada/a?")
    assert command.target_url.startswith("memory://artefacts/ada/decode_files/")
    assert command.target_headers == {"content-type": "image/jpeg", "if-none-match": "*"}
    assert "memory://" not in repr(command)


def test_own_music_replaces_the_composed_one(studio: System, ada: Caller) -> None:
    """It is decoded in the sandbox like a picture, and the timeline plays it; a mood in the request does not matter."""
    studio.artefacts.put("uploads/ada/m", b"music of mine", content_type="audio/mpeg")
    job_id = film(studio, ada, own_music={"upload": "m"}, music="tense")
    for scene in range(len(planned(studio, job_id))):
        picture(studio, job_id, scene)
        studio.step(job_id, generate_audio_tts, name="generate_audio_tts", scene=scene)
    studio.step(job_id, plan_timeline, name="plan_timeline")
    cue = json.loads(studio.content(job_id, "plan_timeline"))["music"]
    assert cue["mood"] is None
    assert studio.artefacts.get(cue["key"]) == b"music of mine"
    (command,) = studio.decoding.commands
    assert command.order.form == "sound"
    assert command.target_headers["content-type"] == "audio/flac"


def test_the_logo_of_a_brand_stands_in_its_corner_of_the_timeline(studio: System, ada: Caller) -> None:
    """It is decoded with its transparency, and the brand's line stands above the hook."""
    studio.artefacts.put("brands/ada/brandx", b"picture of a logo", content_type="image/png")
    brand = {"logo": {"upload": "brandx"}, "corner": "top_right", "intro": "Space in a minute"}
    job_id = film(studio, ada, brand=brand)
    for scene in range(len(planned(studio, job_id))):
        picture(studio, job_id, scene)
        studio.step(job_id, generate_audio_tts, name="generate_audio_tts", scene=scene)
    studio.step(job_id, plan_timeline, name="plan_timeline")
    timeline = json.loads(studio.content(job_id, "plan_timeline"))
    assert timeline["watermark"]["corner"] == "top_right"
    assert studio.artefacts.get(timeline["watermark"]["key"]) == b"picture of a logo"
    assert timeline["hook"]["intro"] == "Space in a minute"
    assert [command.order.form for command in studio.decoding.commands] == ["mark"]


def laid_out(studio: System, ada: Caller, content: bytes, **video: Any) -> tuple[str, dict[str, Any]]:
    """Return a film whose brand has a font of these letters, and its timeline."""
    studio.artefacts.put("brands/ada/brandf", b"font " + content, content_type="font/ttf")
    job_id = film(studio, ada, brand={"font": {"upload": "brandf"}}, **video)
    for scene in range(len(planned(studio, job_id))):
        picture(studio, job_id, scene)
        studio.step(job_id, generate_audio_tts, name="generate_audio_tts", scene=scene)
    studio.step(job_id, plan_timeline, name="plan_timeline")
    return job_id, json.loads(studio.content(job_id, "plan_timeline"))


def test_the_font_of_a_brand_goes_to_timeline_and_painter(studio: System, ada: Caller, tmp_path: Path) -> None:
    """Both get the font that the sandbox wrote. A picture in another font is another picture."""
    painter = studio.tools.pictures["painted"]
    _, timeline = laid_out(studio, ada, written(LETTERS, tmp_path))
    assert [command.order.form for command in studio.decoding.commands] == ["font"]
    assert studio.artefacts.get(timeline["font"]) == written(LETTERS, tmp_path)
    assert painter.calls == len(timeline["shots"])
    assert all(font is not None for font in painter.fonts)


def test_letters_that_the_font_lacks_are_named_in_the_result(studio: System, ada: Caller, tmp_path: Path) -> None:
    """Their texts have the built-in faces, so the owner must be told; a font with all letters is no fallback."""
    whole, _ = laid_out(studio, ada, written(LETTERS, tmp_path))
    assert studio.row(whole, "plan_timeline").fallback is None
    job_id, _ = laid_out(studio, ada, written(LETTERS.replace("W", ""), tmp_path), title="Whales")
    fallback = studio.row(job_id, "plan_timeline").fallback
    assert fallback is not None
    assert (fallback.capability, fallback.asked, fallback.used) == ("font", "brand.font", "built-in")
    assert fallback.reason.startswith("the font lacks W: ")
    assert fallback.reason.endswith(" texts are set in the built-in faces")


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        ("brandp", r"brand\.font is no font"),
        ("brandl", r"brand\.font is too large: a font may have 2 MB"),
        ("brandn", r"brand\.font is not there"),
    ],
)
def test_what_is_no_font_ends_the_film_by_its_name(studio: System, ada: Caller, upload: str, said: str) -> None:
    """Before anything is spoken or painted."""
    studio.artefacts.put("brands/ada/brandp", b"picture", content_type="font/ttf")
    studio.artefacts.put("brands/ada/brandl", bytes(2 * 2**20 + 1), content_type="font/ttf")
    with pytest.raises(ContentError, match=said):
        film(studio, ada, brand={"font": {"upload": upload}})
    assert studio.tools.speech["kokoro"].calls == 0


def test_music_that_is_none_ends_the_film_by_its_name(studio: System, ada: Caller) -> None:
    """A picture in the place of music is no music."""
    with pytest.raises(ContentError, match="own_music is damaged"):
        film(studio, ada, own_music={"upload": "a"})


def test_files_over_their_bounds_are_refused_before_they_are_fetched(studio: System, ada: Caller) -> None:
    """A clip-sized picture is refused too, once its content says that it is one."""
    studio.artefacts.put("uploads/ada/big", b"picture" + bytes(21 * 2**20), content_type="x/y")
    with pytest.raises(ContentError, match=r"images\.0 is too large: a picture may have 20 MB"):
        film(studio, ada, {"upload": "big"})
    studio.artefacts.put("uploads/ada/big", bytes(101 * 2**20), content_type="x/y")
    with pytest.raises(ContentError, match=r"images\.0 is too large: a file may have 100 MB"):
        film(studio, ada, {"upload": "big"})


def test_the_result_says_which_scene_shows_which_file_and_which_found_none(studio: System, ada: Caller) -> None:
    """More files than scenes are no error, and no secret."""
    job_id = film(studio, ada, *[{"upload": "a"}] * 9)
    studio.step(job_id, complete_without_film, name="complete")
    details = studio.row(job_id, "complete").output["result"]["details"]
    scenes = details["scenes"]
    assert details["images"] == {str(place): f"images.{place}" for place in range(scenes)}
    assert details["unused_images"] == [f"images.{place}" for place in range(scenes, 9)]


def complete_without_film(context: Any) -> Any:
    """Complete as a single task would: no film needs to be composed for its details."""
    single = context.job.model_copy(update={"task_name": "generate_hook"})
    return complete(type(context)(**{**vars(context), "job": single}))
