"""The requests that need no AWS credentials, and the paths that are closed with any credentials."""

import re
from typing import Final

from infra.local.guard.requests import Denial, Request

HEALTH: Final = "/_ministack/health"
_SHUT: Final = ("/_ministack/", "/_localstack/", "/_aws/")
"""Paths that control the emulator: reset, configuration, code of functions, messages. Only the API under `/_aws/` is open."""
_API_BY_PATH: Final = re.compile(r"/_aws/execute-api/[0-9a-f]{8}(/.*)?", re.DOTALL)
_API_BY_HOST: Final = re.compile(r"[0-9a-f]{8}\.execute-api\.localhost(:[0-9]{1,5})?")
_PLAIN_HOST: Final = re.compile(r"(127\.0\.0\.1|\[::1\]|localhost)(:[0-9]{1,5})?", re.IGNORECASE)
"""With other host names the emulator may route a path to another service."""
_API_ROOT: Final = "/api/"
_POOL_KEYS: Final = re.compile(r"/[a-z0-9-]+_[A-Za-z0-9]+/\.well-known/(jwks\.json|openid-configuration)")
_SIGN_IN: Final = frozenset({
    ("GET", "/oauth2/authorize"),
    ("GET", "/oauth2/userInfo"),
    ("POST", "/oauth2/login"),
    ("POST", "/oauth2/token"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("GET", "/logout"),
})  # fmt: skip
_UNSIGNED_CALLS: Final = frozenset(
    f"AWSCognitoIdentityProviderService.{name}" for name in ("InitiateAuth", "RespondToAuthChallenge", "RevokeToken")
)
"""Calls of Cognito without a signature, as on AWS. `SignUp` is left out, because the emulator would create the account."""


def closed_path_denial(request: Request) -> Denial | None:
    """Deny the paths that control the emulator, except health."""
    if is_health(request) or is_api(request) or not request.path.startswith(_SHUT):
        return None
    return Denial("AccessDenied", "this path of the emulator is closed: it works without a signature")


def is_health(request: Request) -> bool:
    """Recognise the health check of the emulator."""
    return request.method in ("GET", "HEAD") and request.path == HEALTH


def is_api(request: Request) -> bool:
    """Recognise requests to the HTTP API, which verifies tokens and sets its own CORS headers."""
    if _API_BY_HOST.fullmatch(request.header("host")):
        return request.path.startswith(_API_ROOT)
    return _has_plain_host(request) and bool(_API_BY_PATH.fullmatch(request.path))


def is_open(request: Request) -> bool:
    """Recognise requests that need no AWS credentials."""
    if is_health(request) or is_api(request):
        return True
    if not _has_plain_host(request):
        return False
    if (request.method, request.path) in _SIGN_IN:
        return True
    if request.method == "GET" and _POOL_KEYS.fullmatch(request.path):
        return True
    return request.method == "POST" and request.path == "/" and request.header("x-amz-target") in _UNSIGNED_CALLS


def _has_plain_host(request: Request) -> bool:
    return bool(_PLAIN_HOST.fullmatch(request.header("host")))
