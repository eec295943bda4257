"""Manifests dropped into the bucket: identity, answers, options, owners."""

import json
from typing import Any
from urllib.parse import quote_plus

import pytest

from reelwright.batches.drop import Drop, drops_of
from reelwright.jobs.caller import Caller
from reelwright.usecases.receive_drop import receive_drop
from tests.memory.artefacts import StoredObject
from tests.memory.system import System

GOOD = "title,script_content\nOne,One flower.\nTwo,Two bees.\n"


@pytest.fixture
def known(system: System, ada: Caller) -> System:
    """Return a system that has seen ada."""
    system.profiles.see(ada)
    return system


def drop(system: System, text: str = GOOD, *, key: str = "inbox/ada/films.csv", charset: str = "utf-8") -> Drop:
    """Put a manifest into the bucket and let its notice arrive."""
    system.artefacts.put(key, text.encode(charset), content_type="text/csv")
    facts = system.artefacts.facts(key)
    assert facts is not None
    made = Drop(key=key, etag=facts.etag.strip('"'), sequencer="1")
    receive_drop(made, world=system)
    return made


def told(system: System, name: str) -> Any:
    """Read an answer beside the manifest."""
    return json.loads(system.artefacts.get(f"inbox/ada/{name}"))


def test_a_dropped_manifest_becomes_a_batch_of_its_owner(known: System) -> None:
    """And the answer beside it names the batch."""
    drop(known)
    accepted = told(known, "films.accepted.json")
    (batch,) = known.batches.stored()
    assert (accepted["batch_id"], accepted["lines"]) == (batch.batch_id, 2)
    assert (batch.user_id, batch.tier) == ("ada", "premium")


def test_the_same_bytes_are_one_batch_however_often_and_under_whatever_name(known: System) -> None:
    """S3 delivers notices twice; people send files twice."""
    again = drop(known)
    receive_drop(again, world=known)
    drop(known)
    drop(known, key="inbox/ada/other-name.csv")
    (batch,) = known.batches.stored()
    assert told(known, "other-name.accepted.json")["batch_id"] == batch.batch_id
    assert known.quotas.spent("ada", "daily", "2026-11-21") == 2, "its lines are counted once"


def test_a_notice_of_a_replaced_version_does_nothing(known: System) -> None:
    """The notice of the newer one makes the batch."""
    known.artefacts.put("inbox/ada/films.csv", GOOD.encode(), content_type="text/csv")
    receive_drop(Drop(key="inbox/ada/films.csv", etag="older", sequencer="1"), world=known)
    receive_drop(Drop(key="inbox/ada/gone.csv", etag="older", sequencer="1"), world=known)
    assert known.batches.stored() == ()
    assert not known.artefacts.exists("inbox/ada/films.accepted.json")


def test_a_manifest_with_errors_is_refused_beside_itself(known: System) -> None:
    """With groups as JSON, and every line as a table; nothing else is left."""
    drop(known, "title,script_content,duration\nOne,One flower.,abc\nTwo,Two bees.,-1\n")
    refused = told(known, "films.refused.json")
    assert (refused["state"], refused["code"], refused["line_count"]) == ("REFUSED", "batch_invalid", 2)
    assert refused["groups"]
    table = known.artefacts.get("inbox/ada/films.refused.csv").decode()
    assert table.count("\n") == 1 + refused["error_count"]
    assert known.batches.stored() == ()
    assert not [key for key in known.artefacts.objects if key.startswith("batches/")]


def test_the_table_of_a_refusal_has_every_error_although_the_answer_shows_a_thousand_lines(known: System) -> None:
    """Nobody corrects a file in steps of a thousand lines."""
    drop(known, "script_content,duration\n" + "Bees fly.,2\n" * 1_500)
    refused = told(known, "films.refused.json")
    assert (len(refused["errors"]), refused["error_count"]) == (1_000, 1_500)
    table = known.artefacts.get("inbox/ada/films.refused.csv").decode()
    assert [row.partition(",")[0] for row in table.splitlines()[1:]] == [str(line) for line in range(1, 1_501)]


def test_a_drop_of_an_unknown_user_is_refused_with_the_reason(system: System) -> None:
    """A drop carries no token: who never called has no tier."""
    drop(system)
    refused = told(system, "films.refused.json")
    assert refused["code"] == "forbidden"
    assert "call the API once" in refused["detail"]
    assert system.batches.stored() == ()


