"""Signing in at the pool's page by OAuth code with PKCE (RFC 7636), as people do on AWS; here no browser stands between."""

import base64
import hashlib
import http.client
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from infra.environments import ENVIRONMENTS
from infra.local.errors import LocalStackError

SCOPE: Final = "reelwright/jobs"
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_SECONDS: Final = 30


@dataclass(frozen=True)
class SignIn:
    """The sign-in page of a pool, for one client without a secret."""

    endpoint: str
    client_id: str
    callback: str = ENVIRONMENTS["local"].callback_urls[0]

    def tokens(self, email: str, password: str, *, scope: str = SCOPE) -> dict[str, str]:
        """Return what the token endpoint gives: `access_token`, `refresh_token`, and `id_token` for the scope `openid`.

        Raises LocalStackError for a wrong password, or a scope or callback that the client does not have.
        """
        verifier = secrets.token_urlsafe(48)
        code = self._code(email, password, scope, _challenge(verifier))
        grant = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        return exchanged(self.endpoint, grant | {"client_id": self.client_id, "redirect_uri": self.callback})

    def _code(self, email: str, password: str, scope: str, challenge: str) -> str:
        asked = {
            "client_id": self.client_id,
            "redirect_uri": self.callback,
            "response_type": "code",
            "scope": scope,
            "state": secrets.token_urlsafe(16),
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        _ask(self.endpoint, "GET", f"/oauth2/authorize?{urlencode(asked)}")
        _, location, _ = _ask(self.endpoint, "POST", "/login", asked | {"username": email, "password": password})
        answer = parse_qs(urlsplit(location).query)
        if answer.get("state") != [asked["state"]] or "code" not in answer:
            raise LocalStackError(f"{email} could not sign in at {self.endpoint}")
        return answer["code"][0]


def exchanged(endpoint: str, grant: Mapping[str, str]) -> dict[str, str]:
    """Return the tokens for a grant; raises LocalStackError with the endpoint's words where it is refused."""
    status, _, body = _ask(endpoint, "POST", "/oauth2/token", grant)
    if status != http.HTTPStatus.OK:
        raise LocalStackError(f"no token at {endpoint}: {body}")
    return {name: str(value) for name, value in json.loads(body).items()}


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _ask(endpoint: str, method: str, target: str, form: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Return status, Location and body of an answer; a redirect is not followed, because it carries the code."""
    connection = http.client.HTTPConnection(urlsplit(endpoint).netloc, timeout=_SECONDS)
    try:
        connection.request(method, target, urlencode(form).encode() if form else None, _FORM if form else {})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", ""), answer.read().decode()
    finally:
        connection.close()
