"""Web pages that users name as sources."""

from typing import Literal, Protocol

from reelwright.values import Value

Markup = Literal["html", "plain"]


class RawPage(Value):
    """A page as its server sent it. `charset` as declared by the server; None if it declared none."""

    url: str
    """The address after redirects."""
    markup: Markup
    charset: str | None
    body: bytes


class Pages(Protocol):
    """Reads pages of public hosts alone, bounded in bytes and time. Nothing of a page is parsed."""

    def read(self, url: str) -> RawPage:
        """Read the page, over a few redirects.

        Raises ContentError with a text that can follow the source's name if the page cannot be used, ProviderTimeoutError,
        and ProviderError if its server fails or limits the rate.
        """
