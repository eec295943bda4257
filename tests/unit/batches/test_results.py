"""Result files: every line is there, and `failed.csv` is itself a manifest."""

import csv
import io
import json
from datetime import datetime, timezone

from hypothesis import given
from hypothesis import strategies as st

from reelwright.batches.cells import written
from reelwright.batches.lines import BatchLine, LineError
from reelwright.batches.model import BatchItem, ItemError
from reelwright.batches.results import (
    NOTES,
    belongs_in_failed,
    csv_cells,
    csv_header,
    jsonl_of,
    part_facts,
    result_row,
)
from reelwright.batches.states import ItemState
from tests.unit.batches.reading import judged_items, rows

NOW = datetime(2026, 11, 28, tzinfo=timezone.utc)
LINE = BatchLine(line=3, file_line=4, custom_id="c", columns={"custom_id": "c", "title": "=1+1"})


def item(state: ItemState, **fields: object) -> BatchItem:
    """Build the row of line 3."""
    facts = {"line": 3, "state": state, "job_id": "b1n000003", "generation": 1, "job_history": 4, "updated_at": NOW}
    return BatchItem.model_validate({**facts, **fields})


def test_a_finished_line_names_its_files_and_cost() -> None:
    """Files are keys: signed URLs would expire."""
    files = {"video": "outputs/b1n000003/film.mp4", "thumbnail": "outputs/b1n000003/thumbnail.jpg"}
    row = result_row(LINE, ItemState.CACHED, item(ItemState.CACHED, files=files, film_seconds=12.5, cost_usd=0.02))
    assert (row.video, row.captions, row.duration, row.cost_usd, row.cached) == (files["video"], None, 12.5, 0.02, True)
    assert row.error is None


def test_a_failed_line_says_why_and_in_which_group() -> None:
    """Step, message, and whether a retry can help."""
    error = ItemError(
        code="provider_failed", type="ProviderError", message="x", step="speech", retryable=True, group="g"
    )
    row = result_row(LINE, ItemState.FAILED, item(ItemState.FAILED, error=error))
    assert row.error is not None
    assert (row.error.code, row.error.step, row.error.group, row.error.retryable) == (
        "provider_failed",
        "speech",
        "g",
        True,
    )


def test_a_line_without_a_job_is_accounted_for() -> None:
    """A refused line has its errors, a cancelled one its state."""
    wrong = LineError(line=3, code="too_long", message="title: too long")
    refused = result_row(LINE.model_copy(update={"errors": (wrong,)}), ItemState.REFUSED, None)
    assert refused.error is not None
    assert (refused.status, refused.job_id, refused.error.code) == (ItemState.REFUSED, None, "too_long")
    assert result_row(LINE, ItemState.EXPIRED, None).error is None


def test_failed_csv_has_all_lines_without_a_film_unless_one_is_on_its_way() -> None:
    """While the batch runs, open and waiting lines have not failed."""
    assert {state for state in ItemState if belongs_in_failed(state)} == {
        ItemState.FAILED,
        ItemState.CANCELLED,
        ItemState.REFUSED,
        ItemState.EXPIRED,
    }


def test_written_rows_have_the_columns_of_the_manifest_and_the_notes() -> None:
    """A formula in a cell is harmless, and comes back as it was sent."""
    row = result_row(LINE, ItemState.FAILED, item(ItemState.FAILED))
    columns = ("custom_id", "title", "script_content")
    text = written([csv_header(columns), csv_cells(LINE, row, columns)])
    (read,) = csv.DictReader(io.StringIO(text))
    assert list(read) == [*columns, *NOTES]
    assert (read["title"], read["script_content"], read["_line"], read["_status"]) == ("'=1+1", "", "3", "FAILED")
    assert rows(text)[0][0].columns == LINE.columns


def test_a_part_is_described_with_its_checksum() -> None:
    """A reader can tell a whole part from a cut one."""
    body = jsonl_of([result_row(LINE, ItemState.WAITING, None)] * 2)
    assert (part_facts("k", body).rows, part_facts("k", body).bytes) == (2, len(body))
    assert json.loads(body.splitlines()[0])["status"] == "WAITING"


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30)
FILM = st.fixed_dictionaries(
    {"script_content": WORDS.map(lambda text: f"Bees fly. {text} End.")},
    optional={
        "title": WORDS,
        "duration": st.integers(5, 900),
        "voice_speed": st.floats(0.5, 2.0).map(lambda speed: round(speed, 2)),
        "closing_card": st.booleans(),
        "platform": st.sampled_from(["tiktok", "shorts", "youtube"]),
        "exports": st.lists(st.sampled_from(["tiktok", "square"]), max_size=2),
        "providers": st.dictionaries(st.sampled_from(["speech", "text"]), st.just("espeak"), max_size=2),
        "images": st.lists(
            st.fixed_dictionaries({"upload": st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True)}), max_size=2
        ),
    },
)


@given(films=st.lists(FILM, min_size=1, max_size=5))
def test_failed_csv_is_a_manifest_of_the_same_films(films: list[dict[str, object]]) -> None:
    """Whatever format the lines were sent in, `failed.csv` sent again makes the same requests."""
    lines = judged_items(*({"custom_id": f"row-{n}", "video_request": film} for n, film in enumerate(films)))
    columns = tuple(dict.fromkeys(name for line in lines for name in line.columns))
    table = [csv_cells(line, result_row(line, ItemState.CANCELLED, None), columns) for line in lines]
    found, errors = rows(written([csv_header(columns), *table]))
    assert not errors
    again = judged_items(*(one.item for one in found))
    assert [line.request for line in again] == [_stripped(line) for line in lines]
    assert [line.errors for line in again] == [line.errors for line in lines]


def _stripped(line: BatchLine) -> object:
    """Take the request without blanks around its texts, as a cell has none."""
    if line.request is None:
        return None
    video = line.request.video_request
    title, script = video.title.strip(), (video.script_content or "").strip()
    return line.request.model_copy(
        update={"video_request": video.model_copy(update={"title": title, "script_content": script})}
    )
