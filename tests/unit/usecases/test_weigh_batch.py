"""Weighing a batch: all lines are judged, and a refusal leaves nothing."""

import json

import pytest

from reelwright.batches.lines import lines_of_part, part_key
from reelwright.batches.model import Batch
from reelwright.batches.refusing import BatchInvalid
from reelwright.batches.request import CreateBatch
from reelwright.batches.weighed import CommitOutcome, Committed
from reelwright.jobs.caller import Caller
from reelwright.jobs.upload import MANIFEST, inbox_prefix, upload_key
from reelwright.refusals import Conflict, InvalidField, InvalidRequest, KeyReused, TryAgain
from reelwright.usecases.accept_batch import AcceptedBatch, accept_batch
from reelwright.usecases.weigh_batch import Weighing, weigh_batch
from tests.memory.batches import MemoryBatches
from tests.memory.system import ON_AWS, SETTINGS, System

AMIRA = Caller(user_id="amira", tier="premium")
GOOD = {"video_request": {"script_content": "Bees fly."}}
BAD = {"video_request": {"script_content": "Bees fly.", "duration": 2}}


def uploaded(system: System, body: str | bytes, *, user_id: str = "amira") -> CreateBatch:
    """Put a manifest where an upload would be."""
    data = body if isinstance(body, bytes) else body.encode()
    system.artefacts.put_once(upload_key(user_id, f"{MANIFEST}1"), data, content_type="text/csv")
    return CreateBatch(upload_id=f"{MANIFEST}1")


def weighed(system: System, request: CreateBatch, *, caller: Caller = AMIRA, is_dry: bool = False) -> Weighing:
    """Weigh as the batch `b1`."""
    return weigh_batch(request, batch_id="b1", caller=caller, key=None, world=system, is_dry=is_dry)


def accepted(system: System, request: CreateBatch, outcome: CommitOutcome, *, fits: int | None = None) -> AcceptedBatch:
    """Accept a batch for which the store has an outcome."""

    class Given(MemoryBatches):
        def add(self, batch: Batch, **_: object) -> Committed:
            earlier = "earlier" if outcome is CommitOutcome.REPLAYED else batch.batch_id
            return Committed(outcome=outcome, batch_id=earlier, fits=fits)

    system.batches = Given(system.jobs, clock=system.clock)
    return accept_batch(request, caller=AMIRA, key="k", world=system)


def stored(system: System) -> list[str]:
    """List the keys of stored lines."""
    return [key for key in system.artefacts.objects if key.startswith("batches/")]


def test_good_lines_are_stored_in_parts_of_a_thousand_with_their_price() -> None:
    """The parts hold every line in order; the estimate is the sum of all, with an interval."""
    system = System(settings=ON_AWS)
    body = "custom_id,script_content\n" + "".join(f"r{n},Bees fly {n}.\n" for n in range(1, 2_002))
    found = weighed(system, uploaded(system, body))
    assert (found.lines, found.refused, found.parts, found.accepted) == (2_001, 0, 3, 2_001)
    parts = [lines_of_part(system.artefacts.get(part_key("b1", n))) for n in range(3)]
    assert [len(part) for part in parts] == [1_000, 1_000, 1]
    assert [line.line for part in parts for line in part] == list(range(1, 2_002))
    one = parts[0][0].estimate
    assert one is not None
    assert found.estimate.cost_usd == pytest.approx(2_001 * one.cost_usd, rel=0.05)
    assert found.estimate.low_cost_usd < found.estimate.cost_usd < found.estimate.high_cost_usd
    assert found.manifest.columns == ("custom_id", "script_content")


