"""A receiver on this machine that speaks TLS for a public name, and a network on which that name has a public address."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import trustme

from reelwright.outbound.courier import HttpsCourier

HOST = "hooks.example.com"
PUBLIC = "93.184.215.14"

Behave = Callable[[socket.socket, bytes], None]
"""Answers one request on its connection."""


def says(answer: bytes) -> Behave:
    """Return the behaviour of a receiver that says this and closes."""
    return lambda connection, _request: connection.sendall(answer)


OK = says(b"HTTP/1.1 204 No Content\r\n\r\n")


@dataclass
class Receiver:
    """Takes requests one by one; `behave` may be changed in between."""

    listener: socket.socket
    context: ssl.SSLContext | None
    behave: Behave = OK
    requests: list[bytes] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    """What was asked for by SNI."""

    @property
    def port(self) -> int:
        """Return its port."""
        return int(self.listener.getsockname()[1])

    def run(self) -> None:
        """Serve until the listener is closed."""
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                self._serve(connection)

    def stop(self) -> None:
        """Stop; closing alone would leave the accept waiting."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        try:
            spoken = self.context.wrap_socket(connection, server_side=True) if self.context else connection
            request = _request_of(spoken)
            self.requests.append(request)
            self.behave(spoken, request)
            spoken.close()
        except OSError:
            return  # the other side left: that is what some tests are about


def _request_of(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        request += connection.recv(65536)
    head, _, body = request.partition(b"\r\n\r\n")
    _, _, sized = head.lower().partition(b"content-length: ")
    length = int(sized.split(b"\r\n")[0] or 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@dataclass
class Network:
    """Names with addresses, and where a connection to an address really goes."""

    port: int
    addresses: list[tuple[str, ...]] = field(default_factory=lambda: [(PUBLIC,)])
    """What the name resolves to, first time, second time, …; the last one stays."""
    resolved: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)
    dead: tuple[str, ...] = ()
    """Addresses at which nobody listens."""

    def resolve(self, host: str, _port: int, _seconds: float) -> tuple[str, ...]:
        """Resolve a name."""
        self.resolved.append(host)
        return self.addresses[min(len(self.resolved), len(self.addresses)) - 1]

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """Connect to the receiver, whatever the address; it is noted."""
        self.connected.append((address, port))
        if address in self.dead:
            raise ConnectionRefusedError(111, "Connection refused")
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)


@dataclass
class Scene:
    """A receiver, the network it is on, and a courier that trusts its authority."""

    receiver: Receiver
    network: Network
    trust: ssl.SSLContext

    def courier(self, *, timeout_seconds: float = 5.0, trust: ssl.SSLContext | None = None) -> HttpsCourier:
        """Return a courier on this network."""
        return HttpsCourier(
            local=False,
            context=trust or self.trust,
            resolve=self.network.resolve,
            connect=self.network.connect,
            timeout_seconds=timeout_seconds,
        )


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Return a certificate authority of the tests' own."""
    return trustme.CA()


def _listen() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


@pytest.fixture
def scene(authority: trustme.CA) -> Iterator[Scene]:
    """Yield a receiver with a certificate for `HOST`."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(server)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    receiver = Receiver(_listen(), server)
    server.sni_callback = lambda _socket, name, _context: receiver.names.append(name)
    thread = threading.Thread(target=receiver.run, daemon=True)
    thread.start()
    yield Scene(receiver, Network(receiver.port), trust)
    receiver.stop()
    thread.join(timeout=5)


@pytest.fixture
def plain_receiver() -> Iterator[Receiver]:
    """Yield a receiver on this machine without TLS."""
    receiver = Receiver(_listen(), None)
    thread = threading.Thread(target=receiver.run, daemon=True)
    thread.start()
    yield receiver
    receiver.stop()
    thread.join(timeout=5)
