"""The deployed stack against a web page and another user of the machine: a plain HTTP client, without the secret."""

import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest
from botocore.exceptions import ClientError

from infra.local.aws import client
from infra.local.place import ACCOUNT
from tests.local.takeover import exploit

if TYPE_CHECKING:
    from tests.local.conftest import Stack

pytestmark = pytest.mark.local

BROWSER: Final = {"content-type": "application/x-www-form-urlencoded"}
PAGE: Final = {"origin": "http://evil.example:9099", "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
SENDERS: Final = [PAGE, {"host": "evil.example:9099"}, {}]
"""A page, a page whose name was pointed at this machine, and a program that is no browser."""


@pytest.mark.parametrize("sender", SENDERS)
def test_nobody_executes_code_without_the_secret(stack: "Stack", tmp_path: Path, sender: dict[str, str]) -> None:
    """C1: CreateRole, CreateFunction, Invoke, as a browser sends them without asking first; nothing is made."""
    written = tmp_path / "written"
    for path, body in exploit(written):
        answer = httpx.post(f"{stack.place.endpoint}{path}", content=body, headers=BROWSER | sender)
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
    assert not written.exists()
    with pytest.raises(ClientError, match="NoSuchEntity"):
        stack.aws("iam").get_role(RoleName="page")
    with pytest.raises(ClientError, match="ResourceNotFound"):
        stack.aws("lambda").get_function(FunctionName="page")


@pytest.mark.parametrize("sender", SENDERS)
def test_nobody_resets_the_stack(stack: "Stack", sender: dict[str, str]) -> None:
    """C2: the table is still there afterwards."""
    for path in ("/_ministack/reset", "/_ministack/config"):
        assert httpx.post(f"{stack.place.endpoint}{path}", headers=sender).status_code == 403
    assert stack.outputs["TableName"] in stack.aws("dynamodb").list_tables()["TableNames"]


def test_the_products_own_webhooks_do_not_reach_the_emulator(stack: "Stack") -> None:
    """C2 by the road of a free user: refused by its text, before anything is sent."""
    bearer = {"authorization": f"Bearer {stack.token()}"}
    for path in ("/_ministack/reset", "/"):
        body = {"url": f"http://localhost:{stack.place.port}{path}"}
        refused = httpx.post(f"{stack.url}/api/v1/webhooks/test", json=body, headers=bearer, timeout=60)
        assert refused.status_code == 400, refused.text
        assert "emulator" in refused.text
    assert stack.outputs["TableName"] in stack.aws("dynamodb").list_tables()["TableNames"]


def test_the_known_secret_of_the_emulator_is_wrong(stack: "Stack") -> None:
    """`test` and `test` stand in every manual of such emulators; so do keys of twelve digits."""
    for key in ("test", ACCOUNT):
        with pytest.raises(ClientError, match=r"SignatureDoesNotMatch|InvalidClientTokenId"):
            client(stack.place, "iam", key=key, secret="test").list_roles()


def test_objects_are_read_with_a_signature_only(stack: "Stack") -> None:
    """By name of bucket and key alone, nobody reads or writes one."""
    bucket = stack.outputs["BucketName"]
    url = f"{stack.place.endpoint}/{bucket}/uploads/guarded"
    stack.aws("s3").put_object(Bucket=bucket, Key="uploads/guarded", Body=b"mine")
    assert httpx.get(url).status_code == httpx.put(url, content=b"x").status_code == 403
    wanted: dict[str, Any] = {"Params": {"Bucket": bucket, "Key": "uploads/guarded"}, "ExpiresIn": 60}
    link = stack.aws("s3").generate_presigned_url("get_object", **wanted)
    assert httpx.get(link, headers={"sec-fetch-site": "cross-site", "sec-fetch-dest": "video"}).content == b"mine"
    for changed in (
        link.replace("Signature=", "Signature=0"),
        link.replace("uploads/guarded", "uploads/other"),
        f"{link}&response-content-type=text%2Fhtml",
        f"{link}&response-content-disposition=inline",
        link.replace("Expires=60", "Expires=6000"),
    ):
        assert httpx.get(changed).status_code == 403, changed


def test_files_of_a_running_stack_are_for_their_owner_only(stack: "Stack") -> None:
    """The state, the logs and the objects as well: whatever a process of the stack has written."""
    folder = stack.place.folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for part in (stack.place.root_secret, stack.place.state, stack.place.logs, stack.place.objects):
        assert stat.S_IMODE(part.stat().st_mode) & 0o077 == 0
    written = list(stack.place.state.glob("*.json"))
    assert written
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in written)
