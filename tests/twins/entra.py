"""AWS's STS and Microsoft Entra on loopback: STS signs a role's identity by RS256, Entra verifies it.

Sources: botocore 1.43.106 (GetWebIdentityToken), AWS's guide of outbound identity federation, Microsoft's pages of federated
credentials and of AWS workloads.
"""

import base64
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

TENANT: Final = "0f0e0d0c-0b0a-4900-8807-060504030201"
CLIENT: Final = "10213243-5465-4687-98a9-bacbdcedfe0f"
RESOURCE: Final = "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/speech"
ISSUER: Final = "https://abc.tokens.sts.global.api.aws"
ROLE: Final = "arn:aws:iam::111122223333:role/providers"
AUDIENCE: Final = "api://AzureADTokenExchange"
_ACTION: Final = {
    "Action": "GetWebIdentityToken",
    "Version": "2011-06-15",
    "Audience.member.1": AUDIENCE,
    "DurationSeconds": "300",
    "SigningAlgorithm": "RS256",
}
_GRANT: Final = {
    "grant_type": "client_credentials",
    "client_id": CLIENT,
    "scope": "https://cognitiveservices.azure.com/.default",
    "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
}
Answer = tuple[int, str, str]


@cache
def _issuer_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class EntraTwin:
    """Both servers. `subject`: the role in the app's federated credential. `is_enabled`: the account's federation."""

    subject: str = ROLE
    is_enabled: bool = True
    plan: list[int] = field(default_factory=list)
    """Statuses that Entra answers before anything else."""
    tokens: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def base(self) -> str:
        """The base URL of both."""
        return f"http://127.0.0.1:{self.port}"

    def authorizes(self, headers: Mapping[str, str]) -> bool:
        """Check the header of a conversation with Azure Speech."""
        return headers.get("Authorization") == f"Bearer aad#{RESOURCE}#{(self.tokens or ['none'])[-1]}"

    def sign(self, headers: Mapping[str, str], form: Mapping[str, str]) -> Answer:
        """Answer STS's `GetWebIdentityToken`."""
        if form != _ACTION or not headers.get("authorization", "").startswith("AWS4-HMAC-SHA256 "):
            self.refused.append(f"GetWebIdentityToken {sorted(form)}")
            return 400, "text/xml", _error("ValidationError")
        if not self.is_enabled:
            return 403, "text/xml", _error("OutboundWebIdentityFederationDisabledException")
        token = _signed({"iss": ISSUER, "sub": ROLE, "aud": AUDIENCE, "exp": time.time() + 300})
        result = f"<WebIdentityToken>{token}</WebIdentityToken><Expiration>2026-12-01T00:00:00Z</Expiration>"
        name, space = "GetWebIdentityToken", "https://sts.amazonaws.com/doc/2011-06-15/"
        return (
            200,
            "text/xml",
            f'<{name}Response xmlns="{space}"><{name}Result>{result}</{name}Result></{name}Response>',
        )

    def exchange(self, path: str, headers: Mapping[str, str], form: Mapping[str, str]) -> Answer:
        """Answer Entra's `POST /{tenant}/oauth2/v2.0/token`."""
        if self.plan:
            return self.plan.pop(0), "application/json", "{}"
        if path != f"/{TENANT}/oauth2/v2.0/token":
            return _entra(400, "invalid_request", "AADSTS90002: Tenant not found.")
        if form.get("client_id") != CLIENT:
            return _entra(400, "unauthorized_client", "AADSTS700016: Application was not found in the directory.")
        fixed = {name: value for name, value in form.items() if name != "client_assertion"}
        if fixed != _GRANT or headers.get("content-type") != "application/x-www-form-urlencoded":
            self.refused.append(f"token {sorted(form)}")
            return _entra(400, "invalid_request", "AADSTS900144: The request is not complete.")
        claims = _verified(form["client_assertion"])
        wanted = {"iss": ISSUER, "sub": self.subject, "aud": AUDIENCE}
        if claims is None or {name: claims[name] for name in wanted} != wanted or claims["exp"] < time.time():
            said = "AADSTS700213: No matching federated identity record found for the presented assertion."
            return _entra(401, "invalid_client", f"{said} {form['client_assertion']}")
        self.tokens.append(f"entra-token-{len(self.tokens) + 1}")
        found = {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": self.tokens[-1]}
        return 200, "application/json", json.dumps(found)


def _error(code: str) -> str:
    space = "https://sts.amazonaws.com/doc/2011-06-15/"
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error>"
    return f'<ErrorResponse xmlns="{space}">{error}<RequestId>r</RequestId></ErrorResponse>'


def _entra(status: int, code: str, said: str) -> Answer:
    return status, "application/json", json.dumps({"error": code, "error_description": said, "error_codes": [0]})


def _signed(claims: Mapping[str, Any]) -> str:
    head, body = (_packed(json.dumps(one).encode()) for one in ({"alg": "RS256", "typ": "JWT"}, claims))
    signature = _issuer_key().sign(f"{head}.{body}".encode(), padding.PKCS1v15(), SHA256())
    return f"{head}.{body}.{_packed(signature)}"


def _verified(token: str) -> Any:
    """Return the claims; None if the issuer did not sign them."""
    head, body, signature = token.split(".")
    try:
        public = _issuer_key().public_key()
        public.verify(_unpacked(signature), f"{head}.{body}".encode(), padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        return None
    return json.loads(_unpacked(body))


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@contextmanager
def running_entra() -> Iterator[EntraTwin]:
    """Run both servers until the block ends."""
    twin = EntraTwin()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_EntraHandler,), {"twin": twin}))
    twin.port = server.server_port
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield twin
    finally:
        server.shutdown()
        server.server_close()


class _EntraHandler(BaseHTTPRequestHandler):
    """STS at the root, Entra below the tenant."""

    twin: EntraTwin

    def log_message(self, *_arguments: Any) -> None:
        """Log nothing."""

    def do_POST(self) -> None:
        """Answer one form."""
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(text, strict_parsing=True).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        if self.path == "/":
            status, kind, found = self.twin.sign(headers, form)
        else:
            status, kind, found = self.twin.exchange(self.path, headers, form)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(found.encode())))
        self.end_headers()
        self.wfile.write(found.encode())