def test_options_lie_beside_the_manifest(known: System) -> None:
    """A file that is no JSON object is refused."""
    known.artefacts.put("inbox/ada/films.options.json", b'{"start": "on_confirm", "name": "spring"}', content_type="x")
    drop(known)
    (batch,) = known.batches.stored()
    assert (batch.state.value, batch.options.name) == ("READY", "spring")
    for options in (b"[1]", b"{", b'{"concurrency": 0}', b'{"items": []}'):
        known.artefacts.put("inbox/ada/films.options.json", options, content_type="x")
        drop(known, GOOD + "Three,Three birds.\n")
        assert told(known, "films.refused.json")["code"] == "invalid_request", options


def test_options_in_the_objects_metadata_win_over_the_file_beside_it(known: System) -> None:
    """They travel with the object, so they cannot come too late."""
    key = "inbox/ada/films.csv"
    known.artefacts.put("inbox/ada/films.options.json", b'{"name": "summer"}', content_type="x")
    for options, name in (
        ('{"start": "on_confirm", "name": "spring"}', "films.accepted.json"),
        ("[", "films.refused.json"),
    ):
        known.artefacts.objects[key] = StoredObject(GOOD.encode(), "text/csv", {"options": options})
        facts = known.artefacts.facts(key)
        assert facts is not None
        receive_drop(Drop(key=key, etag=facts.etag, sequencer="1"), world=known)
        assert told(known, name)
    (batch,) = known.batches.stored()
    assert (batch.state.value, batch.options.name) == ("READY", "spring")


def test_nobody_drops_into_anothers_prefix(known: System) -> None:
    """The prefix says whose it is; an encoded slash does not lead out of it."""
    drop(known, key="inbox/ada%2Fx/films.csv")
    assert known.batches.stored() == ()


@pytest.mark.parametrize(
    ("key", "is_drop"),
    [
        ("inbox/ada/my films.csv", True),
        ("inbox/ada/a.jsonl", True),
        ("inbox/ada/a.batch.json", True),
        ("inbox/ada/a.json", False),
        ("inbox/ada/a.accepted.json", False),
        ("inbox/ada/a.refused.csv", False),
        ("inbox/films.csv", False),
        ("outputs/ada/films.csv", False),
    ],
)
def test_notices_name_manifests_and_never_answers(key: str, is_drop: bool) -> None:  # noqa: FBT001 - a parameter
    """Keys arrive encoded, with `+` for blanks."""
    record = {"s3": {"object": {"key": quote_plus(key), "eTag": '"e1"', "sequencer": "0A"}}}
    found = drops_of(json.dumps({"Records": [record]}))
    assert [one.key for one in found] == ([key] if is_drop else [])


def test_a_message_that_is_not_s3s_is_an_error() -> None:
    """And its test message is none."""
    assert drops_of('{"Event": "s3:TestEvent"}') == ()
    for body in ('{"Records": [{"s3": 1}]}', '{"a": 1}'):
        with pytest.raises(ValueError, match="not a notification"):
            drops_of(body)


@pytest.mark.parametrize(
    ("text", "charset", "lines"),
    [
        ("\ufeff" + GOOD, "utf-8", 2),
        (GOOD.replace(",", ";"), "utf-8", 2),
        ('title,script_content\n=1+1,"=HYPERLINK(""x"") is text."\n', "utf-8", 1),
    ],
)
def test_files_of_spreadsheets_are_accepted(known: System, text: str, charset: str, lines: int) -> None:
    """With a byte order mark, with semicolons, with a cell that looks like a formula."""
    drop(known, text, charset=charset)
    assert told(known, "films.accepted.json")["lines"] == lines


@pytest.mark.parametrize(
    ("text", "charset", "code"),
    [
        ("title,script_content\nCafé,Un café.\n", "latin-1", "unreadable_bytes"),
        (",".join(f"var.v{n}" for n in range(300)) + "\n" + ",".join("x" * 300) + "\n", "utf-8", "too_many_columns"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_the_place(
    known: System, text: str, charset: str, code: str
) -> None:
    """Latin-1 bytes, and three hundred columns."""
    drop(known, text, charset=charset)
    refused = told(known, "films.refused.json")
    assert code in {error["code"] for error in refused["errors"]}
