"""Clips of Veo on Vertex AI (`vertex`), with a key or a federation: `predictLongRunning` and `fetchPredictOperation`.

The video comes inside of the answer, so that no bucket at Google is needed. There is no cancel, and lost work cannot be found.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Final

from reelwright.dialects.answers import reading
from reelwright.dialects.fetching import require_mp4
from reelwright.dialects.gemini import GoogleKey, google_headers, google_model, post_to_google
from reelwright.dialects.pricing import prices_now
from reelwright.dialects.submitting import reading_submitted, submit_json
from reelwright.errors import ContentRefusedError, ProviderError, ProviderMisconfiguredError, ReelwrightError
from reelwright.outbound.calling import HttpCaller
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
from reelwright.providers.setup import ClipSetup

_POLL_SECONDS: Final = 60.0
_ANSWER_BYTES: Final = 64 * 1024 * 1024
"""8 s at 720p have about 10 MB, a third more in base64."""


class VeoClips:
    """A `LongWork` by `POST {base}/v1beta1/publishers/google/models/{model}:predictLongRunning`."""

    facts = FilmingFacts(seconds=(4, 6, 8), aspects=("9:16", "16:9"))

    def __init__(self, setup: ClipSetup, caller: HttpCaller, *, key: GoogleKey | None) -> None:
        self.name: str = setup.provider
        self.model = setup.model
        self._setup, self._caller, self._key = setup, caller, key
        self._url = google_model(setup, key)

    def price(self, order: FootageOrder) -> Bill:
        """Price the seconds; Google counts no other way."""
        return Bill(usd=prices_now(self._setup)[0] * order.seconds)

    def submit(self, submission: Submission) -> Handle:
        """Begin an operation."""
        order, picture = submission.order, submission.order.picture_base64
        image = {} if picture is None else {"image": {"bytesBase64Encoded": picture, "mimeType": "image/jpeg"}}
        body = {
            "instances": [{"prompt": order.prompt, **image}],
            "parameters": {
                "sampleCount": 1,
                "durationSeconds": order.seconds,
                "aspectRatio": order.aspect,
                "resolution": "720p",
                "generateAudio": False,
                "seed": order.seed,
                "personGeneration": "allow_adult",
            },
        }
        found = submit_json(
            self._caller,
            self.name,
            f"{self._url}:predictLongRunning",
            body,
            headers=google_headers(self._usable_key(), seconds=order.call_seconds),
            seconds=order.call_seconds,
            explain=self._explain,
        )
        with reading_submitted(self.name):
            return Handle(fields={"name": str(found["name"])}, seconds=order.seconds)

    def poll(self, handle: Handle) -> Standing:
        """Look at the operation. Videos that were filtered are a refusal, with status 200."""
        found = self._operation(handle)
        with reading(self.name):
            if not found.get("done"):
                return Standing(state="working")
            if "error" in found:
                return Standing(state="failed", reason=f"code {found['error'].get('code')}")
            if self._video(found) is not None:
                return Standing(state="ready")
            filtered = (found.get("response") or {}).get("raiMediaFilteredCount")
            return Standing(state="refused" if filtered else "failed", reason="done without a video")

    def fetch(self, handle: Handle) -> Carried:
        """Read the video out of the operation."""
        with reading(self.name):
            data = self._video(self._operation(handle))
            if data is None:
                raise ProviderError(f"{self.name} has no video for the operation")
            try:
                raw = base64.b64decode(data, validate=True)
            except binascii.Error as error:
                raise ProviderError(f"the video of {self.name} was cut") from error
        require_mp4(self.name, raw)
        bill = Bill(usd=prices_now(self._setup)[0] * handle.seconds)
        return Carried(FetchedClip(size_bytes=len(raw), bill=bill), raw)

    def find(self, _search: Search) -> FoundWork:
        """Return nothing: operations have no token."""
        return FoundWork(handle=None)

    def cancel(self, _handle: Handle) -> Cancelled:
        """Return that nothing was stopped."""
        return Cancelled(stopped=False)

    def _usable_key(self) -> GoogleKey:
        if self._key is None:
            raise ProviderMisconfiguredError(f"{self.name} needs a key in the providers' secret")
        return self._key

    def _operation(self, handle: Handle) -> Mapping[str, Any]:
        return post_to_google(
            self._caller,
            self.name,
            f"{self._url}:fetchPredictOperation",
            {"operationName": handle.fields["name"]},
            key=self._usable_key(),
            seconds=_POLL_SECONDS,
            most_bytes=_ANSWER_BYTES,
        )

    def _video(self, found: Mapping[str, Any]) -> str | None:
        videos = (found.get("response") or {}).get("videos") or []
        return None if not videos else str(videos[0]["bytesBase64Encoded"])

    def _explain(self, status: int, found: Any) -> ReelwrightError | None:
        text = str(found)
        if "API_KEY_INVALID" in text:
            return ProviderMisconfiguredError(f"{self.name}: the API key is not valid")
        is_refusal = status == 400 and "usage guidelines" in text  # noqa: PLR2004 - Google's status
        return ContentRefusedError(f"{self.name} refused the clip") if is_refusal else None
