"""The port of clip models of cloud providers: work that outlives a call. It is submitted, looked at, and fetched."""

from datetime import datetime
from typing import Annotated, Final, Literal, Protocol

from pydantic import AfterValidator

from reelwright.errors import RequestError
from reelwright.providers.calls import Carried
from reelwright.providers.model import Bill
from reelwright.values import Value

MOST_CLIP_BYTES: Final = 200 * 1024 * 1024
"""Of one clip as a provider sends it: 15 s at 4K have about 100 MB."""
_MOST_HANDLE_BYTES: Final = 4096

Aspect = Literal["9:16", "16:9", "1:1"]
ASPECTS: Final[dict[Aspect, tuple[int, int]]] = {"9:16": (9, 16), "16:9": (16, 9), "1:1": (1, 1)}


class FilmingFacts(Value):
    """What a clip model can do, readable without a call."""

    seconds: tuple[int, ...]
    """The lengths that can be ordered, shortest first."""
    aspects: tuple[Aspect, ...]
    takes_picture: bool = True
    """Whether a clip can begin with a picture."""
    idempotent: bool = False
    """A second submit with the same token is the same work."""
    finds: bool = False
    """Work can be found by its token."""
    cancellable: bool = False

    def length(self, seconds: float) -> int:
        """Choose the shortest length that lasts so long. Raises RequestError if there is none: no clip is shown twice."""
        found = next((one for one in self.seconds if one >= seconds), None)
        if found is None:
            raise RequestError(f"the longest clip is {self.seconds[-1]} s, and the scene lasts {seconds:.1f} s")
        return found


class FootageOrder(Value):
    """One clip to make. Size and length are made exact later, where files are decoded."""

    prompt: str
    """What is to be seen, and how it moves."""
    seconds: int
    """One of the model's lengths."""
    aspect: Aspect
    width: int
    height: int
    picture_base64: str | None = None
    """The JPEG that the clip begins with."""
    seed: int = 0
    call_seconds: float = 50.0
    """The time limit of the submit."""


def _of_small_size(fields: dict[str, str]) -> dict[str, str]:
    if sum(len(name) + len(text.encode()) for name, text in fields.items()) > _MOST_HANDLE_BYTES:
        raise ValueError("a handle has at most 4 KB")
    return fields


class Handle(Value):
    """What finds submitted work again, at most 4 KB and without secrets. It outlives attempts."""

    fields: Annotated[dict[str, str], AfterValidator(_of_small_size)]
    seconds: int
    """The ordered length."""


class Standing(Value):
    """How submitted work stands. `refused`: by moderation; `failed`: the provider could not do it."""

    state: Literal["working", "ready", "refused", "failed"]
    wait_seconds: float | None = None
    """The provider's own hint when to look again."""
    reason: str = ""


class FetchedClip(Value):
    """The facts of a clip whose bytes are kept elsewhere."""

    size_bytes: int
    bill: Bill


class Submission(Value):
    """An order and the token of its work: the same token is the same work, where the provider knows it."""

    order: FootageOrder
    token: str


class Search(Value):
    """The token of work whose handle was lost, and the time before which it was not submitted."""

    token: str
    since: datetime
    seconds: int


class FoundWork(Value):
    """The handle of lost work; None if the provider has no such work."""

    handle: Handle | None


class Cancelled(Value):
    """Whether the provider stopped the work; False if it had ended, or cannot be stopped."""

    stopped: bool


class LongWork(Protocol):
    """A clip model. Raises the errors of `Completion`, and RequestError for an order that it cannot take.

    A call is never repeated by itself. `poll` and `fetch` cost nothing and may be repeated.
    """

    name: str
    model: str
    facts: FilmingFacts

    def price(self, order: FootageOrder) -> Bill:
        """Price the order before it is submitted: at most what it can cost."""

    def submit(self, submission: Submission) -> Handle:
        """Begin the work: one paid call. Raises ProviderTimeoutError if the answer was lost: it may have begun."""

    def poll(self, handle: Handle) -> Standing:
        """Look at the work."""

    def fetch(self, handle: Handle) -> Carried:
        """Read the result of ready work: a `FetchedClip`, and its bytes. Raises ProviderError if it cannot be had any more."""

    def find(self, search: Search) -> FoundWork:
        """Find the work of a token, where `facts.finds`."""

    def cancel(self, handle: Handle) -> Cancelled:
        """Stop the work, where `facts.cancellable`; idempotent."""
