"""Luma Ray on Amazon Bedrock by StartAsyncInvoke: Bedrock writes the clip into a bucket of its own region.

The token of a submit is Bedrock's `clientRequestToken`: the same token is the same work, and finds it again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from botocore.exceptions import ClientError, ParamValidationError

from reelwright.dialects.aws import BEDROCK_KINDS, Kinds, own_errors, within
from reelwright.dialects.fetching import require_mp4
from reelwright.dialects.pricing import prices_now
from reelwright.dialects.submitting import UNREACHED, reading_submitted
from reelwright.errors import ProviderError, ProviderMisconfiguredError, ProviderTimeoutError
from reelwright.providers.calls import Carried
from reelwright.providers.clips import (
    Cancelled,
    FetchedClip,
    FilmingFacts,
    FootageOrder,
    FoundWork,
    Handle,
    Search,
    Standing,
    Submission,
)
from reelwright.providers.model import Bill
from reelwright.providers.setup import CLIPS_PREFIX, ClipSetup

_LOOK_SECONDS: Final = 30.0
_FETCH_SECONDS: Final = 90.0
_LONGEST_PROMPT: Final = 5000
_PAGES: Final = 10
"""Of 100 pieces of work each, newest first: those of a search are minutes old."""
_STATES: Final = {"InProgress": "working", "Completed": "ready", "Failed": "failed"}
_REFUSING: Final = ("content", "moderat", "policy", "safety")
"""Words of failure messages, from memory: the codes of Luma's refusals are not documented."""
_STORAGE_KINDS: Final[Kinds] = {"NoSuchBucket": ProviderMisconfiguredError}


class LumaClips:
    """A `LongWork`. `bedrock` and `storage` are clients of the model's region, sent within `aws.within`."""

    facts = FilmingFacts(seconds=(5, 9), aspects=("9:16", "16:9", "1:1"), idempotent=True, finds=True)

    def __init__(self, setup: ClipSetup, bedrock: Any, storage: Any) -> None:
        self.name: str = setup.provider
        self.model = setup.model
        self._setup, self._bedrock, self._storage = setup, bedrock, storage

    @property
    def hosts(self) -> tuple[str, str]:
        """Return the hosts of model and bucket."""
        return self._bedrock.meta.endpoint_url, self._storage.meta.endpoint_url

    def price(self, order: FootageOrder) -> Bill:
        """Price the ordered seconds."""
        return Bill(usd=prices_now(self._setup)[0] * order.seconds)

    def submit(self, submission: Submission) -> Handle:
        """Begin the work, or find the work of the same token."""
        order = submission.order
        with within(order.call_seconds), _submitting(self.name), own_errors(self.name, BEDROCK_KINDS):
            found = self._bedrock.start_async_invoke(
                clientRequestToken=submission.token,
                modelId=self.model,
                modelInput=_input_of(order),
                outputDataConfig={"s3OutputDataConfig": {"s3Uri": f"s3://{self._setup.bucket}/{CLIPS_PREFIX}"}},
            )
        with reading_submitted(self.name):
            return _handle_of(found["invocationArn"], order.seconds)

    def poll(self, handle: Handle) -> Standing:
        """Look at the work."""
        with within(_LOOK_SECONDS), own_errors(self.name, BEDROCK_KINDS):
            found = self._bedrock.get_async_invoke(invocationArn=handle.fields["arn"])
        reason = str(found.get("failureMessage") or "")[:200]
        state = _STATES.get(str(found.get("status")), "working")
        if state == "failed" and any(word in reason.lower() for word in _REFUSING):
            state = "refused"
        return Standing.model_validate({"state": state, "reason": reason})

    def fetch(self, handle: Handle) -> Carried:
        """Read the one MP4 of the work from the bucket."""
        bucket, prefix = self._setup.bucket, f"{CLIPS_PREFIX}{_id_of(handle.fields['arn'])}/"
        with within(_FETCH_SECONDS), own_errors(self.name, _STORAGE_KINDS):
            listed = self._storage.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=20)
            keys = [one["Key"] for one in listed.get("Contents", ()) if one["Key"].endswith(".mp4")]
            if not keys:
                raise ProviderError(f"{self.name} left no clip in the bucket")
            raw: bytes = self._storage.get_object(Bucket=bucket, Key=keys[0])["Body"].read()
        require_mp4(self.name, raw)
        usd = prices_now(self._setup)[0] * handle.seconds
        return Carried(FetchedClip(size_bytes=len(raw), bill=Bill(usd=usd)), raw)

    def find(self, search: Search) -> FoundWork:
        """Search the newest work for the token."""
        page: dict[str, str] = {}
        with within(_LOOK_SECONDS), own_errors(self.name, BEDROCK_KINDS):
            for _ in range(_PAGES):
                found = self._bedrock.list_async_invokes(
                    submitTimeAfter=search.since, maxResults=100, sortOrder="Descending", **page
                )
                for one in found.get("asyncInvokeSummaries", ()):
                    if one.get("clientRequestToken") == search.token:
                        return FoundWork(handle=_handle_of(one["invocationArn"], search.seconds))
                if not found.get("nextToken"):
                    break
                page = {"nextToken": found["nextToken"]}
        return FoundWork(handle=None)

    def cancel(self, _handle: Handle) -> Cancelled:
        """Stop nothing: Bedrock has no call for it."""
        return Cancelled(stopped=False)


def _input_of(order: FootageOrder) -> dict[str, Any]:
    """Write the model's own request."""
    begins = {
        "keyframes": {
            "frame0": {
                "type": "image",
                "source": {"type": "base64", "media_type": "image/jpeg", "data": order.picture_base64},
            }
        }
    }
    return {
        "prompt": order.prompt[:_LONGEST_PROMPT],
        "aspect_ratio": order.aspect,
        "duration": f"{order.seconds}s",
        "resolution": "720p",
        "loop": False,
        **(begins if order.picture_base64 else {}),
    }


def _handle_of(arn: str, seconds: int) -> Handle:
    _id_of(arn)
    return Handle(fields={"arn": arn}, seconds=seconds)


def _id_of(arn: str) -> str:
    """Return the id of an invocation, which names its folder; raises ValueError for anything that is no ARN of one."""
    head, _, name = arn.rpartition(":async-invoke/")
    if not head.startswith("arn:") or not name.isalnum():
        raise ValueError("an ARN of no invocation")
    return name


@contextmanager
def _submitting(name: str) -> Iterator[None]:
    """Raise ProviderTimeoutError where the answer was lost: the work may have begun."""
    try:
        yield
    except ProviderError as error:
        if isinstance(error.__cause__, (ClientError, ParamValidationError, *UNREACHED)):
            raise
        raise ProviderTimeoutError(f"{name} broke off, so the work may have begun") from error
