"""The dialects of clip models: requests as documented, and how work is shown.

Sources: the Interactions API and Veo of google-genai 3.6.1, runwayml 5.24.0, fal-client 1.0.3, Replicate's reference.
Unknown and missing fields are refused.
"""

import base64
import re
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from tests.twins.dialects import KEY, Strict, Text
from tests.twins.luma import LUMA, SETUP
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


def _omni_route(method: str, path: str, _body: Any) -> tuple[Call, str] | None:
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


class VeoImage(Strict):
    """The first picture."""

    bytesBase64Encoded: Text  # noqa: N815 - the wire's name
    mimeType: Literal["image/jpeg"]  # noqa: N815 - the wire's name


class VeoInstance(Strict):
    """One prompt."""

    prompt: Text
    image: VeoImage | None = None


class VeoParameters(Strict):
    """How the video is made."""

    sampleCount: Literal[1]  # noqa: N815 - the wire's name
    durationSeconds: Literal[4, 6, 8]  # noqa: N815 - the wire's name
    aspectRatio: Literal["9:16", "16:9"]  # noqa: N815 - the wire's name
    resolution: Literal["720p", "1080p"]
    generateAudio: bool  # noqa: N815 - the wire's name
    seed: Annotated[int, Field(ge=0, le=4_294_967_295)]
    personGeneration: Literal["dont_allow", "allow_adult"]  # noqa: N815 - the wire's name


class PredictRequest(Strict):
    """`POST …:predictLongRunning`."""

    instances: list[VeoInstance] = Field(min_length=1, max_length=1)
    parameters: VeoParameters


def _veo_route(_method: str, path: str, body: Any) -> tuple[Call, str] | None:
    if path.endswith("/publishers/google/models/model-1:predictLongRunning"):
        return "submit", ""
    if path.endswith("/publishers/google/models/model-1:fetchPredictOperation"):
        return "poll", str(body["operationName"]).rsplit("/", 1)[-1]
    return None


