"""The dialects of clip models: requests as documented, and how work is shown.

Source: the Interactions API of google-genai 3.6.1. Unknown and missing fields are refused.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from tests.twins.dialects import Strict, Text
from tests.twins.works import Call, Job, WorkDialect, WorkTwin

TOKENS_A_SECOND = 34_286 / 6


class ImagePart(Strict):
    """The first picture."""

    type: Literal["image"]
    data: Text
    mime_type: Literal["image/jpeg"]


class TextPart(Strict):
    """The prompt."""

    type: Literal["text"]
    text: Text


class UserInput(Strict):
    """What the user gives."""

    type: Literal["user_input"]
    content: list[ImagePart | TextPart] = Field(min_length=1)


class VideoFormat(Strict):
    """What is to be made."""

    type: Literal["video"]
    aspect_ratio: Literal["9:16", "16:9"]
    resolution: Literal["360p", "720p", "1080p", "4k"]
    duration: Annotated[str, StringConstraints(pattern=r"^([3-9]|1[0-5])s$")]
    delivery: Literal["uri", "inline"]


class Interaction(Strict):
    """`POST /v1/interactions`."""

    model: Text
    background: Literal[True]
    input: list[UserInput] = Field(min_length=1, max_length=1)
    response_format: VideoFormat


def _omni_route(method: str, path: str) -> tuple[Call, str] | None:
    if (method, path) == ("POST", "/v1/interactions"):
        return "submit", ""
    if found := re.fullmatch(r"/v1/interactions/(\w+)", path):
        return ("poll", found[1]) if method == "GET" else None
    found = re.fullmatch(r"/v1/interactions/(\w+)/cancel", path)
    return ("cancel", found[1]) if found and method == "POST" else None


def _omni_submit(body: Any) -> int:
    return int(Interaction.model_validate(body).response_format.duration.removesuffix("s"))


def _omni_shown(twin: WorkTwin, job: Job) -> Any:
    if job.cancelled:
        return {"id": job.id, "status": "cancelled"}
    if not job.is_done:
        return {"id": job.id, "status": job.status or "in_progress"}
    if job.outcome == "failed":
        return {"id": job.id, "status": "failed"}
    text = {"type": "text", "text": "I cannot make that."}
    video = {"type": "video", "uri": twin.file_url(job), "mime_type": "video/mp4"}
    tokens = round(job.seconds * TOKENS_A_SECOND) if job.outcome == "video" else 0
    return {
        "id": job.id,
        "status": "completed",
        "steps": [{"type": "model_output", "content": [video if job.outcome == "video" else text]}],
        "usage": {"output_tokens_by_modality": [{"modality": "video", "tokens": tokens}] if tokens else []},
    }


CLIPS: dict[str, WorkDialect] = {
    dialect.name: dialect
    for dialect in (WorkDialect(name="gemini", route=_omni_route, submit=_omni_submit, shown=_omni_shown),)
}

SETUPS: dict[str, dict[str, Any]] = {"gemini": {"model": "omni-1", "usd_input": 0.07}}
"""The fields of a setup, by provider, without the base."""
