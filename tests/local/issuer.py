"""An OpenID Connect issuer of the tests' own: it publishes its keys, and signs whatever a test wants to show the API."""

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

AUDIENCE: Final = "films"
KEY_ID: Final = "k1"


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _number(value: int) -> str:
    return _text(value.to_bytes((value.bit_length() + 7) // 8, "big"))


class Issuer:
    """Serves discovery and keys on loopback while it is entered."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/tenant"
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        documents = {
            "/tenant/.well-known/openid-configuration": {"issuer": self.url, "jwks_uri": f"{self.url}/keys"},
            "/tenant/keys": {"keys": [_published(self._key)]},
        }
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _answering(documents))

    def __enter__(self) -> Self:
        """Begin to answer."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Return the claims of a good access token, but for the changes; a change to None leaves a claim out."""
        now = int(time.time())
        usual = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": "ada",
            "iat": now - 60,
            "exp": now + 600,
            "scope": "reelwright/jobs",
        }
        return {name: value for name, value in (usual | changes).items() if value is not None}

    def token(self, **changes: Any) -> str:
        """Return a rightly signed token with these claims."""
        return self.signed(self.claims(**changes))

    def signed(self, claims: dict[str, Any], *, key: rsa.RSAPrivateKey | None = None, key_id: str = KEY_ID) -> str:
        """Return claims signed by RS256, with our own key or another."""
        body = _message({"alg": "RS256", "typ": "JWT", "kid": key_id}, claims)
        signature = (key or self._key).sign(body.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{body}.{_text(signature)}"

    def signed_with_a_key_of_its_own(self) -> str:
        """Return good claims signed by a stranger, with the stranger's key in the header (RFC 8725, section 3.1)."""
        key = stranger_key()
        own = {name: value for name, value in _published(key).items() if name != "kid"}
        body = _message({"alg": "RS256", "typ": "JWT", "kid": KEY_ID, "jwk": own}, self.claims())
        return f"{body}.{_text(key.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def unsigned(self) -> str:
        """Return good claims that no one signed, and that say so (RFC 8725, section 2.1)."""
        return f"{_message({'alg': 'none', 'typ': 'JWT', 'kid': KEY_ID}, self.claims())}."

    def signed_with_the_public_key(self) -> str:
        """Return good claims under HS256 with the published key as the secret (RFC 8725, section 2.1)."""
        public = self._key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        body = _message({"alg": "HS256", "typ": "JWT", "kid": KEY_ID}, self.claims())
        return f"{body}.{_text(hmac.digest(public, body.encode(), hashlib.sha256))}"


def _published(key: rsa.RSAPrivateKey) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    return {
        "kty": "RSA",
        "alg": "RS256",
        "use": "sig",
        "kid": KEY_ID,
        "n": _number(numbers.n),
        "e": _number(numbers.e),
    }


def stranger_key() -> rsa.RSAPrivateKey:
    """Return a key that no issuer publishes."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _message(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return f"{_text(json.dumps(header).encode())}.{_text(json.dumps(claims).encode())}"


def _answering(documents: dict[str, Any]) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = documents.get(self.path)
            body = json.dumps(found).encode()
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    return Answers
