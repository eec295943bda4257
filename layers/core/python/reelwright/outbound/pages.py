"""Reads web pages that users name as sources: public HTTPS addresses alone, checked again at each redirect.

The URL's text and all resolved addresses are checked as for webhooks (`outbound.courier`). Nothing of the page is parsed here.
"""

import http.client
import ssl
import time
from typing import Final
from urllib.parse import urljoin

from reelwright.errors import ContentError, OversizedReplyError, ProviderError, ProviderTimeoutError
from reelwright.outbound.connecting import Connect, connect, open_connection
from reelwright.outbound.deadline import Deadline, Now
from reelwright.outbound.exchange import WholeAnswer, exchange_whole
from reelwright.outbound.resolving import Resolve, addresses_of, resolve
from reelwright.ports import RawPage
from reelwright.ports.pages import Markup
from reelwright.receivers.urls import PUBLIC_PORTS, read_url

MOST_PAGE_BYTES: Final = 2 * 2**20
"""Of a page with its head: the text of a book chapter with its markup."""
PAGE_SECONDS: Final = 15.0
"""For a page with all its redirects."""
MOST_REDIRECTS: Final = 4
_HEADERS: Final = {
    "User-Agent": "Reelwright/1 (reads sources that its users name)",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, text/markdown;q=0.9",
    "Accept-Encoding": "identity",
}
_MARKUPS: Final[dict[str, Markup]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "plain",
    "text/markdown": "plain",
}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LATER: Final = frozenset({408, 425, 429})


class PageReader:
    """`ports.Pages` over HTTPS. `local` also takes `http://localhost`, but not on `own_port`; tests replace the rest."""

    def __init__(
        self,
        *,
        local: bool,
        own_port: int | None = None,
        ports: frozenset[int] = PUBLIC_PORTS,
        context: ssl.SSLContext | None = None,
        resolve: Resolve = resolve,
        connect: Connect = connect,
        seconds: float = PAGE_SECONDS,
        now: Now = time.monotonic,
    ) -> None:
        self._local, self._own_port, self._ports = local, own_port, ports
        self._context = context or ssl.create_default_context()
        self._resolve, self._connect = resolve, connect
        self._seconds, self._now = seconds, now

    def read(self, url: str) -> RawPage:
        """Read the page, over at most `MOST_REDIRECTS` redirects."""
        deadline = Deadline(self._seconds, self._now)
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._answer(url, deadline)
            if answer.status not in _REDIRECTS:
                return _page(url, answer)
            url = urljoin(url, answer.headers.get("location", "")).partition("#")[0]
        raise ContentError(f"redirects more than {MOST_REDIRECTS} times.")

    def _answer(self, text: str, deadline: Deadline) -> WholeAnswer:
        try:
            url = read_url(text, local=self._local, ports=self._ports, own_port=self._own_port)
            addresses = addresses_of(url, deadline, resolve=self._resolve)
        except ValueError as error:
            raise ContentError(f"is not read: {error}.") from error
        except TimeoutError as error:
            raise ProviderTimeoutError("did not answer in time") from error
        except OSError as error:
            raise ContentError(f"is not read: the name {url.host} is not found.") from error
        try:
            with open_connection(url, addresses, deadline, connect=self._connect, context=self._context) as connection:
                return exchange_whole(
                    connection,
                    url,
                    method="GET",
                    headers=dict(_HEADERS),
                    body=None,
                    deadline=deadline,
                    most_bytes=MOST_PAGE_BYTES,
                )
        except OversizedReplyError as error:
            raise ContentError(f"is larger than {MOST_PAGE_BYTES // 2**20} MB.") from error
        except TimeoutError as error:
            raise ProviderTimeoutError("did not answer in time") from error
        except ssl.SSLCertVerificationError as error:
            raise ContentError("has no valid certificate.") from error
        except (OSError, http.client.HTTPException) as error:
            raise ProviderError(f"could not be read ({type(error).__name__})") from error


def _page(url: str, answer: WholeAnswer) -> RawPage:
    if answer.status >= http.client.INTERNAL_SERVER_ERROR or answer.status in _LATER:
        raise ProviderError(f"answered {answer.status}")
    if answer.status != http.client.OK:
        raise ContentError(f"answered {answer.status}: give the address of a page that needs no sign-in.")
    media, _, parameters = answer.headers.get("content-type", "").partition(";")
    markup = _MARKUPS.get(media.strip().lower())
    if markup is None:
        raise ContentError(f"is {media.strip()[:60] or 'of no stated type'}: give a page in HTML or plain text.")
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise ContentError("is sent compressed only.")
    return RawPage(url=url, markup=markup, charset=_charset(parameters), body=answer.body)


def _charset(parameters: str) -> str | None:
    name, _, value = parameters.strip().partition("=")
    return value.strip().strip('"').lower()[:40] or None if name.strip().lower() == "charset" else None
