"""What the search through the logs of a stack finds: everything that no log may hold, in every log, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.local.place import Place
from tests.local.leaks import leaks

SCRIPT = "Bees see colours that we cannot — ever. Really."
MASTER = 'tP9d:"z<*Z/gX8~!bmS[_0odeLoc'
ROOT = "k3yOfTheRootOfThisStackAndNoOther"
HARMLESS = '{"level":"INFO","message":"job accepted","job_id":"01m8hn17n1t2w82zk6brxgtcpq"}'
REQUEST = {"task_name": "create_video", "video_request": {"title": "Bees", "script_content": SCRIPT}}
LEAKS = {
    "a token": "authorization is eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ12.c2lnbmF0dXJl123",
    "a bearer": "headers {'authorization': 'Bearer 0123456789abcdef0123'}",
    "a webhook secret": "signed with whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "a signed URL": "GET https://bucket.s3.amazonaws.com/outputs/a.mp4?X-Amz-Signature=0f",
    "an AWS secret": "{'SecretAccessKey': 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY'}",
    "a secret": f"root is {ROOT}",
    "script text": 'speaking "Bees see colours that we cannot \\u2014 ever" in scene 1',
}


def written(folder: Path, *, logged: str = HARMLESS, printed: str = HARMLESS) -> Place:
    """Return a place as a stopped stack leaves it: one job, one function with a log, one process with a log."""
    place = Place(folder=folder, port=4566)
    place.prepare()
    place.root_secret.write_text(ROOT)
    (place.logs / "tasks").mkdir()
    (place.logs / "tasks" / "1.log").write_text(printed)
    events = {"streams": {"s": {"events": [{"message": logged}]}}}
    rows = {"JOB#1": {"META": {"pk": {"S": "JOB#1"}}, "REQUEST": {"request": {"S": json.dumps(REQUEST)}}}}
    save(place, "cloudwatch_logs", "log_groups", events)
    save(place, "dynamodb", "tables", {"items": rows})
    save(place, "secretsmanager", "secrets", {"Versions": {"v": {"SecretString": MASTER}}})
    save(place, "cognito", "user_pools", {"_clients": {"c": {"ClientSecret": None}}})
    return place


def save(place: Place, service: str, kind: str, value: dict[str, Any]) -> None:
    """Write one thing of a service as the emulator does."""
    saved = {"payload": {kind: {"data": {"000000000000\0us-east-1\0'one'": value}}}}
    (place.state / f"{service}.json").write_text(json.dumps(saved))


def test_a_harmless_log_has_no_leak(tmp_path: Path) -> None:
    """Ids of jobs and lines of JSON are none."""
    assert leaks(written(tmp_path)) == []


@pytest.mark.parametrize("kind", LEAKS)
def test_each_leak_is_found_in_the_log_of_a_function_and_of_a_process(tmp_path: Path, kind: str) -> None:
    """The message names the kind and the log, and repeats no secret."""
    for name, place in (
        ("one", written(tmp_path / "a", logged=LEAKS[kind])),
        ("1.log", written(tmp_path / "b", printed=LEAKS[kind])),
    ):
        (found,) = leaks(place)
        assert kind in found
        assert name in found
        assert ROOT not in found


def test_the_master_secret_is_found_as_json_writes_it(tmp_path: Path) -> None:
    """The emulator's secrets have quotes and backslashes."""
    assert leaks(written(tmp_path, logged=json.dumps({"value": MASTER})))


def test_a_stack_without_the_app_has_no_leak(tmp_path: Path) -> None:
    """An emulator that never had a table, a secret or a pool saved none of them."""
    place = written(tmp_path)
    for path in place.state.iterdir():
        path.unlink()
    assert leaks(place) == []
