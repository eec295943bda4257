"""Clips of Gemini's Omni models by the Interactions API: `gemini`, with an API key.

A refusal is a completed interaction without a video and without video tokens. Google keeps interactions; that cannot be turned
off for work in the background.
"""

from typing import Any, Final

from reelwright.dialects.answers import call, get_json, reading
from reelwright.dialects.fetching import fetch_bytes
from reelwright.dialects.pricing import prices_now
from reelwright.dialects.submitting import reading_submitted, submit_json
from reelwright.errors import (
    ContentRefusedError,
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ReelwrightError,
)
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

_POLL_SECONDS: Final = 20.0
_TOKENS_A_SECOND: Final = 34_286 / 6
"""Video tokens of a second at 720p, as documented for a clip of 6 s; the bill is by tokens."""
_ENDED: Final = {"completed": "ready", "failed": "failed", "cancelled": "failed", "incomplete": "failed"}
"""Every other word is work: the API has added words before."""
_STUCK: Final = {"budget_exceeded": "failed", "requires_action": "failed"}
_REFUSING: Final = ("SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST")


class OmniClips:
    """A `LongWork` by `POST {base}/v1/interactions` with `background`."""

    facts = FilmingFacts(seconds=tuple(range(3, 16)), aspects=("9:16", "16:9"), cancellable=True)

    def __init__(self, setup: ClipSetup, caller: HttpCaller, *, key: str | None) -> None:
        self.name: str = setup.provider
        self.model = setup.model
        self._setup, self._caller, self._key = setup, caller, key
        self._base = (setup.address or "").rstrip("/")

    def price(self, order: FootageOrder) -> Bill:
        """Price the seconds."""
        return Bill(usd=prices_now(self._setup)[0] * order.seconds, exact=False)

    def submit(self, submission: Submission) -> Handle:
        """Begin an interaction in the background."""
        order = submission.order
        picture = order.picture_base64
        image = [] if picture is None else [{"type": "image", "data": picture, "mime_type": "image/jpeg"}]
        body = {
            "model": self.model,
            "background": True,
            "input": [{"type": "user_input", "content": [*image, {"type": "text", "text": order.prompt}]}],
            "response_format": {
                "type": "video",
                "aspect_ratio": order.aspect,
                "resolution": "720p",
                "duration": f"{order.seconds}s",
                "delivery": "uri",
            },
        }
        found = submit_json(
            self._caller,
            self.name,
            f"{self._base}/v1/interactions",
            body,
            headers=self._headers(),
            seconds=order.call_seconds,
            explain=self._refusal,
        )
        with reading_submitted(self.name):
            return Handle(fields={"id": _plain(found["id"])}, seconds=order.seconds)

    def poll(self, handle: Handle) -> Standing:
        """Look at the interaction. A 400 while it runs has been seen, so it is no end."""
        try:
            found = self._interaction(handle)
        except ProviderRefusedError as error:
            if isinstance(error, ProviderMisconfiguredError):
                raise
            return Standing(state="working")
        status = found.get("status")
        state = (_ENDED | _STUCK).get(str(status), "working")
        if state == "ready" and self._uri(found) is None:
            return Standing(state="failed" if _video_tokens(found) else "refused", reason="completed without a video")
        return Standing.model_validate({"state": state, "reason": str(status)[:100]})

    def fetch(self, handle: Handle) -> Carried:
        """Download the video from the host of the API alone; at most one redirect is followed, without the key."""
        found = self._interaction(handle)
        uri = self._uri(found)
        if uri is None:
            raise ProviderError(f"{self.name} has no video for the interaction")
        raw = fetch_bytes(self._caller, self.name, f"{uri}?alt=media", base=self._base, headers=self._headers())
        return Carried(FetchedClip(size_bytes=len(raw), bill=self._bill(found, handle)), raw)

    def find(self, _search: Search) -> FoundWork:
        """Return nothing: interactions have no token."""
        return FoundWork(handle=None)

    def cancel(self, handle: Handle) -> Cancelled:
        """Cancel the interaction; one that has ended is not stopped."""
        try:
            call(
                self._caller,
                self.name,
                "POST",
                f"{self._base}/v1/interactions/{handle.fields['id']}/cancel",
                headers=self._headers(),
                body=b"{}",
                seconds=_POLL_SECONDS,
            )
        except ProviderRefusedError as error:
            if isinstance(error, ProviderMisconfiguredError):
                raise
            return Cancelled(stopped=False)
        return Cancelled(stopped=True)

    def _headers(self) -> dict[str, str]:
        if self._key is None:
            raise ProviderMisconfiguredError(f"{self.name} needs a key in the providers' secret")
        return {"x-goog-api-key": self._key}

    def _interaction(self, handle: Handle) -> Any:
        url = f"{self._base}/v1/interactions/{handle.fields['id']}"
        return get_json(self._caller, self.name, url, headers=self._headers(), seconds=_POLL_SECONDS)

    def _uri(self, found: Any) -> str | None:
        with reading(self.name):
            parts = [part for step in found.get("steps") or [] for part in step.get("content") or []]
            return next((str(part["uri"]) for part in parts if part.get("type") == "video" and part.get("uri")), None)

    def _bill(self, found: Any, handle: Handle) -> Bill:
        tokens = _video_tokens(found)
        if not tokens:
            return Bill(usd=prices_now(self._setup)[0] * handle.seconds, exact=False)
        return Bill(usd=tokens / _TOKENS_A_SECOND * prices_now(self._setup)[0])

    def _refusal(self, status: int, found: Any) -> ReelwrightError | None:
        text = str(found)
        if "API_KEY_INVALID" in text:
            return ProviderMisconfiguredError(f"{self.name}: the API key is not valid")
        is_refusal = status == 400 and any(word in text for word in _REFUSING)  # noqa: PLR2004 - Google's status
        return ContentRefusedError(f"{self.name} refused the clip") if is_refusal else None


def _video_tokens(found: Any) -> int:
    counts = (found.get("usage") or {}).get("output_tokens_by_modality") or []
    return sum(int(one.get("tokens") or 0) for one in counts if one.get("modality") == "video")


def _plain(text: Any) -> str:
    """Return an id that can stand in a path; raises ValueError for anything else."""
    if not isinstance(text, str) or not text or not all(one.isalnum() or one in "-_." for one in text):
        raise ValueError("an id that is none")
    return text
