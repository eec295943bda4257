"""Own files in a request: whose they are, how many, which scene."""

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from reelwright.errors import ContentError
from reelwright.film.scenes.material import (
    CLIP_TYPES,
    FONT_TYPES,
    MAX_CLIP_BYTES,
    MAX_FONT_BYTES,
    MAX_PICTURE_BYTES,
    MAX_SOUND_BYTES,
    PICTURE_TYPES,
    SOUND_TYPES,
)
from reelwright.jobs.fingerprint import request_fingerprint
from reelwright.jobs.request import CreateJob
from reelwright.jobs.upload import AcceptedType, ManifestType, OwnImage, UploadRequest, material_key, upload_key


def request(*images: dict[str, Any], task_name: str = "generate_video") -> CreateJob:
    """Return a film with these images."""
    return CreateJob.model_validate(
        {"task_name": task_name, "video_request": {"script_content": "Hello.", "images": images}}
    )


@pytest.mark.parametrize("user_id", ["eve", "../eve", "a/b", "ü ß", "a%2Fb"])
def test_an_upload_lies_under_its_users_own_prefix(user_id: str) -> None:
    """Whatever the id holds, it is one folder, and another's is another."""
    key = upload_key(user_id, "u1")
    assert key.startswith("uploads/")
    assert key.count("/") == 2
    assert not key.startswith("uploads/ada/")


def test_an_upload_of_another_user_cannot_be_named() -> None:
    """The user's part of the key is the job's owner: the same id of somebody else is just not there."""
    image = OwnImage(upload="u1")
    assert material_key(image, "eve", "films") != material_key(image, "ada", "films")


@pytest.mark.parametrize(
    "address",
    [
        "s3://films/uploads/eve/u1",
        "s3://films/uploads/ada",
        "s3://films/uploads/ada/",
        "s3://films/uploads/adam/u1",
        "s3://films/outputs/job1/video.mp4",
        "s3://films//uploads/ada/u1",
        "s3://other/uploads/ada/u1",
        "s3://films/uploads/ada/../eve/u1",
        "s3://films/uploads/ada/./u1",
        "s3://films/uploads/ada/trip/..",
    ],
)
def test_objects_elsewhere_are_refused(address: str) -> None:
    """Another user's, another prefix, another bucket: the message says what can be used."""
    with pytest.raises(ContentError, match="only objects under s3://films/uploads/ada/"):
        material_key(OwnImage(s3=address), "ada", "films")


def test_an_object_under_the_own_prefix_is_taken() -> None:
    """However deep it lies."""
    image = OwnImage(s3="s3://films/uploads/ada/trip/1.jpg")
    assert material_key(image, "ada", "films") == "uploads/ada/trip/1.jpg"


@pytest.mark.parametrize(
    "image",
    [{}, {"upload": "a", "s3": "s3://films/uploads/ada/a"}, {"upload": "../x"}, {"upload": "a", "scene": -1}],
    ids=["nothing", "both", "no id", "no scene"],
)
def test_an_image_names_one_file(image: dict[str, Any]) -> None:
    """By one of two ways; ids are our own letters."""
    with pytest.raises(ValidationError):
        request(image)


def test_two_images_on_one_scene_are_refused() -> None:
    """A scene shows one."""
    with pytest.raises(ValidationError, match="two images ask for scene 2"):
        request({"upload": "a", "scene": 2}, {"upload": "b"}, {"upload": "c", "scene": 2})


def test_at_most_fifty_images_are_taken() -> None:
    """The limit is stated."""
    assert len(request(*[{"upload": f"u{n}"} for n in range(50)]).video_request.images) == 50
    with pytest.raises(ValidationError):
        request(*[{"upload": f"u{n}"} for n in range(51)])


def test_images_belong_to_a_film() -> None:
    """A voice alone shows none: a field that does nothing would be a promise."""
    with pytest.raises(ValidationError, match="generate_audio_tts shows none"):
        request({"upload": "a"}, task_name="generate_audio_tts")


