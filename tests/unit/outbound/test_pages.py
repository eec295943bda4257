"""Pages that users name as sources: read over real TLS, from public addresses alone, at every redirect."""

from typing import TYPE_CHECKING

import pytest

from reelwright.errors import ContentError, ProviderError, ProviderTimeoutError
from reelwright.outbound.pages import MOST_PAGE_BYTES, MOST_REDIRECTS, PageReader

if TYPE_CHECKING:
    import socket

    from tests.unit.outbound.conftest import Scene

URL = "https://hooks.example.com/page?x=1"


def reader(scene: "Scene", *, seconds: float = 5.0) -> PageReader:
    """Return a reader on the scene's network."""
    network = scene.network
    return PageReader(
        local=False, context=scene.trust, resolve=network.resolve, connect=network.connect, seconds=seconds
    )


def answering(scene: "Scene", *answers: bytes) -> None:
    """Answer with these, the last one again and again."""
    left = list(answers)
    scene.receiver.behave = lambda connection, _: connection.sendall(left.pop(0) if len(left) > 1 else left[0])


def page(head: str, body: bytes = b"<p>Bread</p>") -> bytes:
    """Write an answer."""
    return f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def test_a_page_comes_with_its_markup_and_charset(scene: "Scene") -> None:
    """By one GET without credentials, uncompressed."""
    answering(scene, page("200 OK\r\nContent-Type: text/html; charset=ISO-8859-1"))
    read = reader(scene).read(URL)
    assert (read.markup, read.charset, read.body) == ("html", "iso-8859-1", b"<p>Bread</p>")
    head = scene.receiver.requests[0].decode()
    assert head.startswith("GET /page?x=1 HTTP/1.1\r\n")
    assert "authorization" not in head.lower()
    assert "Accept-Encoding: identity" in head


def test_redirects_are_followed_a_few_times_and_checked_each_time(scene: "Scene") -> None:
    """A redirect to the inside, to plain HTTP or to another port is not followed."""
    there = page("302 Found\r\nLocation: /there", b"")
    answering(scene, there, page("200 OK\r\nContent-Type: text/plain", b"Bread"))
    assert reader(scene).read(URL).url == "https://hooks.example.com/there"
    answering(scene, there)
    with pytest.raises(ContentError, match=f"more than {MOST_REDIRECTS}"):
        reader(scene).read(URL)
    for target in (
        "http://169.254.169.254/latest/",
        "https://10.0.0.1/",
        "https://hooks.example.com:8443/",
        "file:///x",
    ):
        connected = len(scene.network.connected)
        answering(scene, page(f"301 Moved\r\nLocation: {target}", b""))
        with pytest.raises(ContentError, match="is not read"):
            reader(scene).read(URL)
        assert len(scene.network.connected) == connected + 1


def test_a_name_that_resolves_to_a_private_address_is_not_read(scene: "Scene") -> None:
    """Also if it does so after a redirect."""
    scene.network.addresses = [("10.0.0.7",)]
    with pytest.raises(ContentError, match="not public"):
        reader(scene).read(URL)
    assert scene.network.connected == []


@pytest.mark.parametrize(
    ("answer", "error", "text"),
    [
        (page("404 Not Found"), ContentError, "answered 404"),
        (page("401 Who"), ContentError, "sign-in"),
        (page("429 Later"), ProviderError, "answered 429"),
        (page("503 Oh"), ProviderError, "answered 503"),
        (page("200 OK\r\nContent-Type: application/pdf"), ContentError, "application/pdf"),
        (page("200 OK"), ContentError, "no stated type"),
        (page("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip"), ContentError, "compressed"),
        (page("200 OK\r\nContent-Type: text/html", b"x" * (MOST_PAGE_BYTES + 1)), ContentError, "larger than 2 MB"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\nhalf",
            ProviderError,
            "could not be read",
        ),
        (b"nonsense\r\n\r\n", ProviderError, "could not be read"),
    ],
    ids=["404", "401", "429", "503", "pdf", "no type", "gzip", "large", "half", "nonsense"],
)
def test_a_page_that_cannot_be_used_says_why(scene: "Scene", answer: bytes, error: type[Exception], text: str) -> None:
    """What the user can mend is the user's error; what a server may mend is tried again."""
    answering(scene, answer)
    with pytest.raises(error, match=text):
        reader(scene).read(URL)


def test_a_silent_server_times_out(scene: "Scene") -> None:
    """The limit is for the page with all its redirects."""

    def waits(connection: "socket.socket", _request: bytes) -> None:
        connection.recv(1)

    scene.receiver.behave = waits
    with pytest.raises(ProviderTimeoutError):
        reader(scene, seconds=0.3).read(URL)
