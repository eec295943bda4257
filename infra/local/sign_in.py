"""Sign-in at the user pool by OAuth code with PKCE (RFC 7636), as on AWS, but without a browser."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from infra.local.errors import LocalStackError
from infra.people import ask, exchanged

SCOPE: Final = "reelwright/jobs"
CALLBACK: Final = "http://localhost:8400/callback"
"""A redirect URL of the client; here nothing listens on it."""


@dataclass(frozen=True)
class SignIn:
    """The sign-in page of a pool, for one client without a secret."""

    endpoint: str
    client_id: str
    callback: str = CALLBACK

    def tokens(self, email: str, password: str, *, scope: str = SCOPE) -> dict[str, str]:
        """Request `access_token` and `refresh_token`, and with the scope `openid` also `id_token`.

        Raises LocalStackError for a wrong password, or a scope or callback that the client does not have; RefusedGrantError if
        the code is refused.
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
        ask(self.endpoint, "GET", f"/oauth2/authorize?{urlencode(asked)}")
        _, location, _ = ask(self.endpoint, "POST", "/login", asked | {"username": email, "password": password})
        answer = parse_qs(urlsplit(location).query)
        if answer.get("state") != [asked["state"]] or "code" not in answer:
            raise LocalStackError(f"{email} could not sign in at {self.endpoint}")
        return answer["code"][0]


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
