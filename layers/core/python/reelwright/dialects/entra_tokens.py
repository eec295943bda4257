"""Tokens of Microsoft Entra for an AWS role, without a key: AWS signs who the role is, and Entra takes it as an assertion.

AWS's outbound identity federation must be enabled in the account, and the app must have the role as a federated credential.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from reelwright.dialects.answers import call, reading
from reelwright.dialects.aws import Kinds, own_errors, within
from reelwright.dialects.tokens import AccessToken, Tokens, utc_now
from reelwright.errors import ProviderMisconfiguredError, ReelwrightError
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.federation import ENTRA_AUDIENCE, IDENTITY_SECONDS, AzureFederation

_LOGIN: Final = "https://login.microsoftonline.com"
_NAME: Final = "azure federation"
_KINDS: Final[Kinds] = {"OutboundWebIdentityFederationDisabledException": ProviderMisconfiguredError}
"""Of STS: the feature is off in the account."""
_REFUSALS: Final = frozenset(
    {"invalid_client", "invalid_grant", "invalid_request", "invalid_scope", "unauthorized_client"}
)


class EntraTokens(Tokens):
    """The tokens of one federation. `sts` builds the role's client of STS in its region: the global host signs no identity."""

    def __init__(
        self,
        federation: AzureFederation,
        caller: HttpCaller,
        sts: Callable[[], Any],
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(self._exchanged, now=now)
        self._federation, self._caller, self._sts = federation, caller, sts

    def speech_token(self, seconds: float) -> str:
        """Return the token as Azure Speech takes it: with the resource that it is for."""
        return f"aad#{self._federation.resource}#{self.token(seconds)}"

    def _exchanged(self, seconds: float) -> AccessToken:
        """Exchange the role's signed identity for a token; each of the two calls takes half of the seconds at most."""
        body = {
            "grant_type": "client_credentials",
            "client_id": self._federation.client,
            "scope": "https://cognitiveservices.azure.com/.default",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self._identity(seconds / 2),
        }
        began = self._now()
        answer = call(
            self._caller,
            _NAME,
            "POST",
            f"{self._federation.base or _LOGIN}/{self._federation.tenant}/oauth2/v2.0/token",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode(body).encode(),
            seconds=seconds / 2,
            explain=_refused,
            secret=body["client_assertion"],
        )
        with reading(_NAME):
            found = json.loads(answer)
            return AccessToken(str(found["access_token"]), began + timedelta(seconds=float(found["expires_in"])))

    def _identity(self, seconds: float) -> str:
        """Have AWS sign the role's identity for Entra alone."""
        with within(seconds), own_errors(_NAME, _KINDS):
            answer = self._sts().get_web_identity_token(
                Audience=[ENTRA_AUDIENCE], DurationSeconds=IDENTITY_SECONDS, SigningAlgorithm="RS256"
            )
            return str(answer["WebIdentityToken"])


def _refused(_status: int, found: Any) -> ReelwrightError | None:
    code = found.get("error") if isinstance(found, dict) else None
    if code not in _REFUSALS:
        return None
    return ProviderMisconfiguredError(
        f"Entra refused the role ({code}): compare azure.tenant and azure.client in providers.toml with the app, and its "
        "federated credential (issuer, subject, audience) with the AWS account's issuer and the role of the function providers"
    )