def test_an_object_that_may_change_under_its_name_is_never_answered_from_an_earlier_result() -> None:
    """An upload is written once; an object at `s3` may be another one tomorrow."""
    assert request_fingerprint(request({"upload": "a"})) is not None
    assert request_fingerprint(request({"upload": "a"})) != request_fingerprint(request({"upload": "b"}))
    assert request_fingerprint(request({"s3": "s3://films/uploads/ada/a"})) is None


def test_own_music_belongs_to_a_film_and_may_change_under_an_address() -> None:
    """The rules of pictures hold: no single task plays music, and only an upload stays what it was."""
    sent = {"task_name": "generate_video", "video_request": {"script_content": "Hello.", "own_music": {"upload": "a"}}}
    film = CreateJob.model_validate(sent)
    assert list(film.video_request.own_files) == ["own_music"]
    assert request_fingerprint(film) not in {None, request_fingerprint(request())}
    with pytest.raises(ValidationError, match="own_music belongs to a film"):
        CreateJob.model_validate({**sent, "task_name": "generate_audio_tts"})
    moving = {"script_content": "Hello.", "own_music": {"s3": "s3://films/uploads/ada/a"}}
    assert request_fingerprint(CreateJob.model_validate({"video_request": moving})) is None


@pytest.mark.parametrize(
    ("content_type", "most"),
    [
        ("image/png", MAX_PICTURE_BYTES),
        ("video/quicktime", MAX_CLIP_BYTES),
        ("audio/mpeg", MAX_SOUND_BYTES),
        ("font/ttf", MAX_FONT_BYTES),
    ],
)
def test_an_upload_says_its_length_and_keeps_to_its_bound(content_type: str, most: int) -> None:
    """Pictures, clips, music and fonts have bounds of their own."""
    sent = {"content_type": content_type, "bytes": most}
    assert UploadRequest.model_validate(sent).bytes == most
    with pytest.raises(ValidationError, match=f"at most {most} bytes"):
        UploadRequest.model_validate({**sent, "bytes": most + 1})


def test_the_types_of_uploads_are_those_of_materials_and_manifests() -> None:
    """One list for the request, one for the limits: they must agree."""
    assert set(get_args(AcceptedType)) == {
        *PICTURE_TYPES,
        *CLIP_TYPES,
        *SOUND_TYPES,
        *FONT_TYPES,
        *get_args(ManifestType),
    }


@pytest.mark.parametrize(
    ("content_type", "says"),
    [
        ("image/tiff", "is a TIFF picture or a raw photo, which is not accepted. Save it as JPEG or PNG."),
        ("video/x-msvideo", r"is an AVI clip, which is not accepted. Save it as MP4 \(H.264\)."),
        ("font/woff2", r"is a web font \(WOFF2\), which is not accepted. Save it as TTF or OTF."),
        ("application/octet-stream", "is neither a picture in JPEG"),
    ],
)
def test_a_type_that_is_not_accepted_is_refused_with_a_remedy(content_type: str, says: str) -> None:
    """Before the file is sent, by the name that people use for the format."""
    with pytest.raises(ValidationError, match=says):
        UploadRequest.model_validate({"content_type": content_type, "bytes": 1})


@pytest.mark.parametrize("flag", [True, False])
def test_a_flag_is_no_number(flag: object) -> None:
    """L5: `true` was taken for one byte, and for the second scene."""
    with pytest.raises(ValidationError, match="not true or false"):
        UploadRequest.model_validate({"content_type": "image/png", "bytes": flag})
    with pytest.raises(ValidationError, match="not true or false"):
        request({"upload": "a", "scene": flag})
    with pytest.raises(ValidationError, match="not true or false"):
        CreateJob.model_validate({"video_request": {"script_content": "Hello.", "voice_speed": flag}})
