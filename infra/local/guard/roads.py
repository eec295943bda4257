"""What may be asked without AWS credentials, and what nobody may ask."""

import re
from typing import Final

from infra.local.guard.requests import Refusal, Request

HEALTH: Final = "/_ministack/health"
_SHUT: Final = ("/_ministack/", "/_localstack/", "/_aws/")
"""The emulator's own doors: reset, configuration, code of functions, messages. The API under `/_aws/` is the exception."""
_API_BY_PATH: Final = re.compile(r"/_aws/execute-api/[0-9a-f]{8}(/.*)?", re.DOTALL)
_API_BY_HOST: Final = re.compile(r"[0-9a-f]{8}\.execute-api\.localhost(:[0-9]{1,5})?")
_PLAIN_HOST: Final = re.compile(r"(127\.0\.0\.1|\[::1\]|localhost)(:[0-9]{1,5})?", re.IGNORECASE)
"""On any other name the emulator may give a path to another service."""
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
"""Calls of Cognito that carry no signature on AWS either. `SignUp` is not among them: the emulator would let anybody in."""


def shut_refusal(request: Request) -> Refusal | None:
    """Refuse the emulator's own doors but health, with any credentials."""
    if is_health(request) or is_api(request) or not request.path.startswith(_SHUT):
        return None
    return Refusal("AccessDenied", "this door of the emulator is shut: it would change the stack without a signature")


def is_health(request: Request) -> bool:
    """Whether the request asks for the emulator's health."""
    return request.method in ("GET", "HEAD") and request.path == HEALTH


def is_api(request: Request) -> bool:
    """Whether the HTTP API answers the request: it verifies tokens itself, and sets its own CORS headers."""
    if _API_BY_HOST.fullmatch(request.header("host")):
        return request.path.startswith(_API_ROOT)
    return _has_plain_host(request) and bool(_API_BY_PATH.fullmatch(request.path))


def is_open(request: Request) -> bool:
    """Whether the request needs no AWS credentials."""
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
