"""The dialects of text models as data: path, authorization, request, and how each kind of answer looks on the wire.

Sources: OpenAI's SDK 3.57.0, google-genai 3.6.1 and botocore 1.43.106 (`shared/reference/providers.md` of the project's
research, section 2). Unknown and missing fields are refused, as the services do.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

KEY = "key-of-the-twin-0123456789"
INPUT_TOKENS, OUTPUT_TOKENS = 120, 80


class Strict(BaseModel):
    """A part of a request."""

    model_config = ConfigDict(extra="forbid")


Text = Annotated[str, StringConstraints(min_length=1)]


class ChatMessage(Strict):
    """A turn of OpenAI's."""

    role: Literal["system", "user", "assistant"]
    content: Text


class NamedSchema(Strict):
    """A schema of the answer."""

    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    schema_: dict[str, Any] = Field(alias="schema")


class SchemaFormat(Strict):
    """JSON of a schema as the answer."""

    type: Literal["json_schema"]
    json_schema: NamedSchema


class ObjectFormat(Strict):
    """Any JSON object as the answer."""

    type: Literal["json_object"]


class ChatRequest(Strict):
    """`POST /chat/completions`."""

    model: Text
    messages: list[ChatMessage] = Field(min_length=1)
    max_tokens: int = Field(ge=1)
    response_format: SchemaFormat | ObjectFormat = Field(discriminator="type")


class Part(Strict):
    """A text of Google's."""

    text: Text


class Turn(Strict):
    """A turn of Google's."""

    role: Literal["user", "model"]
    parts: list[Part] = Field(min_length=1)


class SystemTurn(Strict):
    """The instructions."""

    parts: list[Part]


class GenerationConfig(Strict):
    """Limits and form of the answer. `temperature`, `topP` and `topK` are deprecated."""

    maxOutputTokens: int = Field(ge=1)  # noqa: N815 - the wire's name
    responseMimeType: Literal["application/json"]  # noqa: N815 - the wire's name
    responseJsonSchema: dict[str, Any] | None = None  # noqa: N815 - the wire's name


class GenerateRequest(Strict):
    """`POST …:generateContent`."""

    systemInstruction: SystemTurn  # noqa: N815 - the wire's name
    contents: list[Turn] = Field(min_length=1)
    generationConfig: GenerationConfig  # noqa: N815 - the wire's name


class ConverseTurn(Strict):
    """A turn of Bedrock's."""

    role: Literal["user", "assistant"]
    content: list[Part] = Field(min_length=1)


class InferenceConfig(Strict):
    """The limit; newer models refuse a temperature."""

    maxTokens: int = Field(ge=1)  # noqa: N815 - the wire's name


class ConverseRequest(Strict):
    """`POST /model/…/converse`; botocore checks it against the service model before."""

    system: list[Part]
    messages: list[ConverseTurn] = Field(min_length=1)
    inferenceConfig: InferenceConfig  # noqa: N815 - the wire's name


@dataclass(frozen=True)
class Dialect:
    """One provider on the wire."""

    name: str
    path: re.Pattern[str]
    request: type[BaseModel]
    authorized: Callable[[dict[str, str]], bool]
    success: Callable[[str], dict[str, Any]]
    refusal: Callable[[], dict[str, Any]]
    error: Callable[[int, str], tuple[dict[str, str], Any]]
    """Headers and body of a failed answer."""
    speaks: Callable[[Any], bytes] | None = None
    """Answers a voice's request, instead of `success`."""
    characters: Callable[[Any], int] = lambda _request: 0
    """The characters that a voice bills."""


def _openai(text: str, *, finish: str = "stop", refusal: str | None = None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text, "refusal": refusal},
                "finish_reason": finish,
            }
        ],
        "usage": {"prompt_tokens": INPUT_TOKENS, "completion_tokens": OUTPUT_TOKENS, "total_tokens": 200},
    }


def _google(text: str) -> dict[str, Any]:
    return {
        "candidates": [
            {
                "finishReason": "STOP",
                "content": {"role": "model", "parts": [{"text": "thinking", "thought": True}, {"text": text}]},
            }
        ],
        "usageMetadata": {
            "promptTokenCount": INPUT_TOKENS,
            "candidatesTokenCount": OUTPUT_TOKENS - 30,
            "thoughtsTokenCount": 30,
        },
    }


def _google_refusal() -> dict[str, Any]:
    return {
        "promptFeedback": {"blockReason": "SAFETY"},
        "usageMetadata": {"promptTokenCount": INPUT_TOKENS, "candidatesTokenCount": OUTPUT_TOKENS},
    }


def _bedrock(text: str, stop: str = "end_turn") -> dict[str, Any]:
    return {
        "output": {
            "message": {
                "role": "assistant",
                "content": [{"reasoningContent": {"reasoningText": {"text": "thinking"}}}, {"text": text}],
            }
        },
        "stopReason": stop,
        "usage": {"inputTokens": INPUT_TOKENS, "outputTokens": OUTPUT_TOKENS, "totalTokens": 200},
        "metrics": {"latencyMs": 5},
    }


BEDROCK_CODES = {
    400: "ValidationException",
    401: "UnrecognizedClientException",
    403: "AccessDeniedException",
    404: "ResourceNotFoundException",
    429: "ThrottlingException",
    503: "ServiceUnavailableException",
}


def _google_dialect(name: str, path: str) -> Dialect:
    return Dialect(
        name=name,
        path=re.compile(path),
        request=GenerateRequest,
        authorized=lambda headers: headers.get("x-goog-api-key") == KEY,
        success=_google,
        refusal=_google_refusal,
        error=lambda status, message: ({}, {"error": {"code": status, "message": message, "status": "X"}}),
    )


DIALECTS = {
    dialect.name: dialect
    for dialect in (
        Dialect(
            name="openai",
            path=re.compile(r"/v1/chat/completions"),
            request=ChatRequest,
            authorized=lambda headers: headers.get("authorization") == f"Bearer {KEY}",
            success=_openai,
            refusal=lambda: _openai("", refusal="I cannot help with that."),
            error=lambda _status, message: ({}, {"error": {"message": message, "type": "x", "code": None}}),
        ),
        _google_dialect("gemini", r"/v1/models/[^/:]+:generateContent"),
        _google_dialect("vertex", r"/v1beta1/publishers/google/models/[^/:]+:generateContent"),
        Dialect(
            name="bedrock",
            path=re.compile(r"/model/[^/]+/converse"),
            request=ConverseRequest,
            authorized=lambda headers: headers.get("authorization", "").startswith("AWS4-HMAC-SHA256 "),
            success=_bedrock,
            refusal=lambda: _bedrock("", stop="content_filtered"),
            error=lambda status, message: (
                {"x-amzn-errortype": BEDROCK_CODES.get(status, "InternalServerException")},
                {"message": message},
            ),
        ),
    )
}


def script_of(words: str) -> str:
    """Write the answer to a request for a script."""
    return json.dumps({"script": words})
