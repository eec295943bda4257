"""The bytes of a provider's answer go to a signed place, over real HTTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from reelwright.errors import ProviderTimeoutError
from reelwright.outbound.storing import store_raw
from reelwright.providers.calls import RawPlace

RAW = b"\xff\xd8" + b"x" * 6_000_000


@contextmanager
def store(statuses: list[int], seen: list[tuple[dict[str, str], bytes]]) -> Iterator[RawPlace]:
    """Run a store that answers these statuses in order."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_arguments: Any) -> None:
            """Log nothing."""

        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(statuses.pop(0))
            self.send_header("Content-Length", "0")
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield RawPlace(
            url=f"http://127.0.0.1:{server.server_address[1]}/artefacts/raw?X-Signature=secret",
            headers={"content-type": "application/octet-stream", "if-none-match": "*"},
        )
    finally:
        server.shutdown()
        server.server_close()


def test_bytes_larger_than_a_reply_of_a_function_are_put_with_the_signed_headers_alone() -> None:
    """A second header of the same name would break the signature."""
    seen: list[tuple[dict[str, str], bytes]] = []
    with store([200], seen) as place:
        store_raw(place, RAW)
    [(headers, body)] = seen
    assert body == RAW
    assert headers["content-type"] == "application/octet-stream"
    assert headers["if-none-match"] == "*"


@pytest.mark.parametrize("statuses", [[500, 200], [503, 503, 200], [500, 412]])
def test_a_failed_write_is_repeated_because_the_call_is_paid(statuses: list[int]) -> None:
    """412 says that an earlier try came through."""
    seen: list[tuple[dict[str, str], bytes]] = []
    with store(list(statuses), seen) as place:
        store_raw(place, b"raw")
    assert len(seen) == len(statuses)


def test_bytes_that_cannot_be_stored_are_a_lost_answer_without_the_signed_url() -> None:
    """A timeout may have been paid: the ledger books it as lost."""
    with store([500, 500, 403], []) as place, pytest.raises(ProviderTimeoutError) as caught:
        store_raw(place, b"raw")
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(place)
    with pytest.raises(ProviderTimeoutError):
        store_raw(None, b"raw")
