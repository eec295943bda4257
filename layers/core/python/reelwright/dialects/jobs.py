"""Clips by HTTP job services: Runway, fal and Replicate, as three dialects of one adapter.

A service takes a request, names its work, and shows it until it has ended. Addresses that it names are pinned to its hosts
before each call; files come from the hosts that it documents, without the key.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from reelwright.dialects.answers import call, get_json, reading
from reelwright.dialects.fetching import fetch_bytes
from reelwright.dialects.pricing import prices_now
from reelwright.dialects.submitting import reading_submitted, submit_json
from reelwright.errors import ProviderError, ProviderMisconfiguredError, ProviderRefusedError
from reelwright.outbound.calling import HttpCaller
from reelwright.outbound.exchange import Method
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

_SECONDS: Final = 20.0
_LONGEST_ID: Final = 100
_REFUSING: Final = ("SAFETY", "NSFW", "content_policy", "moderation", "sensitive")
"""Words of a service's reason that mean moderation."""


class JobDialect(NamedTuple):
    """One service. Paths have `{model}` and `{id}`."""

    submit: str
    look: str
    cancel: tuple[Method, str]
    headers: Callable[[str], Mapping[str, str]]
    """The headers with the key."""
    body: Callable[[str, FootageOrder], Mapping[str, Any]]
    id_field: str
    words: Mapping[str, str]
    """The service's words for a state; every other word is work."""
    reason: Callable[[Any], str]
    result: str | None
    """The path of the result, where it is not in the look."""
    link: Callable[[Any], Any]
    """Finds the address of the video."""
    hosts: tuple[str, ...]
    """The hosts of files; a leading point permits every host below."""
    spent: Callable[[Any], float | None] = lambda _found: None
    """The dollars that the service says it has billed."""


def _ratio(order: FootageOrder) -> str:
    return {"9:16": "720:1280", "16:9": "1280:720"}.get(order.aspect, "960:960")


def _uri(order: FootageOrder) -> str | None:
    return None if order.picture_base64 is None else f"data:image/jpeg;base64,{order.picture_base64}"


def _present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _runway_body(model: str, order: FootageOrder) -> dict[str, Any]:
    return _present(
        model=model,
        promptImage=_uri(order),
        promptText=order.prompt[:1000],
        ratio=_ratio(order),
        duration=order.seconds,
    )


def _fal_body(_model: str, order: FootageOrder) -> dict[str, Any]:
    return _present(prompt=order.prompt, image_url=_uri(order), duration=str(order.seconds), aspect_ratio=order.aspect)


def _replicate_body(_model: str, order: FootageOrder) -> dict[str, Any]:
    fields = _present(prompt=order.prompt, image=_uri(order), duration=order.seconds, aspect_ratio=order.aspect)
    return {"input": fields}


def _credits(found: Any) -> float | None:
    counted = (found.get("cost") or {}).get("credits")
    return None if counted is None else float(counted) * 0.01


DIALECTS: Final[dict[str, JobDialect]] = {
    "runway": JobDialect(
        submit="/v1/image_to_video",
        look="/v1/tasks/{id}",
        cancel=("DELETE", "/v1/tasks/{id}"),
        headers=lambda key: {"Authorization": f"Bearer {key}", "X-Runway-Version": "2024-11-06"},
        body=_runway_body,
        id_field="id",
        words={"SUCCEEDED": "ready", "FAILED": "failed", "CANCELLED": "failed"},
        reason=lambda found: f"{found.get('failureCode') or ''} {found.get('failure') or ''}".strip(),
        result=None,
        link=lambda found: found["output"][0],
        hosts=(".cloudfront.net",),
        spent=_credits,
    ),
    "fal": JobDialect(
        submit="/{model}",
        look="/{model}/requests/{id}/status",
        cancel=("PUT", "/{model}/requests/{id}/cancel"),
        headers=lambda key: {"Authorization": f"Key {key}"},
        body=_fal_body,
        id_field="request_id",
        words={"COMPLETED": "ready"},
        reason=lambda found: f"{found.get('error_type') or ''} {found.get('error') or ''}".strip(),
        result="/{model}/requests/{id}",
        link=lambda found: found["video"]["url"],
        hosts=(".fal.media",),
    ),
    "replicate": JobDialect(
        submit="/v1/models/{model}/predictions",
        look="/v1/predictions/{id}",
        cancel=("POST", "/v1/predictions/{id}/cancel"),
        headers=lambda key: {"Authorization": f"Bearer {key}"},
        body=_replicate_body,
        id_field="id",
        words={"succeeded": "ready", "failed": "failed", "canceled": "failed"},
        reason=lambda found: str(found.get("error") or ""),
        result=None,
        link=lambda found: found["output"] if isinstance(found["output"], str) else found["output"][0],
        hosts=("replicate.delivery", ".replicate.delivery"),
    ),
}


