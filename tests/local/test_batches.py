"""Batches on the real road: a CSV that is refused, corrected by its `failed.csv` and run; every control; dropped files."""

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from reelwright_client import Client
from reelwright_client.errors import BatchInvalidError, ConflictError

if TYPE_CHECKING:
    from tests.local.conftest import Stack, Until

pytestmark = [pytest.mark.local, pytest.mark.timeout(1800)]

HEADER: Final = "custom_id,title,script_content,platform,stop_after\n"
LIMIT_SECONDS: Final = 800
NOT_CONFIGURED: Final = {"voice_provider": "azure", "strict_providers": True, "stop_after": "speech"}
"""A film that fails while it runs: the provider has no credentials here."""


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a saved table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def attempts_of(client: Client, batch_id: str, tmp_path: Path) -> dict[int, tuple[str, int]]:
    """Read state and attempts of every line from the results."""
    saved = client.batches.results(batch_id, tmp_path, file_format="jsonl")
    rows = map(json.loads, saved.read_text(encoding="utf-8").splitlines())
    return {row["line"]: (row["status"], row["attempt"]) for row in rows}


def stored(stack: "Stack") -> list[str]:
    """List what is stored of batches: rows of the table, and objects with their lines."""
    rows = stack.aws("dynamodb").get_paginator("scan").paginate(TableName=stack.outputs["TableName"])
    objects = stack.aws("s3").list_objects_v2(Bucket=stack.outputs["BucketName"], Prefix="batches/")
    keys = [row["pk"]["S"] for page in rows for row in page["Items"] if row["pk"]["S"].startswith("BATCH#")]
    return sorted(keys) + [one["Key"] for one in objects.get("Contents", [])]


def test_a_refused_table_is_corrected_by_its_failed_csv_and_every_line_is_accounted_for(
    stack: "Stack", tmp_path: Path
) -> None:
    """Refused whole with groups; the good lines run with `skip`; `failed.csv`, corrected, is the batch of the others.

    One of these has a damaged picture: work before a failure costs, so there is a bill to compare.
    """
    table, damaged = tmp_path / "films.csv", tmp_path / "damaged.jpg"
    damaged.write_bytes(b"\xff\xd8\xff\xe0 no picture at all")
    platforms = ("shorts", "tiktik", "shorts", "tiktik")
    rows = "".join(f"row-{n},Card,Card number {n} is short.,{name},script,\n" for n, name in enumerate(platforms))
    table.write_text(HEADER.replace("\n", ",images.0.upload\n") + rows, encoding="utf-8")
    with stack.client() as client:
        before = stored(stack)
        with pytest.raises(BatchInvalidError) as refused:
            client.batches.create(table)
        assert stored(stack) == before
        assert [(one.code, one.count) for one in refused.value.manifest.groups] == [("wrong_value", 2)]
        first = client.batches.create(table, on_invalid="skip").batch_id
        ended = client.batches.wait(first, timeout_seconds=LIMIT_SECONDS)
        assert (ended.counts.completed, ended.counts.refused) == (2, 2)
        assert [(one.code, one.count) for one in client.batches.errors(first)] == [("wrong_value", 2)]
        failed = client.batches.results(first, tmp_path / "first", only_failed=True)
        text, upload = failed.read_text(encoding="utf-8-sig"), client.upload(damaged).upload
        text = text.replace("tiktik,script,,", f"shorts,pictures,{upload},", 1).replace("tiktik", "shorts")
        failed.write_text(text, encoding="utf-8")
        second = client.batches.create(failed).batch_id
        rest = client.batches.wait(second, timeout_seconds=LIMIT_SECONDS)
        results = rows_of(client.batches.results(second, tmp_path / "second"))
    assert [(row["custom_id"], row["_status"]) for row in results] == [("row-1", "FAILED"), ("row-3", "COMPLETED")]
    assert rest.spent_usd == pytest.approx(sum(float(row["_cost_usd"]) for row in results), abs=1e-6)