def test_a_refused_batch_names_every_wrong_line_groups_them_and_leaves_nothing() -> None:
    """900 equal mistakes read as one, 1,000 lines are shown, and all are counted."""
    system = System()
    rows = "".join(f"Bees fly.,{2 if n % 2 else 30}\n" for n in range(4_000))
    with pytest.raises(BatchInvalid) as caught:
        weighed(system, uploaded(system, "script_content,duration\n" + rows))
    refused = caught.value
    assert (refused.error_count, refused.line_count, len(refused.errors)) == (2_000, 4_000, 1_000)
    assert [(one.code, one.count) for one in refused.groups] == [("out_of_range", 2_000)]
    assert "2,000 of 4,000 lines" in str(refused)
    assert stored(system) == []


def test_skip_keeps_wrong_lines_beside_the_good_ones() -> None:
    """They stay lines of the batch, with their errors and without a request."""
    system = System()
    found = weighed(system, CreateBatch.model_validate({"items": [GOOD, BAD], "on_invalid": "skip"}))
    assert (found.lines, found.refused, found.accepted) == (2, 1, 1)
    good, bad = lines_of_part(system.artefacts.get(part_key("b1", 0)))
    assert (good.is_refused, bad.is_refused, [one.code for one in bad.errors]) == (False, True, ["out_of_range"])


@pytest.mark.parametrize(
    "body",
    [
        {"items": [BAD], "on_invalid": "skip"},
        {"items": [GOOD], "template": {"title": "{{Oh No}}"}, "on_invalid": "skip"},
        {"items": [GOOD], "max_cost_usd": 0.00001, "on_invalid": "skip"},
    ],
)
def test_skip_refuses_a_batch_without_a_good_line_or_with_a_wrong_whole(body: dict[str, object]) -> None:
    """Nothing is left to run, or nothing that can be trusted."""
    with pytest.raises(BatchInvalid):
        weighed(System(settings=ON_AWS), CreateBatch.model_validate(body))


def test_a_dry_run_writes_nothing_and_says_how_many_lines_fit_today() -> None:
    """It judges the limit of the day, too."""
    system = System()
    request = CreateBatch.model_validate({"items": [GOOD] * 6})
    assert weighed(system, request, is_dry=True).parts == 0
    with pytest.raises(BatchInvalid) as caught:
        weighed(system, request, caller=Caller(user_id="amira", tier="free"), is_dry=True)
    assert [one.code for one in caught.value.errors] == ["over_daily_limit"]
    assert "5 more fit today" in caught.value.errors[0].message
    assert stored(system) == []


def test_a_manifest_has_at_most_the_environments_number_of_lines() -> None:
    """At the limit it is accepted; the line behind it refuses the batch."""
    system = System(settings=SETTINGS.model_copy(update={"batch_lines": 3}))
    header, row = "script_content\n", "Bees.\n"
    assert weighed(system, uploaded(system, header + row * 3)).lines == 3
    system.artefacts.objects.clear()
    with pytest.raises(BatchInvalid) as caught:
        weighed(system, uploaded(system, header + row * 5))
    assert [(one.code, one.file_line) for one in caught.value.errors] == [("too_many_lines", 5)]


def test_an_empty_manifest_is_refused() -> None:
    """A header alone, or nothing at all."""
    for body in ("", "script_content\n", "[]", "\n\n"):
        system = System()
        with pytest.raises(BatchInvalid) as caught:
            weighed(system, uploaded(system, body))
        assert [one.code for one in caught.value.errors] == ["empty_manifest"], body


@pytest.mark.parametrize(
    "body",
    [
        "script_content\nBees fly.\n",
        json.dumps(GOOD) + "\n" + json.dumps(GOOD),
        json.dumps([GOOD]),
        json.dumps([GOOD], indent=2),
        json.dumps({"items": [GOOD]}),
        json.dumps({"items": [GOOD]}, indent=2),
    ],
)
def test_the_format_is_told_from_the_file(body: str) -> None:
    """Uploads have no names, and names may be wrong."""
    system = System()
    assert weighed(system, uploaded(system, body)).refused == 0


