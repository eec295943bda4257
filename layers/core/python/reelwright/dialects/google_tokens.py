"""Tokens of Google Cloud for an AWS role (workload identity federation), without a key and without Google's library.

The role signs a GetCallerIdentity request for Google alone; Google's STS has AWS answer it, and returns a federated token, with
which a service account may be impersonated.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials

from reelwright.dialects.answers import call, post_json, reading, transport_errors
from reelwright.dialects.tokens import AccessToken, Tokens, utc_now
from reelwright.errors import ProviderMisconfiguredError, ProviderRefusedError, ReelwrightError
from reelwright.outbound.calling import HttpCaller
from reelwright.outbound.deadline import Deadline
from reelwright.providers.federation import GoogleFederation

SCOPE: Final = "https://www.googleapis.com/auth/cloud-platform"
_IAM_SCOPE: Final = "https://www.googleapis.com/auth/iam"
"""Of a token that only impersonates, as Google's library asks for it."""
_STS: Final = "https://sts.googleapis.com"
_IAM: Final = "https://iamcredentials.googleapis.com"
_NAME: Final = "google federation"
Identity = Callable[[], tuple[ReadOnlyCredentials | None, str]]
"""Returns the role's credentials at this moment, and the region of its STS."""


class GoogleTokens(Tokens):
    """The tokens of one federation."""

    def __init__(
        self,
        federation: GoogleFederation,
        caller: HttpCaller,
        identity: Identity,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(self._exchanged, now=now)
        self.federation = federation
        self._caller, self._identity = caller, identity

    def _exchanged(self, seconds: float) -> AccessToken:
        """Exchange the role's signature for a token, within `seconds` in all."""
        deadline = Deadline(seconds)
        token = self._federated(seconds)
        account = self.federation.service_account
        if account is None:
            return token
        with transport_errors(_NAME, seconds):
            left = deadline.remaining()
        return self._impersonated(account, token, left)

    def _federated(self, seconds: float) -> AccessToken:
        subject = signed_subject(self.federation.pool_provider, *self._identity())
        body = {
            "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
            "audience": self.federation.pool_provider,
            "requested_token_type": "urn:ietf:params:oauth:token-type:access_token",
            "subject_token_type": "urn:ietf:params:aws:token-type:aws4_request",
            "subject_token": subject,
            "scope": SCOPE if self.federation.service_account is None else _IAM_SCOPE,
        }
        began = self._now()
        answer = call(
            self._caller,
            _NAME,
            "POST",
            f"{self.federation.base or _STS}/v1/token",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode(body).encode(),
            seconds=seconds,
            explain=_refused_exchange,
        )
        with reading(_NAME):
            found = json.loads(answer)
            return AccessToken(str(found["access_token"]), began + timedelta(seconds=float(found["expires_in"])))

    def _impersonated(self, account: str, token: AccessToken, seconds: float) -> AccessToken:
        base = self.federation.base or _IAM
        found = post_json(
            self._caller,
            _NAME,
            f"{base}/v1/projects/-/serviceAccounts/{account}:generateAccessToken",
            {"scope": [SCOPE], "lifetime": "3600s"},
            headers={"Authorization": f"Bearer {token.text}", "Content-Type": "application/json"},
            seconds=seconds,
            explain=lambda status, _found: _refused_account(status, account),
        )
        with reading(_NAME):
            return AccessToken(str(found["accessToken"]), datetime.fromisoformat(found["expireTime"]))


def signed_subject(pool_provider: str, credentials: ReadOnlyCredentials | None, region: str) -> str:
    """Sign GetCallerIdentity for this provider of a pool alone, as the subject token of an exchange (Google's IAM guide)."""
    if credentials is None:
        raise ProviderMisconfiguredError(f"{_NAME} needs credentials of AWS")
    host = f"sts.{region}.amazonaws.com"
    request = AWSRequest(
        method="POST",
        url=f"https://{host}?Action=GetCallerIdentity&Version=2011-06-15",
        headers={"host": host, "x-goog-cloud-target-resource": pool_provider},
    )
    SigV4Auth(credentials, "sts", region).add_auth(request)
    signed = [{"key": name.lower(), "value": str(value)} for name, value in request.headers.items()]
    return quote(json.dumps({"url": request.url, "method": request.method, "headers": signed}))


def _refused_exchange(status: int, found: Any) -> ReelwrightError | None:
    code = found.get("error") if isinstance(found, dict) else None
    if code in ("invalid_grant", "invalid_target", "unauthorized_client", "invalid_request"):
        return ProviderMisconfiguredError(
            f"Google refused the role ({code}): compare google.pool_provider in providers.toml with the pool's provider, and "
            "its AWS account and attribute condition with the role of the function providers"
        )
    return ProviderRefusedError(f"Google refused the exchange ({code})") if status == 400 and code else None  # noqa: PLR2004


def _refused_account(status: int, account: str) -> ReelwrightError | None:
    if status not in (403, 404):
        return None
    return ProviderMisconfiguredError(
        f"Google does not let the role act as {account}: compare google.service_account in providers.toml, enable the IAM "
        "Credentials API, and give the pool's principal roles/iam.workloadIdentityUser on the account"
    )
