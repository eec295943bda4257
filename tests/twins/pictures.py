"""The dialects of picture models: requests as documented, and answers with a picture in the shape that was asked for.

Sources: google-genai 3.6.1, OpenAI's SDK 3.57.0, the documented bodies of Stability on Bedrock. Unknown and missing fields
are refused.
"""

import base64
import json
import re
from functools import cache
from typing import Annotated, Any, Literal

import cv2
import numpy as np
from pydantic import Field, StringConstraints

from tests.twins.dialects import BEDROCK_CODES, KEY, Dialect, Strict, Text, Turn

SEED = Annotated[int, Field(ge=0, le=4_294_967_294)]
GoogleAspect = Literal["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"]
StabilityAspect = Literal["16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"]


class ImageConfig(Strict):
    """Shape and size."""

    aspectRatio: GoogleAspect  # noqa: N815 - the wire's name
    imageSize: Literal["1K", "2K", "4K"]  # noqa: N815 - the wire's name


class ImageGeneration(Strict):
    """What is generated."""

    responseModalities: list[Literal["IMAGE"]]  # noqa: N815 - the wire's name
    imageConfig: ImageConfig  # noqa: N815 - the wire's name
    seed: int


class GeminiImageRequest(Strict):
    """`POST …:generateContent` of an image model."""

    contents: list[Turn] = Field(min_length=1)
    generationConfig: ImageGeneration  # noqa: N815 - the wire's name


class OpenAiImageRequest(Strict):
    """`POST /images/generations`."""

    model: Text
    prompt: Annotated[str, StringConstraints(min_length=1, max_length=32_000)]
    size: Literal["1024x1024", "1024x1536", "1536x1024"]
    quality: Literal["low", "medium", "high", "auto"]
    output_format: Literal["png", "jpeg", "webp"]
    n: Literal[1]


class StabilityRequest(Strict):
    """`InvokeModel` of Stable Image Core."""

    prompt: Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
    aspect_ratio: StabilityAspect
    seed: SEED
    output_format: Literal["jpeg", "png"]
    mode: Literal["text-to-image"]


@cache
def picture(width: int, height: int, seed: int = 0) -> bytes:
    """Paint a JPEG: a ground of two colours by the seed, and a disc."""
    colours = np.random.default_rng(seed).integers(30, 225, (3, 3))
    share = np.linspace(0, 1, height)[:, None, None]
    image = np.broadcast_to(colours[0] * (1 - share) + colours[1] * share, (height, width, 3)).astype(np.uint8).copy()
    cv2.circle(image, (width // 2, height // 3), min(width, height) // 4, colours[2].tolist(), -1, cv2.LINE_AA)
    return bytes(cv2.imencode(".jpg", image)[1])


def _of_ratio(ratio: str, longest: int, seed: int) -> bytes:
    wide, high = map(int, ratio.split(":"))
    scale = longest / max(wide, high)
    return picture(round(wide * scale), round(high * scale), seed)


def _gemini(request: GeminiImageRequest) -> bytes:
    made = _of_ratio(request.generationConfig.imageConfig.aspectRatio, 2048, request.generationConfig.seed)
    parts = [
        {"thought": True, "inlineData": {"mimeType": "image/png", "data": "aWdub3JlIG1l"}},
        {"inlineData": {"mimeType": "image/jpeg", "data": base64.b64encode(made).decode()}},
    ]
    return json.dumps({"candidates": [{"finishReason": "STOP", "content": {"parts": parts}}]}).encode()


def _openai(request: OpenAiImageRequest) -> bytes:
    made = picture(*map(int, request.size.split("x")))
    return json.dumps({"created": 1, "data": [{"b64_json": base64.b64encode(made).decode()}]}).encode()


def _stability(request: StabilityRequest) -> bytes:
    made = base64.b64encode(_of_ratio(request.aspect_ratio, 1344, request.seed)).decode()
    return json.dumps({"seeds": [request.seed], "finish_reasons": [None], "images": [made]}).encode()


def _google(name: str, path: str) -> Dialect:
    return Dialect(
        name=name,
        path=re.compile(path),
        request=GeminiImageRequest,
        authorized=lambda headers: headers.get("x-goog-api-key") == KEY,
        success=lambda _text: {},
        refusal=lambda: {"candidates": [{"finishReason": "IMAGE_SAFETY", "content": {}}]},
        error=lambda status, message: ({}, {"error": {"code": status, "message": message, "status": "X"}}),
        speaks=_gemini,
    )


PICTURES: dict[str, Dialect] = {
    dialect.name.removesuffix("-picture"): dialect
    for dialect in (
        _google("gemini-picture", r"/v1/models/[^/:]+:generateContent"),
        _google("vertex-picture", r"/v1beta1/publishers/google/models/[^/:]+:generateContent"),
        Dialect(
            name="openai-picture",
            path=re.compile(r"/v1/images/generations"),
            request=OpenAiImageRequest,
            authorized=lambda headers: headers.get("authorization") == f"Bearer {KEY}",
            success=lambda _text: {},
            refusal=dict,
            error=lambda _status, message: ({}, {"error": {"message": message, "code": None}}),
            speaks=_openai,
        ),
        Dialect(
            name="bedrock-picture",
            path=re.compile(r"/model/[^/]+/invoke"),
            request=StabilityRequest,
            authorized=lambda headers: headers.get("authorization", "").startswith("AWS4-HMAC-SHA256 "),
            success=lambda _text: {},
            refusal=lambda: {"seeds": [1], "finish_reasons": ["Filter reason: prompt"], "images": [None]},
            error=lambda status, message: (
                {"x-amzn-errortype": BEDROCK_CODES.get(status, "InternalServerException")},
                {"message": message},
            ),
            speaks=_stability,
        ),
    )
}


def prompt_of(request: Any) -> str:
    """Return the prompt that a request has."""
    body = json.loads(request)
    return str(body["prompt"] if "prompt" in body else body["contents"][0]["parts"][0]["text"])
