"""Each limit of a batch at its edge: the last value that is accepted, and the first that is refused."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from reelwright.api.creating_batches import CREATE_BATCH_ROUTES
from reelwright.api.limits import MAX_BODY_BYTES
from reelwright.batches.limits import (
    MAX_COLUMNS,
    MAX_CONCURRENCY,
    MAX_ERRORS_SHOWN,
    MAX_INLINE_ITEMS,
    MAX_LIFE_HOURS,
    MAX_LINE_BYTES,
    MAX_VARIABLE_BYTES,
    MAX_VARIABLES,
)
from reelwright.batches.request import BatchItemRequest, CreateBatch
from reelwright.jobs.upload import MANIFEST, MAX_MANIFEST_BYTES, upload_key
from reelwright.ports.artefacts import ObjectFacts
from reelwright.refusals import InvalidField
from reelwright.settings import Settings
from reelwright.usecases.open_manifest import open_manifest
from tests.memory.artefacts import MemoryArtefacts
from tests.memory.system import SETTINGS, System

EMPTY_TEMPLATE_BYTES = len('{"title": ""}')


@pytest.mark.parametrize(
    ("fits", "over"),
    [
        ({"items": [{}] * MAX_INLINE_ITEMS}, {"items": [{}] * (MAX_INLINE_ITEMS + 1)}),
        (
            {"template": {"title": "x" * (MAX_LINE_BYTES - EMPTY_TEMPLATE_BYTES)}},
            {"template": {"title": "x" * (MAX_LINE_BYTES - EMPTY_TEMPLATE_BYTES + 1)}},
        ),
        ({"concurrency": MAX_CONCURRENCY}, {"concurrency": MAX_CONCURRENCY + 1}),
        ({"expires_after_hours": MAX_LIFE_HOURS}, {"expires_after_hours": MAX_LIFE_HOURS + 1}),
        ({"stop_after": {"percent": 100}}, {"stop_after": {"percent": 101}}),
    ],
)
def test_a_batch_is_accepted_at_its_limits_and_refused_beyond(fits: dict[str, object], over: dict[str, object]) -> None:
    """500 items, a template of 64 KiB, 50 places, a week."""
    source = {} if "items" in fits else {"upload_id": "u1"}
    CreateBatch.model_validate(source | fits)
    with pytest.raises(ValidationError):
        CreateBatch.model_validate(source | over)


@pytest.mark.parametrize(
    ("fits", "over"),
    [
        ({f"v{n}": "" for n in range(MAX_VARIABLES)}, {f"v{n}": "" for n in range(MAX_VARIABLES + 1)}),
        ({"a" * 40: ""}, {"a" * 41: ""}),
        ({"a_1": ""}, {"1_a": ""}),
        ({"a": "é" * (MAX_VARIABLE_BYTES // 2)}, {"a": "é" * (MAX_VARIABLE_BYTES // 2) + "x"}),
    ],
)
def test_variables_are_accepted_at_their_limits_and_refused_beyond(fits: dict[str, str], over: dict[str, str]) -> None:
    """50 of them, names of 40 characters, values of 4 KiB in UTF-8; of an item and of the whole batch."""
    for model, source in ((BatchItemRequest, {}), (CreateBatch, {"upload_id": "u1"})):
        model.model_validate({**source, "variables": fits})
        with pytest.raises(ValidationError):
            model.model_validate({**source, "variables": over})


@pytest.mark.parametrize(("size_bytes", "is_read"), [(MAX_MANIFEST_BYTES, True), (MAX_MANIFEST_BYTES + 1, False)])
def test_a_manifest_has_at_most_64_mib(size_bytes: int, is_read: bool) -> None:  # noqa: FBT001 - a parameter
    """The size is judged before the file is copied."""

    class Large(MemoryArtefacts):
        copied = False

        def facts(self, key: str) -> ObjectFacts | None:
            found = super().facts(key)
            return None if found is None else found.model_copy(update={"size_bytes": size_bytes})

        def fetch(self, key: str, path: Path) -> Path:
            self.copied = True
            return super().fetch(key, path)

    system = System()
    store = system.artefacts = Large()
    store.put_once(upload_key("ada", f"{MANIFEST}1"), b"script_content\nBees.\n", content_type="text/csv")
    try:
        with open_manifest(CreateBatch(upload_id=f"{MANIFEST}1"), user_id="ada", world=system) as manifest:
            assert len(list(manifest.lines())) == 1
    except InvalidField:
        assert not is_read
    assert store.copied is is_read


def test_an_environment_may_allow_up_to_a_hundred_thousand_lines() -> None:
    """Its field is `batch_lines`; 10,000 unless it says otherwise."""
    settings = {"environment": "prod", "table_name": "t", "bucket_name": "b"}
    assert Settings.model_validate(settings).batch_lines == 10_000
    assert Settings.model_validate({**settings, "batch_lines": 100_000}).batch_lines == 100_000
    with pytest.raises(ValidationError):
        Settings.model_validate({**settings, "batch_lines": 100_001})


def test_tiers_have_one_five_and_twenty_open_batches() -> None:
    """As `docs/batches.md` and the API document say."""
    assert [SETTINGS.allowance(tier).open_batches for tier in ("free", "standard", "premium")] == [1, 5, 20]


def test_the_api_document_states_every_limit() -> None:
    """Where a client's developer reads it: in the description of the create."""
    (route,) = CREATE_BATCH_ROUTES
    text = " ".join(route.description.split())
    for stated in (
        f"up to {MAX_INLINE_ITEMS} films as `items`",
        f"a body of up to {MAX_BODY_BYTES // 1024} KiB",
        f"up to {SETTINGS.batch_lines:,} lines and {MAX_MANIFEST_BYTES // 2**20} MiB",
        f"A line has at most {MAX_LINE_BYTES // 1024} KiB, a CSV {MAX_COLUMNS} columns",
        f"an item {MAX_VARIABLES} variables of {MAX_VARIABLE_BYTES // 1024} KiB",
        f"errors of {MAX_ERRORS_SHOWN:,} lines",
        "1 open batch in the free tier, 5 in standard, 20 in premium",
    ):
        assert stated in text, stated
