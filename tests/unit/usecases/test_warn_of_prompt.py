"""A prompt that nobody here can write about is told before the job waits and fails."""

from typing import Any

import pytest

from reelwright.jobs.video_request import VideoRequest
from reelwright.providers.setup import ProvidersSetup
from reelwright.usecases.warn_of_prompt import warn_of_prompt


def warned(**video: Any) -> list[tuple[str, str]]:
    """Warn without a text model; return the field and the message of each warning."""
    found = warn_of_prompt(VideoRequest(**video), field="video_request", setup=ProvidersSetup())
    return [(one.field, one.message) for one in found]


@pytest.mark.parametrize(
    ("video", "told"),
    [
        ({"prompt": "why do cats love boxes"}, "script_content"),
        ({"prompt": "Die Geschichte der Brezel", "language": "de-DE"}, "English only"),
    ],
)
def test_a_prompt_that_the_templates_would_refuse_is_told_at_once(video: dict[str, Any], told: str) -> None:
    """The words are those with which the job would fail."""
    ((field, message),) = warned(**video)
    assert field == "video_request.prompt"
    assert told in message


@pytest.mark.parametrize(
    "video", [{"prompt": "a funny video about my cat"}, {"script_content": "Why do cats love boxes? Nobody knows."}]
)
def test_what_can_be_made_is_not_warned_of(video: dict[str, Any]) -> None:
    """A genre has templates, and a script needs no writer."""
    assert warned(**video) == []
