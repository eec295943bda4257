"""Webhooks over HTTPS to public addresses: `ports.Courier`, with guarantees that an attacker cannot bypass.

The URL's text is checked, the name is resolved once, all its addresses are checked, and the connection goes to one of these
addresses: a later change of the name (DNS rebinding) has no effect. Host header, SNI and the certificate check use the
name.
"""

import http.client
import ssl
import time
from typing import Final

from reelwright.errors import OversizedReplyError
from reelwright.outbound.connecting import Connect, connect, open_connection
from reelwright.outbound.deadline import Deadline, Now
from reelwright.outbound.exchange import Answer, exchange
from reelwright.outbound.resolving import Resolve, addresses_of, resolve
from reelwright.ports import Reply
from reelwright.receivers.urls import PUBLIC_PORTS, read_url
from reelwright.webhooks.log import Outcome

TIMEOUT_SECONDS: Final = 15.0
"""For all of it: resolving, connecting, TLS, request and answer."""
_SUCCESS: Final = range(200, 300)
_REDIRECT: Final = range(300, 400)
_GONE: Final = 410
_LATER: Final = frozenset({429, 503})
_LONGEST_DETAIL: Final = 200


class HttpsCourier:
    """`ports.Courier`. `local` also takes `http://localhost`, but not on `own_port`; tests replace `ports` and the rest."""

    def __init__(
        self,
        *,
        local: bool,
        own_port: int | None = None,
        context: ssl.SSLContext | None = None,
        resolve: Resolve = resolve,
        connect: Connect = connect,
        ports: frozenset[int] = PUBLIC_PORTS,
        timeout_seconds: float = TIMEOUT_SECONDS,
        now: Now = time.monotonic,
    ) -> None:
        self._local = local
        self._own_port = own_port
        self._context = context or ssl.create_default_context()
        self._resolve = resolve
        self._connect = connect
        self._ports = ports
        self._timeout_seconds = timeout_seconds
        self._now = now

    def post(self, url: str, *, headers: dict[str, str], body: bytes) -> Reply:
        """Send once and return the reply."""
        started = self._now()
        deadline = Deadline(self._timeout_seconds, self._now)
        outcome, detail, answer = self._outcome(url, headers=headers, body=body, deadline=deadline)
        return Reply(
            outcome=outcome,
            milliseconds=round((self._now() - started) * 1000),
            status=answer.status if answer else None,
            retry_after_seconds=answer.retry_after_seconds if answer and answer.status in _LATER else None,
            detail=detail[:_LONGEST_DETAIL] if detail else None,
            excerpt=answer.excerpt if answer else "",
        )

    def _outcome(
        self, text: str, *, headers: dict[str, str], body: bytes, deadline: Deadline
    ) -> tuple[Outcome, str | None, Answer | None]:
        """Send and return the outcome; the except clauses go from subclasses to base classes."""
        try:
            url = read_url(text, local=self._local, ports=self._ports, own_port=self._own_port)
            addresses = addresses_of(url, deadline, resolve=self._resolve)
        except ValueError as error:
            return Outcome.REFUSED, str(error), None
        except OSError as error:
            return _failure(error, "the host's name could not be resolved")
        try:
            with open_connection(url, addresses, deadline, connect=self._connect, context=self._context) as connection:
                answer = exchange(connection, url, headers=headers, body=body, deadline=deadline)
        except (OversizedReplyError, http.client.HTTPException) as error:
            return Outcome.BROKEN, f"what came back is no HTTP answer ({type(error).__name__})", None
        except ssl.SSLError as error:
            return _untrusted(error)
        except OSError as error:
            return _failure(error, "the connection failed")
        return *_judged(answer), answer


def _judged(answer: Answer) -> tuple[Outcome, str | None]:
    if answer.status in _SUCCESS:
        return Outcome.DELIVERED, None
    if answer.status == _GONE:
        return Outcome.GONE, "the receiver refuses further webhooks (410)"
    if answer.status in _REDIRECT:
        return Outcome.REJECTED, "redirects are not followed; give the final URL"
    return Outcome.REJECTED, f"the receiver answered {answer.status}; only 2xx is success"


def _untrusted(error: ssl.SSLError) -> tuple[Outcome, str, None]:
    reason = getattr(error, "verify_message", "") or error.reason or "TLS failed"
    return Outcome.UNTRUSTED, f"the host could not prove itself: {reason}", None


def _failure(error: OSError, what: str) -> tuple[Outcome, str, None]:
    if isinstance(error, TimeoutError):
        return Outcome.TIMED_OUT, "no answer in time", None
    return Outcome.UNREACHABLE, f"{what}: {error.strerror or type(error).__name__}", None
