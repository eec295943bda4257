"""The results of a batch: every line is accounted for, and `failed.csv` can be sent again (promises 8 and 11)."""

import csv
import hashlib
import io
import json
from typing import Any

from reelwright.jobs.caller import Caller
from reelwright.usecases.accept_batch import accept_batch
from reelwright.usecases.advance_batch import advance_batch
from reelwright.usecases.control_batch import cancel_batch
from reelwright.usecases.read_batches import ItemFilter, list_items, read_errors
from reelwright.usecases.write_results import write_results
from tests.batch_road import badly, run
from tests.memory.system import System
from tests.unit.usecases.test_weigh_batch import uploaded

ADA = Caller(user_id="ada", tier="premium")
HEADER = "custom_id,title,script_content,duration\r\n"


def opened(system: System, body: str, **options: Any) -> str:
    """Accept ada's manifest and return the batch's id."""
    request = uploaded(system, body, user_id="ada").model_copy(update=options)

    accepted = accept_batch(request, caller=ADA, key=None, world=system)
    advance_batch(accepted.batch_id, world=system)
    return accepted.batch_id


def table(system: System, batch_id: str, name: str) -> list[dict[str, str]]:
    """Read a CSV of the results."""
    text = system.artefacts.get(f"outputs/{batch_id}/{name}").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_line_is_in_the_results_and_those_without_a_film_in_failed_csv(system: System) -> None:
    """In line order, with the cells that were sent, why it failed, and its job; a formula is harmless."""
    body = HEADER + "a,Good,Bees fly.,\r\nb,=1+1,Bees fly too.,\r\nc,Wrong,Bees.,2\r\n"
    batch_id = opened(system, body, on_invalid="skip")
    run(system, badly(2), batch_id=batch_id)
    rows = table(system, batch_id, "results.csv")
    assert [(row["_line"], row["custom_id"], row["_status"]) for row in rows] == [
        ("1", "a", "COMPLETED"),
        ("2", "b", "FAILED"),
        ("3", "c", "REFUSED"),
    ]
    failed = table(system, batch_id, "failed.csv")
    assert [row["custom_id"] for row in failed] == ["b", "c"]
    assert list(failed[0])[:4] == HEADER.strip().split(",")
    assert failed[0]["title"] == "'=1+1"
    assert failed[1]["_error_code"] == "out_of_range"
    assert "duration" in failed[1]["_error"]


def test_a_column_without_a_cell_keeps_its_place_in_failed_csv(system: System) -> None:
    """A person corrects the table that they know."""
    batch_id = opened(system, "title,duration,script_content\r\nBees,,Bees fly.\r\n")
    run(system, badly(1), batch_id=batch_id)
    (row,) = table(system, batch_id, "failed.csv")
    assert list(row)[:4] == ["title", "duration", "script_content", "_line"]


def test_lines_that_were_refused_are_in_the_groups_of_errors(system: System) -> None:
    """Beside the errors of jobs, in the answer, the list of items and `errors.json`; the largest group first."""
    body = (
        HEADER
        + "a,Good,Bees fly.,\r\nb,Good,Bees fly too.,\r\n"
        + "".join(f"{n},Wrong,Bees.,{n}\r\n" for n in range(1, 4))
    )
    batch_id = opened(system, body, on_invalid="skip")
    run(system, badly(2), batch_id=batch_id)
    found = read_errors(batch_id, caller=ADA, world=system).groups
    assert [(group.code, group.count, group.samples) for group in found] == [
        ("out_of_range", 3, (3, 4, 5)),
        ("worker_died", 1, (2,)),
    ]
    listed = ItemFilter(batch_id=batch_id, group=found[0].group)
    page = list_items(listed, limit=9, cursor=None, caller=ADA, world=system)
    assert [item.line for item in page.items] == [3, 4, 5]
    written = json.loads(system.artefacts.get(f"outputs/{batch_id}/errors.json"))
    assert [group["group"] for group in written] == [group.group for group in found]


def test_the_manifest_of_the_results_has_counts_checksums_and_the_source(system: System) -> None:
    """A reader can tell that all parts are whole, and what they were made from."""
    body = HEADER + "".join(f"r{n},T,Film {n}.,\r\n" for n in range(3))
    batch_id = opened(system, body)
    run(system, badly(), batch_id=batch_id)
    told = json.loads(system.artefacts.get(f"outputs/{batch_id}/manifest.json"))
    (part,) = told["parts"]
    stored = system.artefacts.get(part["key"])
    assert (part["rows"], part["sha256"]) == (3, hashlib.sha256(stored).hexdigest())
    assert (told["format"], told["outcome"]) == ("reelwright.batch/1", "all_succeeded")
    assert sum(told["counts"].values()) == 3
    assert told["source"]["sha256"] == hashlib.sha256(body.encode()).hexdigest()


def test_a_cancelled_batch_has_its_results_and_its_failed_csv_is_a_batch(system: System) -> None:
    """Nothing that is done is lost, and the rest can be sent again, corrected or not."""
    batch_id = opened(system, HEADER + "".join(f"r{n},Title {n},Film {n}.,\r\n" for n in range(1, 31)))
    cancel_batch(batch_id, caller=ADA, world=system)
    run(system, badly(), batch_id=batch_id)
    assert len(table(system, batch_id, "results.csv")) == 30
    text = system.artefacts.get(f"outputs/{batch_id}/failed.csv").decode()
    unfinished = [row["custom_id"] for row in table(system, batch_id, "failed.csv")]
    system.artefacts.remove("inbox/ada/manifest1")
    second = opened(system, text)
    again = system.batches.get(second)
    assert again is not None
    assert again.lines == len(unfinished) > 20


def test_an_expired_batch_has_its_results(system: System) -> None:
    """The films that were made in time, and a row for each other line."""
    body = HEADER + "".join(f"r{n},T,Film {n}.,\r\n" for n in range(20))
    batch_id = opened(system, body, concurrency=1, expires_after_hours=1)
    system.clock.pass_seconds(3601)
    system.sweep()
    run(system, badly(), batch_id=batch_id)
    states = [row["_status"] for row in table(system, batch_id, "results.csv")]
    assert len(states) == 20
    assert set(states) == {"COMPLETED", "EXPIRED"}


def test_results_of_a_running_batch_are_those_of_now(system: System) -> None:
    """Lines that wait are listed as waiting and are not in `failed.csv`."""
    batch_id = opened(system, HEADER + "".join(f"r{n},T,Film {n}.,\r\n" for n in range(30)))
    batch = system.batches.get(batch_id)
    assert batch is not None
    write_results(batch, prefix=f"outputs/{batch_id}/", world=system)
    assert {row["_status"] for row in table(system, batch_id, "results.csv")} == {"OPEN", "WAITING"}
    assert table(system, batch_id, "failed.csv") == []
