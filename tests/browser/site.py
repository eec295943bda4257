"""The console and the API behind it, full of films: `python -m tests.browser.site` serves them on a free port of loopback.

The gateway and the world are those of `tests.functions.gateway`. A token is unsigned: its claims choose the menu, and its last
part names a caller. Prints its address and the ids of the films as one JSON object when it serves.
"""

import base64
import contextlib
import json
import math
import sys
import time
from datetime import datetime, timezone
from wsgiref.simple_server import make_server

import boto3
from moto import mock_aws

from tests.browser.copying import copy_objects, copy_rows
from tests.browser.past import keep_load
from tests.browser.seed import OWNER, fill
from tests.functions.gateway import CALLERS, Environ, Gateway, Silent, create_world
from tests.memory.system import Clock, System


def token_of(caller: str, *, until: float | None = None) -> str:
    """Build the token of a caller: readable claims, and the caller's name instead of a signature. `until` is its end."""
    scope = "reelwright/operate" if caller == "operator" else "reelwright/jobs"
    end = {} if until is None else {"exp": until}
    claims = json.dumps({**CALLERS[caller], "scope": scope, **end}).encode()
    return f"none.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.{caller}"


def by_name(environ: Environ) -> Environ:
    """Replace a readable token by the name of its caller, which the gateway knows; one that has ended is nobody's."""
    scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    return {**environ, "HTTP_AUTHORIZATION": f"{scheme} {'nobody' if _has_ended(token) else token.rpartition('.')[2]}"}


def _has_ended(token: str) -> bool:
    claims = token.split(".")[1:2]
    if not claims:
        return False
    read = json.loads(base64.urlsafe_b64decode(claims[0] + "=" * (-len(claims[0]) % 4)))
    return float(read.get("exp", math.inf)) < time.time()


def main() -> None:
    """Serve until the process is ended."""
    with mock_aws(), contextlib.redirect_stdout(sys.stderr):
        create_world()
        from functions.api.handler import handler  # noqa: PLC0415 - clients are made inside of moto
        from reelwright.entry.world import world  # noqa: PLC0415 - the same

        now = datetime.now(timezone.utc)
        system = System(clock=Clock(now))
        ids = fill(system, now=now)
        copy_rows(system, boto3.client("dynamodb"), "jobs", owners=(OWNER,))
        copy_objects(system, world())
        keep_load(world(), now=now)
        gateway = Gateway(handler)
        with make_server(
            "127.0.0.1", 0, lambda environ, start: gateway(by_name(environ), start), handler_class=Silent
        ) as server:
            told = {"url": f"http://127.0.0.1:{server.server_port}", "ids": ids}
            print(json.dumps(told), file=sys.__stdout__, flush=True)
            server.serve_forever()


if __name__ == "__main__":
    main()
