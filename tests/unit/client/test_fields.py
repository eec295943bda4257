"""The client's fields and the server's model agree."""

from typing import get_args, get_type_hints

from reelwright.jobs.request import CreateJob
from reelwright.jobs.video_request import MusicChoice, VideoRequest
from reelwright_client.fields import _JOB_FIELDS, JobFields, body_of


def test_every_field_of_the_server_can_be_given_and_no_other() -> None:
    """A field that only one side has fails here, before a user meets it."""
    known = set(get_type_hints(JobFields)) - {"video_request"}
    server = (set(CreateJob.model_fields) - {"video_request"}) | set(VideoRequest.model_fields)
    assert known == server - {"script_content"}
    assert set(CreateJob.model_fields) - {"video_request"} == _JOB_FIELDS


def test_a_body_is_accepted_by_the_server() -> None:
    """What the client builds from its arguments is what the server's model reads."""
    body = body_of("Bees see colours.", {"platform": "tiktok", "priority": 3, "exports": ["square"]})
    read = CreateJob.model_validate(body)
    assert read.video_request.script_content == "Bees see colours."
    assert read.video_request.exports == ("square",)
    assert read.priority == 3


def test_a_field_without_a_name_here_travels_in_video_request() -> None:
    """So a newer server needs no newer client; it overrides the named field."""
    body = body_of("Bees.", {"title": "A", "video_request": {"title": "B", "weather": "rain"}})
    assert body["video_request"] == {"script_content": "Bees.", "title": "B", "weather": "rain"}


def test_music_moods_in_the_help_exist() -> None:
    """The moods that `--music` lists are accepted by the server."""
    assert {"auto", "none", "awe", "calm", "upbeat"} <= set(get_args(MusicChoice))
