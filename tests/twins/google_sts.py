"""Google's token services on loopback: STS and IAM Credentials. The signature of the AWS role is computed anew and compared."""

import hashlib
import hmac
import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

POOL: Final = "//iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/reelwright/providers/aws"
ACCOUNT: Final = "reelwright@my-project.iam.gserviceaccount.com"
ACCESS_ID, SECRET, SESSION, REGION = "ASIAEXAMPLE", "role-secret", "role-session-token", "eu-west-1"
SCOPE: Final = "https://www.googleapis.com/auth/cloud-platform"
_FORM: Final = {
    "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
    "requested_token_type": "urn:ietf:params:oauth:token-type:access_token",
    "subject_token_type": "urn:ietf:params:aws:token-type:aws4_request",
}
_SCOPES: Final = (SCOPE, "https://www.googleapis.com/auth/iam")
"""All services, and impersonation alone."""
_TARGET: Final = "x-goog-cloud-target-resource"
_SIGNED: Final = ("host", "x-amz-date", "x-amz-security-token")
"""Google's library signs these alone, and the sample of Google's guide the target as well; Google takes both."""
_AUTHORIZATION: Final = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<id>\w+)/(?P<day>\d{8})/(?P<region>[a-z0-9-]+)/sts/aws4_request, "
    r"SignedHeaders=(?P<names>[a-z0-9;-]+), Signature=(?P<signature>[0-9a-f]{64})"
)
_ACCOUNTS: Final = re.compile(r"/v1/projects/-/serviceAccounts/([^/:]+):generateAccessToken")
Answer = tuple[int, dict[str, Any]]


@dataclass
class GoogleSts:
    """The server. `lets_in`: whether the pool's condition admits the role; `lets_act`: whether it may impersonate."""

    lets_in: bool = True
    lets_act: bool = True
    plan: list[int] = field(default_factory=list)
    """Statuses to answer before anything else."""
    lifetime: timedelta = timedelta(hours=1)
    federated: list[str] = field(default_factory=list)
    impersonated: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def base(self) -> str:
        """The base URL for the federation."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def valid(self) -> str:
        """The token that a service takes: the last one."""
        return (self.impersonated or self.federated or ["none"])[-1]

    def authorizes(self, headers: Mapping[str, str]) -> bool:
        """Check the header of a call of a service."""
        if self.valid.startswith("ya29.iam"):
            return False
        return headers.get("authorization") == f"Bearer {self.valid}" and "x-goog-api-key" not in headers

    def exchange(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer `POST /v1/token`."""
        form = {name: values[0] for name, values in parse_qs(body.decode(), strict_parsing=True).items()}
        problem = self._problem(headers, form)
        if problem or not self.lets_in:
            self.refused += [problem] if problem else []
            said = problem or "The given credential is rejected by the attribute condition."
            return 400, {
                "error": "invalid_grant",
                "error_description": f"{said} {unquote(form.get('subject_token', ''))}",
            }
        kind = "federated" if form["scope"] == SCOPE else "iam"
        self.federated.append(f"ya29.{kind}-{len(self.federated) + 1}")
        return 200, {
            "access_token": self.federated[-1],
            "issued_token_type": _FORM["requested_token_type"],
            "token_type": "Bearer",
            "expires_in": int(self.lifetime.total_seconds()),
        }

    def impersonate(self, account: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer `POST /v1/projects/-/serviceAccounts/{account}:generateAccessToken`."""
        if headers.get("authorization") not in {f"Bearer {one}" for one in self.federated}:
            return 401, {"error": {"code": 401, "message": "no valid token", "status": "UNAUTHENTICATED"}}
        if not self.lets_act or account != ACCOUNT:
            denied = "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist)."
            return 403, {"error": {"code": 403, "message": denied, "status": "PERMISSION_DENIED"}}
        if json.loads(body) | {"delegates": []} != {"delegates": [], "scope": [SCOPE], "lifetime": "3600s"}:
            self.refused.append("the body of generateAccessToken")
            return 400, {"error": {"code": 400, "message": "invalid", "status": "INVALID_ARGUMENT"}}
        self.impersonated.append(f"ya29.account-{len(self.impersonated) + 1}")
        ends = datetime.now(UTC) + self.lifetime
        return 200, {"accessToken": self.impersonated[-1], "expireTime": f"{ends:%Y-%m-%dT%H:%M:%SZ}"}

    def _problem(self, headers: Mapping[str, str], form: Mapping[str, str]) -> str:
        if headers.get("content-type") != "application/x-www-form-urlencoded" or "authorization" in headers:
            return "the headers of the exchange"
        fixed = {name: form[name] for name in form if name not in ("audience", "subject_token", "scope")}
        if fixed != _FORM or form.get("scope") not in _SCOPES:
            return "the fields of the exchange"
        if form.get("audience") != POOL:
            return "the audience"
        return _problem_of(json.loads(unquote(form["subject_token"])))


def _problem_of(subject: Any) -> str:
    """Say what is wrong with a signed GetCallerIdentity request; nothing if AWS would answer it."""
    headers = {one["key"].lower(): one["value"] for one in subject["headers"]}
    host = f"sts.{REGION}.amazonaws.com"
    if set(subject) != {"url", "method", "headers"} or set(headers) != {*_SIGNED, _TARGET, "authorization"}:
        return "the parts of the request"
    made = datetime.strptime(headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    found = _AUTHORIZATION.fullmatch(headers["authorization"])
    names = () if found is None else tuple(found["names"].split(";"))
    if found is None or (found["id"], found["region"]) != (ACCESS_ID, REGION) or {*names} - {_TARGET} != {*_SIGNED}:
        return "the authorization"
    url = f"https://{host}?Action=GetCallerIdentity&Version=2011-06-15"
    wrong = {
        "the address": (subject["method"], subject["url"], headers["host"]) != ("POST", url, host),
        "the target": headers[_TARGET] != POOL,
        "the age of the request": abs(datetime.now(UTC) - made) > timedelta(minutes=15),
        "the session token": headers["x-amz-security-token"] != SESSION,
        "the signature": not hmac.compare_digest(found["signature"], _signature(subject, headers, names)),
    }
    return next((name for name, is_wrong in wrong.items() if is_wrong), "")


def _signature(subject: Any, headers: Mapping[str, str], names: tuple[str, ...]) -> str:
    """Sign as AWS documents signature version 4."""
    url = urlsplit(subject["url"])
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    empty = hashlib.sha256(b"").hexdigest()
    canonical = "\n".join((subject["method"], url.path or "/", url.query, lines, ";".join(names), empty))
    day = headers["x-amz-date"][:8]
    scope = f"{day}/{REGION}/sts/aws4_request"
    text = "\n".join(("AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hashlib.sha256(canonical.encode()).hexdigest()))
    key = f"AWS4{SECRET}".encode()
    for part in (day, REGION, "sts", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


@contextmanager
def running_sts() -> Iterator[GoogleSts]:
    """Run the server until the block ends."""
    twin = GoogleSts()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(twin))
    server.daemon_threads = True
    twin.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield twin
    finally:
        server.shutdown()
        server.server_close()


def _handler(twin: GoogleSts) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_arguments: Any) -> None:
            """Log nothing."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            account = _ACCOUNTS.fullmatch(unquote(self.path))
            if twin.plan:
                status, found = twin.plan.pop(0), {"error": {"message": "planned"}}
            elif self.path == "/v1/token":
                status, found = twin.exchange(headers, body)
            elif account is not None:
                status, found = twin.impersonate(account[1], headers, body)
            else:
                status, found = 404, {}
            sent = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

    return Handler
