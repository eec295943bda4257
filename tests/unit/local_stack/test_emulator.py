"""What the emulator is started with."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.emulator import child_environment, rewind_streams, server_environment
from infra.local.place import Place
from infra.local.root import make_root_secret


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a place whose root has a secret."""
    made = Place(tmp_path, 4600)
    make_root_secret(made)
    return made


def test_the_users_own_aws_stays_outside(place: Place) -> None:
    """No profile, key or endpoint of the caller reaches the emulator or what it runs."""
    caller = {"PATH": "/bin", "AWS_PROFILE": "work", "AWS_ACCESS_KEY_ID": "AKIAREAL", "AWS_SESSION_TOKEN": "real"}
    environment = child_environment(place, caller)
    assert environment["AWS_ACCESS_KEY_ID"] == "test"
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4600"
    assert {"AWS_PROFILE", "AWS_SESSION_TOKEN"} & set(environment) == set()
    assert environment["AWS_SHARED_CREDENTIALS_FILE"] == "/dev/null"


def test_it_enforces_iam_on_loopback_with_real_waits(place: Place) -> None:
    """Grants are tested locally, nobody else on the network gets in, and retries take their time."""
    environment = server_environment(place, {"SFN_WAIT_SCALE": "0", "BIND_HOST": "0.0.0.0"})  # noqa: S104 - must lose
    assert environment["AUTH"] == "true"
    assert environment["BIND_HOST"] == "127.0.0.1"
    assert "SFN_WAIT_SCALE" not in environment
    assert (environment["PERSIST_STATE"], environment["S3_PERSIST"]) == ("1", "1")


def test_a_proxy_stands_between_the_workers_and_the_emulator(place: Place) -> None:
    """Workers inherit the emulator's environment and keep its endpoint, which they sign; a caller's proxy stays outside."""
    proxied = replace(place, workers_proxy="http://127.0.0.1:4700")
    environment = server_environment(proxied, {})
    assert environment["HTTP_PROXY"] == "http://127.0.0.1:4700"
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4600"
    assert "HTTP_PROXY" not in child_environment(proxied, {})
    assert "HTTP_PROXY" not in server_environment(place, {"HTTP_PROXY": "http://company"})


def test_stream_positions_go_back_to_the_start(tmp_path: Path) -> None:
    """Streams start empty, so readers start at their beginning; everything else stays."""
    path = tmp_path / "lambda.json"
    saved = {
        "__ministack_format__": 2,
        "payload": {
            "functions": {"f": 1},
            "dynamodb_stream_positions": {"__account_region_scoped__": True, "data": {"a": 12, "b": 3}},
        },
    }
    path.write_text(json.dumps(saved), encoding="utf-8")
    rewind_streams(path)
    saved["payload"]["dynamodb_stream_positions"]["data"] = {"a": 0, "b": 0}  # type: ignore[index]
    assert json.loads(path.read_text(encoding="utf-8")) == saved


def test_without_saved_state_there_is_nothing_to_rewind(tmp_path: Path) -> None:
    """A first start, and a state of another shape, are left as they are."""
    rewind_streams(tmp_path / "missing.json")
    other = tmp_path / "other.json"
    other.write_text("[]", encoding="utf-8")
    rewind_streams(other)
    assert other.read_text(encoding="utf-8") == "[]"
