"""The secret of the emulator's root."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.errors import LocalStackError
from infra.local.place import Place
from infra.local.root import make_root_secret, root_secret


def modes(folder: Path) -> set[int]:
    """Return the permission bits of a folder and all that is in it."""
    return {stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


def test_the_secret_is_drawn_once_a_folder(tmp_path: Path) -> None:
    """Long, another one in each stack, and the same in each later start."""
    places = [Place(tmp_path / name, 4600) for name in ("one", "two")]
    for place in places:
        place.prepare()
        make_root_secret(place)
    one, two = map(root_secret, places)
    make_root_secret(places[0])
    assert root_secret(places[0]) == one != two
    assert len(one) > 40


def test_files_of_the_stack_are_for_their_owner_only(tmp_path: Path) -> None:
    """Also where the folder was there before with other rights, and under any umask of the caller."""
    folder = tmp_path / "local"
    folder.mkdir(mode=0o755)
    place = Place(folder, 4600)
    before = os.umask(0)
    try:
        place.prepare()
        make_root_secret(place)
    finally:
        os.umask(before)
    assert modes(folder) == {0o700, 0o600}


def test_without_a_stack_there_is_no_secret(tmp_path: Path) -> None:
    """Said in one line with what to do."""
    with pytest.raises(LocalStackError, match="run `make up`"):
        root_secret(Place(tmp_path, 4600))


FUNCTION = {
    "FunctionName": "reelwright-local-api",
    "FunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:reelwright-local-api",
    "Role": "arn:aws:iam::000000000000:role/reelwright-local-api",
}
KEYED = f"""
from infra.local.server import key_sessions_of_functions, known_secrets
from ministack.core import lambda_runtime
function = {FUNCTION}
public = lambda_runtime.execution_credentials(function)
key_sessions_of_functions("drawn")
keyed = lambda_runtime.execution_credentials(function)
assert set(public.values()).isdisjoint(keyed.values()), "what everybody can compute is no credential"
assert keyed == lambda_runtime.execution_credentials(function), "links of before a restart stay valid"
secret_of = known_secrets("root's own")
assert secret_of(keyed["AWS_ACCESS_KEY_ID"], keyed["AWS_SESSION_TOKEN"]) == keyed["AWS_SECRET_ACCESS_KEY"]
assert secret_of(keyed["AWS_ACCESS_KEY_ID"], "other") is None
assert secret_of("test", "") == "root's own"
assert [secret_of(key, "") for key in ("", "000000000000", "AKIAUNKNOWN")] == [None, None, None]
"""


def test_credentials_of_functions_cannot_be_computed_from_their_names() -> None:
    """The emulator derives them from public names; in an own process, because it is changed for this."""
    environment = {**os.environ, "AUTH": "true", "AWS_SECRET_ACCESS_KEY": "root's own"}
    command = [sys.executable, "-c", KEYED]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert done.returncode == 0, done.stderr
