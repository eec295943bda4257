"""A small OpenID Connect issuer as a real server: a page to allow the sign-in, codes with PKCE, rotating tokens.

It refuses what a real one refuses: a code that was used, is too old or comes with the wrong verifier, and a refresh token that
was used or revoked. Its access tokens are those of `tests.browser.site`.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.browser.site import token_of

CLIENT: Final = "console"
CODE_SECONDS: Final = 60


@dataclass
class Issuer:
    """The issuer; `seconds` is the life of access tokens, `grants` the types of all grants that were accepted."""

    seconds: float = 600
    grants: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh: set[str] = field(default_factory=set)

    def __enter__(self) -> Self:
        """Serve on a free port of loopback."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}/tenant"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def description(self) -> dict[str, str]:
        """Describe the issuer, as discovery does."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
        }

    def allow(self, asked: dict[str, str]) -> str:
        """Make a code for a request, and return the address to go back to."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked | {"until": str(time.time() + CODE_SECONDS)}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchange(self, grant: dict[str, str]) -> dict[str, Any] | None:
        """Exchange a grant for tokens; None if it is refused."""
        nonce = {}
        if grant.get("grant_type") == "authorization_code":
            asked = self.codes.pop(grant.get("code", ""), None)
            if asked is None or float(asked["until"]) < time.time() or not _proves(grant, asked):
                return None
            nonce = {"nonce": asked["nonce"]}
        elif grant.get("refresh_token") in self.refresh:
            self.refresh.remove(grant["refresh_token"])
        else:
            return None
        self.grants.append(grant["grant_type"])
        new = secrets.token_urlsafe(16)
        self.refresh.add(new)
        claims = base64.urlsafe_b64encode(json.dumps({"iss": self.url, **nonce}).encode()).decode().rstrip("=")
        access = token_of("operator", until=time.time() + self.seconds)
        return {"access_token": access, "id_token": f"none.{claims}.none", "refresh_token": new, "token_type": "Bearer"}


def _proves(grant: dict[str, str], asked: dict[str, str]) -> bool:
    """Check the verifier against the challenge, and that client and address are those of the request."""
    digest = hashlib.sha256(grant.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    same = all(grant.get(name) == asked[name] for name in ("client_id", "redirect_uri"))
    return same and asked["code_challenge_method"] == "S256" and challenge == asked["code_challenge"]


def _handler(issuer: Issuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path.endswith("/openid-configuration"):
                self._answer(200, json.dumps(issuer.description()), "application/json")
            elif parts.path == "/tenant/authorize" and asked.get("client_id") == CLIENT:
                link = escape(f"/tenant/allow?{parts.query}", quote=True)
                head = '<!doctype html><html lang="en"><title>Issuer</title><link rel="icon" href="data:,">'
                body = f'{head}<a href="{link}">Allow</a>'
                self._answer(200, body, "text/html")
            elif parts.path == "/tenant/allow":
                self._answer(302, "", "text/html", Location=issuer.allow(asked))
            else:
                self._answer(404, "", "text/plain")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            found = issuer.exchange({name: values[0] for name, values in parse_qs(body).items()})
            answer = {"error": "invalid_grant"} if found is None else found
            self._answer(400 if found is None else 200, json.dumps(answer), "application/json")

        def _answer(self, status: int, text: str, content_type: str, **headers: str) -> None:
            self.send_response(status)
            sent = {"Content-Type": content_type, "Content-Length": str(len(text)), "Access-Control-Allow-Origin": "*"}
            for name, value in (sent | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    return Handler
