"""What a request may hold."""

import pytest
from pydantic import ValidationError

from reelwright.jobs.request import CreateJob
from reelwright.jobs.video_request import VideoRequest

W4 = {
    "video_request": {
        "script_id": "test-123",
        "user_id": "user-456",
        "title": "Test Video",
        "script_content": "This is a test.",
        "language": "en-US",
        "platform": "youtube",
        "duration": 15,
        "voice_provider": "azure",
    },
    "priority": 5,
}


def _with(**video: object) -> dict[str, object]:
    return {"video_request": {"script_content": "Hello world.", **video}}


def test_the_call_of_the_system_before_works_unchanged() -> None:
    """W4's own body is valid as it is."""
    request = CreateJob.model_validate(W4)
    assert request.task_name == "generate_video"
    assert request.queue("premium") == "videos-default"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"video_request": {}},
        _with(script_content=""),
        _with(script_content="   \n\t "),
        _with(script_content="🎬🚀✨"),
        _with(script_content="x" * 20_001),
        _with(platform="betamax"),
        _with(duration=-5),
        _with(duration=0),
        _with(duration=100_000),
        _with(language="not a language"),
        _with(voice="../../etc/passwd"),
        _with(unknown_field=1),
        _with(loop=True, closing_card=True),
        _with(brand={"colours": {"main": "red", "accent": "#ffe04a"}}),
        _with(brand={"colours": {"main": "#102030"}}),
        _with(brand={"outro": "x" * 61}),
        _with(brand={"logo": "abc"}),
        _with(brand={"font": {"upload": "a", "s3": "s3://films/uploads/ada/b"}}),
        {**_with(), "priority": 0},
        {**_with(), "priority": 11},
        {**_with(), "task_name": "make_coffee"},
        {**_with(), "metadata": {"note": "x" * 2_048}},
        {"task_name": "process_batch"},
        {"task_name": "export_video", "video_request": {"exports": ["tiktok"]}},
    ],
)
def test_a_bad_body_is_refused(body: dict[str, object]) -> None:
    """Every field is bounded, unknown ones are refused, and a film needs words."""
    with pytest.raises(ValidationError):
        CreateJob.model_validate(body)


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا بالعالم. هذا اختبار.",
        "深海里没有阳光。",
        "A" * 60 + " is one long word.",
        "Bell\x07 and null\x00 and escape\x1b characters.",
        "Hello 🎬 world",
    ],
)
def test_unusual_but_speakable_scripts_are_accepted_and_cleaned(text: str) -> None:
    """Any language, long words, control characters and emoji beside words make a film."""
    request = CreateJob.model_validate(_with(script_content=text))
    cleaned = request.video_request.text
    assert cleaned
    assert not any(ord(letter) < 32 and letter != "\n" for letter in cleaned)


def test_captions_in_files_alone_have_one_word_and_an_older_one() -> None:
    """`none` is read as `sidecar`, so both are one request to the result cache."""
    older, newer = (
        CreateJob.model_validate(_with(script_content="Hi.", captions=word)) for word in ("none", "sidecar")
    )
    assert older == newer
    assert older.video_request.captions == "sidecar"


@pytest.mark.parametrize("field", [{"captions": "comic"}, {"caption_position": "left"}, {"captions": ["pop"]}])
def test_an_unknown_look_of_captions_is_refused(field: dict[str, object]) -> None:
    """Only the words of the API, each a word."""
    with pytest.raises(ValidationError):
        CreateJob.model_validate(_with(script_content="Hi.", **field))


def test_a_script_is_read_as_people_paste_it_unless_it_says_otherwise() -> None:
    """`text` is what is spoken."""
    script = "NARRATOR: Bees **dance**.\n[pause 2s]\n[music] They talk."
    video = VideoRequest(script_content=script)
    assert (video.script_format, video.text, video.pause_seconds) == ("auto", "Bees dance.\nThey talk.", 2.0)
    assert VideoRequest(script_content=script, script_format="plain").text == script


@pytest.mark.parametrize("script", ["[music swells]", "NARRATOR:\n(sighs)", "![a bee](bee.png)"])
def test_a_script_of_stage_directions_alone_is_refused(script: str) -> None:
    """Nothing of it would be heard; as `plain` all of it is."""
    with pytest.raises(ValidationError, match='set script_format to "plain"'):
        VideoRequest(script_content=script)
    assert VideoRequest(script_content=script, script_format="plain").text


def test_a_brands_caption_style_is_the_default() -> None:
    """A request that names another style keeps it."""
    brand = {"captions": "box"}
    assert VideoRequest.model_validate({"script_content": "Hi.", "brand": brand}).caption_style == "box"
    assert (
        VideoRequest.model_validate({"script_content": "Hi.", "brand": brand, "captions": "pop"}).caption_style == "pop"
    )
    assert VideoRequest.model_validate({"script_content": "Hi."}).caption_style == "auto"
