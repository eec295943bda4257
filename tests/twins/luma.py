"""Luma Ray on Amazon Bedrock: botocore's service model judges each request, and the model's own fields are those of AWS's page.

Sources: botocore 1.43.106 (operations, members, errors), the Bedrock user guide (Luma's request, `output.mp4` in the bucket).
The same port answers for the bucket, with the two calls of S3 that are used.
"""

import json
import re
from functools import cache
from typing import Annotated, Any, Final, Literal
from urllib.parse import parse_qs, unquote, urlsplit

import botocore.session
from botocore.validate import ParamValidator
from pydantic import Field, StringConstraints

from tests.twins.dialects import Strict, Text
from tests.twins.works import Call, Job, WorkDialect, WorkTwin

BUCKET: Final = "clips-of-mine"
_ARN: Final = "arn:aws:bedrock:us-west-2:111122223333:async-invoke/"
_CODES: Final = {
    400: "ValidationException",
    401: "UnrecognizedClientException",
    403: "AccessDeniedException",
    404: "ResourceNotFoundException",
    409: "ConflictException",
    429: "ThrottlingException",
    503: "ServiceUnavailableException",
}


class LumaSource(Strict):
    """A picture."""

    type: Literal["base64"]
    media_type: Literal["image/jpeg", "image/png"]
    data: Text


class LumaFrame(Strict):
    """The first frame."""

    type: Literal["image"]
    source: LumaSource


class LumaFrames(Strict):
    """The frames that the clip begins and ends with."""

    frame0: LumaFrame


class LumaInput(Strict):
    """`modelInput`."""

    prompt: Annotated[str, StringConstraints(min_length=1, max_length=5000)]
    aspect_ratio: Literal["1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"]
    duration: Literal["5s", "9s"]
    resolution: Literal["540p", "720p"]
    loop: bool
    keyframes: LumaFrames | None = None


class S3Output(Strict):
    """Where the clip is written."""

    s3Uri: Annotated[str, StringConstraints(pattern=f"^s3://{BUCKET}/clips/$")]  # noqa: N815 - the wire's name


class OutputConfig(Strict):
    """One of the places."""

    s3OutputDataConfig: S3Output  # noqa: N815 - the wire's name


class AsyncInvoke(Strict):
    """`POST /async-invoke`."""

    clientRequestToken: Annotated[str, Field(min_length=1, max_length=256, pattern="^[!-~]*$")]  # noqa: N815 - the wire's
    modelId: Literal["luma.ray-v2:0"]  # noqa: N815 - the wire's name
    modelInput: LumaInput  # noqa: N815 - the wire's name
    outputDataConfig: OutputConfig  # noqa: N815 - the wire's name


@cache
def _shape() -> Any:
    model = botocore.session.get_session().get_service_model("bedrock-runtime")
    return model.operation_model("StartAsyncInvoke").input_shape


def _submit(body: Any) -> int:
    found = ParamValidator().validate(body, _shape())
    if found.has_errors():
        raise ValueError(found.generate_report())
    return int(AsyncInvoke.model_validate(body).modelInput.duration.removesuffix("s"))


def _arn(job: Job) -> str:
    return f"{_ARN}{job.id:x<12}"


def _job_in(text: str) -> str:
    """Return the id of a piece of work in an ARN or key."""
    found = re.search(r"(job\d+)x+", text)
    return found[1] if found else ""


def _route(method: str, path: str, _body: Any) -> tuple[Call, str] | None:
    parts = urlsplit(path)
    if parts.path == "/async-invoke":
        return ("submit", "") if method == "POST" else ("find", "")
    if method == "GET" and parts.path.startswith("/async-invoke/"):
        return "poll", _job_in(unquote(parts.path))
    is_bucket = method == "GET" and parts.path.rstrip("/").split("/")[1] == BUCKET
    return ("fetch", _job_in(path)) if is_bucket else None


def _shown(_twin: WorkTwin, job: Job) -> Any:
    shown: dict[str, Any] = {"invocationArn": _arn(job), "status": job.status or "InProgress"}
    if not job.is_done:
        return shown
    if job.outcome == "video":
        return shown | {"status": "Completed"}
    failure = "blocked by our content moderation" if job.outcome == "refused" else "internal"
    return shown | {"status": "Failed", "failureMessage": failure}


def _further(twin: WorkTwin, method: str, path: str) -> bytes | None:
    """List the work, two a page, or the files below a prefix."""
    parts, query = urlsplit(path), parse_qs(urlsplit(path).query)
    if method == "GET" and parts.path == "/async-invoke":
        return _listed(twin, query)
    if "list-type" not in query:
        return None
    job = next((one for one in twin.jobs if one.id == _job_in(query["prefix"][0]) and one.is_done), None)
    keys = [] if job is None else [f"{query['prefix'][0]}{name}" for name in ("manifest.json", "output.mp4")]
    listed = "".join(f"<Contents><Key>{key}</Key><Size>9</Size></Contents>" for key in keys)
    return (
        f"<ListBucketResult><Name>{BUCKET}</Name>{listed}<IsTruncated>false</IsTruncated></ListBucketResult>".encode()
    )


def _listed(twin: WorkTwin, query: dict[str, list[str]]) -> bytes:
    first = int(query.get("nextToken", ["0"])[0])
    tokens = {job.id: token for token, (_, job) in twin.tokens.items()}
    newest = twin.jobs[::-1][first : first + 2]
    more = {"nextToken": str(first + 2)} if len(twin.jobs) > first + 2 else {}
    summaries = [_shown(twin, job) | {"clientRequestToken": tokens[job.id]} for job in newest]
    return json.dumps({"asyncInvokeSummaries": summaries, **more}).encode()


LUMA: Final = WorkDialect(
    name="bedrock",
    route=_route,
    submit=_submit,
    shown=_shown,
    authorized=lambda headers: headers.get("authorization", "").startswith("AWS4-HMAC-SHA256 "),
    error=lambda status, message: {"__type": _CODES.get(status, "InternalServerException"), "message": message},
    traits=frozenset({"stored"}),
    further=_further,
    token=lambda body: str(body["clientRequestToken"]),
)
SETUP: Final = {"model": "luma.ray-v2:0", "usd_input": 0.07, "bucket": BUCKET}