def test_options_of_a_json_document_count_and_those_of_the_request_win() -> None:
    """A dropped document holds its own template."""
    system = System()
    body = {"items": [{"variables": {"who": "Amira"}}], "template": {"script_content": "Hi {{who}}."}, "name": "file"}
    request = uploaded(system, json.dumps(body)).model_copy(update={"name": "request"})
    found = weighed(system, CreateBatch.model_validate(request.model_dump(exclude_unset=True)))
    assert found.options.name == "request"
    (line,) = lines_of_part(system.artefacts.get(part_key("b1", 0)))
    assert line.request is not None
    assert line.request.video_request.script_content == "Hi Amira."


def test_wrong_options_of_a_document_are_wrong_fields() -> None:
    """As in a body."""
    system = System()
    with pytest.raises(InvalidRequest) as caught:
        weighed(system, uploaded(system, json.dumps({"items": [GOOD], "concurrency": 0})))
    assert caught.value.fields[0].field == "concurrency"


def test_only_own_manifests_that_exist_can_be_used() -> None:
    """An upload of another user does not exist; a key must be under the caller's own prefix."""
    system = System()
    uploaded(system, "script_content\nBees.\n", user_id="bob")
    for request in (
        CreateBatch(upload_id=f"{MANIFEST}1"),
        CreateBatch(s3="inbox/bob/a.csv"),
        CreateBatch(s3="inbox/amira/a.csv"),
    ):
        with pytest.raises(InvalidField):
            weighed(system, request)
    assert inbox_prefix("../bob") == "inbox/..%2Fbob/"


def test_a_manifest_that_is_replaced_while_it_is_read_is_not_trusted() -> None:
    """The caller repeats the request."""
    system = System()
    request = uploaded(system, "script_content\nBees.\n")
    fetch = system.artefacts.fetch

    class Replaced(type(system.artefacts)):  # type: ignore[misc] # the memory store, with another writer
        def fetch(self, key: str, path: object) -> object:
            found = fetch(key, path)  # type: ignore[arg-type]
            self.put(key, b"script_content\nFlies.\n", content_type="text/csv")
            return found

    store = Replaced()
    store.objects = system.artefacts.objects
    system.artefacts = store
    with pytest.raises(TryAgain):
        weighed(system, request)


@pytest.mark.parametrize(
    ("outcome", "error"),
    [
        (CommitOutcome.KEY_REUSED, KeyReused),
        (CommitOutcome.OVER_DAILY_LIMIT, BatchInvalid),
        (CommitOutcome.OVER_OPEN_BATCHES, Conflict),
    ],
)
def test_a_batch_that_is_not_committed_leaves_no_lines(outcome: CommitOutcome, error: type[Exception]) -> None:
    """Promise 1: a refused batch leaves nothing."""
    system = System()
    with pytest.raises(error):
        accepted(system, CreateBatch.model_validate({"items": [GOOD]}), outcome, fits=0)
    assert stored(system) == []


def test_a_replay_answers_with_the_first_batch_and_leaves_one_set_of_lines() -> None:
    """The lines of the second weighing are removed."""
    system = System()
    request = CreateBatch.model_validate({"items": [GOOD]})
    first = accepted(system, request, CommitOutcome.COMMITTED)
    second = accepted(system, request, CommitOutcome.REPLAYED)
    assert (first.is_replayed, second.is_replayed, second.batch_id) == (False, True, "earlier")
    assert stored(system) == [part_key(first.batch_id, 0)]


def test_the_fingerprint_is_that_of_options_template_and_manifest() -> None:
    """The same request has the same key wherever its file was sent; another option makes another batch."""
    system = System()
    request = uploaded(system, "script_content\nBees.\n")
    first = weighed(system, request, is_dry=True)
    system.artefacts.put_once("inbox/amira/a.csv", b"script_content\nBees.\n", content_type="text/csv")
    dropped = weighed(system, CreateBatch(s3="inbox/amira/a.csv"), is_dry=True)
    other = weighed(system, CreateBatch(upload_id=f"{MANIFEST}1", concurrency=3), is_dry=True)
    assert first.key == first.fingerprint == dropped.fingerprint != other.fingerprint