def _veo_shown(twin: WorkTwin, job: Job) -> Any:
    name = {"name": f"projects/p/locations/l/operations/{job.id}"}
    if not job.is_done:
        return name | ({} if job.status is None else {"metadata": {"state": job.status}})
    if job.outcome == "failed":
        return name | {"done": True, "error": {"code": 13, "message": "internal"}}
    if job.outcome == "refused":
        return name | {"done": True, "response": {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": ["no"]}}
    video = {"bytesBase64Encoded": base64.b64encode(twin.clip(job.seconds)).decode(), "mimeType": "video/mp4"}
    return name | {"done": True, "response": {"raiMediaFilteredCount": 0, "videos": [video]}}


class RunwayRequest(Strict):
    """`POST /v1/image_to_video`."""

    model: Text
    promptImage: Text | None = None  # noqa: N815 - the wire's name
    promptText: Annotated[str, StringConstraints(min_length=1, max_length=1000)]  # noqa: N815 - the wire's name
    ratio: Literal["720:1280", "1280:720", "960:960"]
    duration: Literal[5, 10]


class FalRequest(Strict):
    """The input of a model of clips."""

    prompt: Text
    image_url: Text | None = None
    duration: Literal["5", "10"]
    aspect_ratio: Literal["9:16", "16:9", "1:1"]


class ReplicateInput(Strict):
    """The input of a model of clips."""

    prompt: Text
    image: Text | None = None
    duration: Literal[5, 10]
    aspect_ratio: Literal["9:16", "16:9", "1:1"]


class PredictionRequest(Strict):
    """`POST /v1/models/{owner}/{name}/predictions`."""

    input: ReplicateInput


def _paths(submit: str, look: str, cancel: tuple[str, str]) -> Any:
    """Build the route of a job service."""

    def route(method: str, path: str, _body: Any) -> tuple[Call, str] | None:
        if (method, path) == ("POST", submit):
            return "submit", ""
        if method == cancel[0] and (found := re.fullmatch(cancel[1], path)):
            return "cancel", found[1]
        found = re.fullmatch(look, path)
        return ("poll", found[1]) if found and method == "GET" else None

    return route


def _runway_shown(twin: WorkTwin, job: Job) -> Any:
    shown: dict[str, Any] = {"id": job.id, "status": job.status or "RUNNING"}
    if job.cancelled:
        return shown | {"status": "CANCELLED"}
    if not job.is_done:
        return shown
    if job.outcome != "video":
        code = "SAFETY.INPUT.TEXT" if job.outcome == "refused" else "INTERNAL"
        return shown | {"status": "FAILED", "failureCode": code, "failure": "no"}
    cost = {"credits": job.seconds * USD * 100}
    return shown | {"status": "SUCCEEDED", "output": [twin.file_url(job)], "cost": cost}


def _fal_shown(twin: WorkTwin, job: Job) -> Any:
    shown: dict[str, Any] = {"request_id": job.id, "status": job.status or "IN_PROGRESS"}
    if not job.is_done:
        return shown
    if job.outcome != "video" or job.cancelled:
        kind = "content_policy_violation" if job.outcome == "refused" else "internal"
        return shown | {"status": "COMPLETED", "error": "no", "error_type": kind}
    return shown | {"status": "COMPLETED", "video": {"url": twin.file_url(job)}}


def _replicate_shown(twin: WorkTwin, job: Job) -> Any:
    shown: dict[str, Any] = {"id": job.id, "status": job.status or "processing"}
    if job.cancelled:
        return shown | {"status": "canceled"}
    if not job.is_done:
        return shown
    if job.outcome != "video":
        return shown | {"status": "failed", "error": "NSFW content detected" if job.outcome == "refused" else "boom"}
    return shown | {"status": "succeeded", "output": twin.file_url(job)}


USD = 0.07
_MODEL = "owner/app"


def _bearer(headers: dict[str, str]) -> bool:
    return headers.get("authorization") == f"Bearer {KEY}"


CLIPS: dict[str, WorkDialect] = {
    dialect.name: dialect
    for dialect in (
        LUMA,
        WorkDialect(name="gemini", route=_omni_route, submit=_omni_submit, shown=_omni_shown),
        WorkDialect(
            name="vertex",
            route=_veo_route,
            submit=lambda body: PredictRequest.model_validate(body).parameters.durationSeconds,
            shown=_veo_shown,
            traits=frozenset(),
        ),
        WorkDialect(
            name="runway",
            route=_paths("/v1/image_to_video", r"/v1/tasks/(\w+)", ("DELETE", r"/v1/tasks/(\w+)")),
            submit=lambda body: RunwayRequest.model_validate(body).duration,
            shown=_runway_shown,
            authorized=lambda headers: _bearer(headers) and headers.get("x-runway-version") == "2024-11-06",
            guards_files=False,
        ),
        WorkDialect(
            name="fal",
            route=_paths(
                f"/{_MODEL}",
                rf"/{_MODEL}/requests/(\w+)(?:/status)?",
                ("PUT", rf"/{_MODEL}/requests/(\w+)/cancel"),
            ),
            submit=lambda body: int(FalRequest.model_validate(body).duration),
            shown=_fal_shown,
            authorized=lambda headers: headers.get("authorization") == f"Key {KEY}",
            guards_files=False,
        ),
        WorkDialect(
            name="replicate",
            route=_paths(
                f"/v1/models/{_MODEL}/predictions",
                r"/v1/predictions/(\w+)",
                ("POST", r"/v1/predictions/(\w+)/cancel"),
            ),
            submit=lambda body: PredictionRequest.model_validate(body).input.duration,
            shown=_replicate_shown,
            authorized=_bearer,
            guards_files=False,
        ),
    )
}
SETUPS: dict[str, dict[str, Any]] = {
    "gemini": {"model": "omni-1", "usd_input": USD},
    "vertex": {"model": "model-1", "usd_input": USD},
    "bedrock": SETUP,
    "runway": {"model": "gen-1", "usd_input": USD, "seconds": [5, 10]},
    "fal": {"model": _MODEL, "usd_input": USD, "seconds": [5, 10]},
    "replicate": {"model": _MODEL, "usd_input": USD, "seconds": [5, 10]},
}
"""The fields of a setup, by provider, without the base."""