def test_a_batch_is_confirmed_paused_resumed_by_its_errors_and_cancelled(stack: "Stack", tmp_path: Path) -> None:
    """A resume of one group runs its lines only; after a cancel no line starts, and each has its row in the results."""
    good = [{"video_request": {"script_content": f"Film number {n}.", "stop_after": "script"}} for n in range(2)]
    bad = [{"video_request": {"script_content": f"Film number {n}.", **NOT_CONFIGURED}} for n in range(2)]
    with stack.client() as client:
        batch = client.batches.create(items=[*bad, *good], concurrency=1, start="on_confirm").batch_id
        assert client.batches.get(batch).state == "READY"
        assert client.batches.confirm(batch).state == "RUNNING"
        paused = client.batches.pause(batch)
        assert (paused.state, paused.reason) == ("PAUSED", "by_user")
        assert paused.counts.waiting >= 1
        client.batches.resume(batch, which="missing")
        ended = client.batches.wait(batch, timeout_seconds=LIMIT_SECONDS)
        assert (ended.outcome, ended.counts.completed, ended.counts.failed) == ("some_failed", 2, 2)
        (group,) = client.batches.errors(batch)
        assert (group.count, sorted(group.samples)) == (2, [1, 2])

        tried = client.batches.resume(batch, dry_run=True, groups=[group.group])
        assert (tried.lines, tried.batch.state) == (2, "ENDED")
        assert client.batches.resume(batch, groups=[group.group]).batch.generation == ended.generation + 1
        again = client.batches.wait(batch, timeout_seconds=LIMIT_SECONDS)
        assert (again.counts.completed, again.counts.failed) == (2, 2)
        attempts = attempts_of(client, batch, tmp_path / "again")
        assert attempts == {1: ("FAILED", 2), 2: ("FAILED", 2), 3: ("COMPLETED", 1), 4: ("COMPLETED", 1)}
        with pytest.raises(ConflictError):
            client.batches.pause(batch)

        other = client.batches.create(items=good, concurrency=1, idempotency_key="another").batch_id
        client.batches.cancel(other)
        cancelled = client.batches.wait(other, timeout_seconds=LIMIT_SECONDS)
        assert cancelled.outcome == "cancelled"
        assert cancelled.counts.completed + cancelled.counts.cached + cancelled.counts.cancelled == len(good)
        assert len(attempts_of(client, other, tmp_path / "other")) == len(good)


def films(words: str, count: int = 1) -> str:
    """Write a table of short films."""
    return HEADER + "".join(f"{words}-{n},Card,{words} number {n} is short.,shorts,script\n" for n in range(count))


WIDE: Final = ",".join(["script_content", *(f"var.v{n}" for n in range(299))]) + "\n" + "Bees fly," * 300 + "\n"
ON_CONFIRM: Final = '{"start": "on_confirm"}'
DROPPED: Final = {
    "plain": (films("plain").encode(), "accepted"),
    "plain copy": (films("plain").encode(), "accepted"),
    "beside": (films("beside").encode(), "accepted"),
    "marked": (films("marked").encode("utf-8-sig"), "accepted"),
    "semicolons": (films("semicolons").replace(",", ";").encode(), "accepted"),
    "formula": (films("formula").replace("Card", "=HYPERLINK(A1)").encode(), "accepted"),
    "latin": (films("latin").replace("Card", "Café").encode("latin-1"), "unreadable_bytes"),
    "wide": (WIDE.encode(), "too_many_columns"),
}
"""Name of a dropped file -> its bytes, and `accepted` or the code of its first group of errors."""


def test_a_dropped_file_is_answered_beside_it_and_is_one_batch_under_any_name(stack: "Stack", until: "Until") -> None:
    """Also dropped twice, and replaced while it is read: the newest bytes are answered last. Names may hold blanks."""
    s3, bucket, inbox = stack.aws("s3"), stack.outputs["BucketName"], f"inbox/{stack.subject()}"

    def drop(stem: str, body: bytes) -> str:
        metadata = {"options": ON_CONFIRM}
        if stem == "beside":
            s3.put_object(Bucket=bucket, Key=f"{inbox}/{stem}.options.json", Body=metadata.pop("options").encode())
        return str(s3.put_object(Bucket=bucket, Key=f"{inbox}/{stem}.csv", Body=body, Metadata=metadata)["ETag"]).strip(
            '"'
        )

    def answers() -> dict[tuple[str, str], Any]:
        found = s3.list_objects_v2(Bucket=bucket, Prefix=f"{inbox}/").get("Contents", [])
        keys = [one["Key"] for one in found if one["Key"].endswith((".accepted.json", ".refused.json"))]
        read = {key: json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read()) for key in keys}
        return {(key.rpartition("/")[2].split(".")[0], one["source"]["etag"]): one for key, one in read.items()}

    with stack.client() as client:
        client.batches.dry_run(items=[{"video_request": {"script_content": "The owner is seen."}}])
        expected = {(stem, drop(stem, body)): word for stem, (body, word) in DROPPED.items()}
        drop("plain", DROPPED["plain"][0])
        drop("replaced", films("old", 500).encode())
        newest = ("replaced", drop("replaced", films("new", 2).encode()))
        assert until(lambda: {*expected, newest} <= answers().keys(), within_seconds=300)
        told = answers()
        words = {key: "accepted" if "batch_id" in one else one["groups"][0]["code"] for key, one in told.items()}
        assert words == {**words, **expected}
        assert told[newest]["lines"] == 2
        batches = {stem: one["batch_id"] for (stem, _), one in told.items() if "batch_id" in one}
        assert batches["plain"] == batches["plain copy"]
        assert len(set(batches.values())) == len(batches) - 1
        for batch in set(batches.values()):
            assert client.batches.get(batch).state == "READY"
            client.batches.cancel(batch)
            assert client.batches.wait(batch, timeout_seconds=LIMIT_SECONDS).state == "ENDED"
