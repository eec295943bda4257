"""The port of picture models of cloud providers: words go in, the bytes of one picture come out, which nothing here decodes."""

from collections.abc import Mapping
from math import log
from typing import Final, Protocol, runtime_checkable

from reelwright.errors import ProviderError
from reelwright.providers.calls import Carried
from reelwright.providers.model import Bill
from reelwright.values import Value

MOST_RAW_BYTES: Final = 40 * 1024 * 1024
"""Of one picture as a provider sends it: an original photograph of 50 megapixels has about 25 MB."""
_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
_RIFF: Final = 12


class PictureOrder(Value):
    """One picture. The provider gives what it can; size and shape are made exact later, where files are decoded."""

    prompt: str
    """What this picture shows, in words for a model."""
    style: str = ""
    """What all pictures of the film have in common, and what none of them shows."""
    width: int
    height: int
    seed: int
    """Equal for the pictures of a film, for providers that take one."""
    language: str
    """The film's language (BCP 47)."""
    seconds: float = 90.0
    """The time limit of the call."""

    @property
    def text(self) -> str:
        """Join prompt and style."""
        return f"{self.prompt}\n{self.style}".strip()


class Credit(Value):
    """Whose picture or clip it is, for attribution when the film is published."""

    provider: str
    id: str
    """The provider's own id of it."""
    page: str
    author: str
    author_page: str | None = None
    licence: str
    licence_page: str | None = None
    text: str
    """The sentence to publish with the film."""


class Painted(Value):
    """The facts of a picture whose bytes are kept elsewhere."""

    media_type: str
    size_bytes: int
    seed: int | None = None
    """The seed that the provider used; None if it takes none."""
    bill: Bill
    credit: Credit | None = None


class PictureModel(Protocol):
    """A picture model. Raises the errors of `Completion`, and RequestError for an order that it cannot take.

    A moderation's refusal is ContentRefusedError, in whatever form the provider says it, and is booked as unpaid.
    """

    name: str
    model: str

    def estimate(self, order: PictureOrder) -> Bill:
        """Price the order before the call: at most what the call can cost."""

    def paint(self, order: PictureOrder) -> Carried:
        """Paint by one paid call: a `Painted`, and the picture's bytes."""


@runtime_checkable
class CancellablePictures(PictureModel, Protocol):
    """A picture model whose work on an order can be stopped."""

    def cancel(self, order: PictureOrder) -> bool:
        """Stop the work on the order; return whether there was some. Idempotent. Raises as `paint`."""


def media_type_of(name: str, raw: bytes) -> str:
    """Tell the type by the first bytes; raises ProviderError for anything but JPEG, PNG and WebP. Decodes nothing."""
    if raw[:4] == b"RIFF" and raw[8:_RIFF] == b"WEBP":
        return "image/webp"
    found = next((kind for start, kind in _SIGNATURES if raw.startswith(start)), None)
    if found is None:
        raise ProviderError(f"{name} sent something that is no JPEG, PNG or WebP")
    return found


def nearest(offered: Mapping[str, tuple[int, int]], *, width: int, height: int) -> str:
    """Choose the offered shape (width, height) that is nearest to the wanted one."""
    wanted = log(width / height)
    return min(offered, key=lambda name: abs(log(offered[name][0] / offered[name][1]) - wanted))