class JobClips:
    """A `LongWork` by one of the services. The lengths are those of the setup: they differ by model."""

    def __init__(self, setup: ClipSetup, caller: HttpCaller, *, key: str | None) -> None:
        self.name: str = setup.provider
        self.model = setup.model
        self.facts = FilmingFacts(seconds=setup.seconds, aspects=("9:16", "16:9", "1:1"), cancellable=True)
        self._setup, self._caller, self._key = setup, caller, key
        self._base = (setup.address or "").rstrip("/")
        self._dialect = DIALECTS[setup.provider]

    def price(self, order: FootageOrder) -> Bill:
        """Price the seconds."""
        return Bill(usd=prices_now(self._setup)[0] * order.seconds, exact=False)

    def submit(self, submission: Submission) -> Handle:
        """Begin the work."""
        order = submission.order
        found = submit_json(
            self._caller,
            self.name,
            self._url(self._dialect.submit),
            self._dialect.body(self.model, order),
            headers=self._headers(),
            seconds=order.call_seconds,
        )
        with reading_submitted(self.name):
            return Handle(fields={"id": _plain(found[self._dialect.id_field])}, seconds=order.seconds)

    def poll(self, handle: Handle) -> Standing:
        """Look at the work. fal completes failed work too, and says so in `error`."""
        found = self._got(self._dialect.look, handle)
        with reading(self.name):
            state = self._dialect.words.get(str(found.get("status")), "working")
            reason = self._dialect.reason(found)[:200]
        if state == "ready" and found.get("error"):
            state = "failed"
        if state == "failed" and any(word.lower() in reason.lower() for word in _REFUSING):
            state = "refused"
        return Standing.model_validate({"state": state, "reason": reason})

    def fetch(self, handle: Handle) -> Carried:
        """Download the video, without the key where it is on another host."""
        found = self._got(self._dialect.result or self._dialect.look, handle)
        with reading(self.name):
            link = str(self._dialect.link(found))
            spent = self._dialect.spent(found)
        raw = fetch_bytes(self._caller, self.name, link, base=self._base, hosts=self._dialect.hosts, headers={})
        usd = prices_now(self._setup)[0] * handle.seconds if spent is None else spent
        return Carried(FetchedClip(size_bytes=len(raw), bill=Bill(usd=usd, exact=spent is not None)), raw)

    def find(self, _search: Search) -> FoundWork:
        """Return nothing: the services have no tokens."""
        return FoundWork(handle=None)

    def cancel(self, handle: Handle) -> Cancelled:
        """Stop the work; work that has ended is refused by the service."""
        method, path = self._dialect.cancel
        try:
            call(
                self._caller,
                self.name,
                method,
                self._url(path, handle),
                headers=self._headers(),
                body=None if method == "DELETE" else b"{}",
                seconds=_SECONDS,
            )
        except ProviderMisconfiguredError:
            raise
        except (ProviderRefusedError, ProviderError):
            return Cancelled(stopped=False)
        return Cancelled(stopped=True)

    def _headers(self) -> Mapping[str, str]:
        if self._key is None:
            raise ProviderMisconfiguredError(f"{self.name} needs a key in the providers' secret")
        return self._dialect.headers(self._key)

    def _got(self, path: str, handle: Handle) -> Any:
        return get_json(self._caller, self.name, self._url(path, handle), headers=self._headers(), seconds=_SECONDS)

    def _url(self, path: str, handle: Handle | None = None) -> str:
        fields = {"model": self.model, "id": "" if handle is None else handle.fields["id"]}
        return self._base + path.format_map(fields)


def _plain(text: Any) -> str:
    """Return an id that can stand in a path; raises ValueError for anything else."""
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST_ID:
        raise ValueError("an id that is none")
    if not all(one.isalnum() or one in "-_" for one in text):
        raise ValueError("an id that is none")
    return text
