"""Verification of AWS Signature Version 4, for root's key, which the emulator does not verify, and for all other keys.

It uses the emulator's own functions (`ministack.core.sigv4`). A header signature is valid for at most 15 minutes, a signed
URL for the time it names. Requests with two signatures, two credentials or an older signature version are denied, because
the emulator could read another key than the one that was verified here.
"""

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from infra.local.guard.requests import Denial, Request

SecretOf = Callable[[str, str], str | None]
"""Access key id, session token (may be empty) -> secret; None for an unknown or expired pair."""

_sigv4: Final[Any] = importlib.import_module("ministack.core.sigv4")
_HEADER: Final = re.compile(
    r"AWS4-HMAC-SHA256 Credential=[^/,\s]+/\d{8}/[^/,\s]+/[^/,\s]+/aws4_request, ?"
    r"SignedHeaders=[a-z0-9;_-]+, ?Signature=[0-9a-f]{64}"
)
_QUERY: Final = ("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Signature")
_QUERY_SIGNS: Final = frozenset({*(name.lower() for name in _QUERY), "awsaccesskeyid"})
_CLOCK_SKEW: Final = timedelta(minutes=15)
_LONGEST_SECONDS: Final = 7 * 24 * 3600

_MALFORMED: Final = Denial("IncompleteSignature", "sign with AWS Signature Version 4, in the header or in the query")
_UNKNOWN: Final = Denial(
    "InvalidClientTokenId", "the access key is unknown or has expired; `make up` shows where it is"
)
_WRONG: Final = Denial("SignatureDoesNotMatch", "the signature was not made with the secret of this access key")


@dataclass(frozen=True)
class Claim:
    """The signature of a request, not yet verified. `presigned`: it is in the query."""

    signature: Any
    token: str
    presigned: bool

    @property
    def needs_body(self) -> bool:
        """True if the body must be hashed. S3 signs the hash that a header declares, or none in a URL."""
        return bool(self.signature.service != "s3")


def carries_credentials(request: Request) -> bool:
    """Recognise AWS credentials of any kind, also malformed ones."""
    return request.header("authorization").startswith("AWS") or any(
        name.lower() in _QUERY_SIGNS for name in request.query
    )


def claim_of(request: Request) -> Claim | Denial:
    """Read the signature of a request; deny a malformed one or several."""
    in_query = [name for name in request.query if name.lower() in _QUERY_SIGNS]
    authorization = request.header("authorization")
    if authorization.startswith("AWS"):
        if in_query or not _HEADER.fullmatch(authorization):
            return _MALFORMED
        read = _sigv4.parse_header_signature(request.headers)
        return _MALFORMED if isinstance(read, tuple) else Claim(read, request.header("x-amz-security-token"), False)
    tokens = request.query.get("X-Amz-Security-Token", [])
    single = all(len(request.query.get(name, ())) == 1 for name in _QUERY)
    if sorted(in_query) != sorted(_QUERY) or not single or len(tokens) > 1 or authorization:
        return _MALFORMED
    if request.query["X-Amz-Algorithm"] != ["AWS4-HMAC-SHA256"]:
        return _MALFORMED
    read = _sigv4.parse_query_signature(request.query)
    if isinstance(read, tuple):
        return _MALFORMED
    return Claim(read, tokens[0] if tokens else "", True)


def signature_denial(
    request: Request, claim: Claim, body: bytes, *, secret_of: SecretOf, now: datetime
) -> Denial | None:
    """Verify a signature. `body` is used only if `claim.needs_body`."""
    secret = secret_of(claim.signature.access_key_id, claim.token)
    if secret is None:
        return _UNKNOWN
    late = _expiry_denial(request, claim, now)
    if late:
        return late
    if not claim.needs_body and not claim.presigned and "x-amz-content-sha256" not in _signed_names(claim):
        return _MALFORMED
    failure = _sigv4.header_signature_failure(
        claim.signature,
        secret,
        request.method,
        request.raw_path,
        request.query,
        request.headers,
        body,
        presigned=claim.presigned,
    )
    return _WRONG if failure else None


def _signed_names(claim: Claim) -> list[str]:
    return str(claim.signature.signed_headers).split(";")


def _expiry_denial(request: Request, claim: Claim, now: datetime) -> Denial | None:
    if not claim.presigned:
        skewed = _sigv4.request_time_failure(claim.signature, now=now)
        return Denial(*skewed) if skewed else None
    try:
        signed_at = datetime.strptime(claim.signature.amz_date, "%Y%m%dT%H%M%S%z")
        seconds = int(request.query["X-Amz-Expires"][0])
    except (KeyError, ValueError):
        return _MALFORMED
    if not 0 < seconds <= _LONGEST_SECONDS or signed_at > now + _CLOCK_SKEW:
        return _MALFORMED
    return Denial("AccessDenied", "Request has expired") if now > signed_at + timedelta(seconds=seconds) else None
