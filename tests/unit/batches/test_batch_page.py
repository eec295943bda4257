"""docs/batches.md: its table can be copied, and it names every error code."""

import re
from pathlib import Path
from typing import get_args

from reelwright.batches.lines import ErrorCode
from tests.unit.batches.reading import judged

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGE = (DOCS / "batches.md").read_text(encoding="utf-8")


def test_the_table_of_the_page_is_accepted_as_it_stands() -> None:
    """In the page, and as the file beside it; the two are the same."""
    (shown,) = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    assert (DOCS / "films.csv").read_text(encoding="utf-8") == shown
    lines = judged(shown)
    assert [(line.custom_id, line.errors) for line in lines] == [("row-1", ()), ("row-2", ()), ("row-3", ())]


def test_every_error_code_is_explained() -> None:
    """One row a code, and no row without one."""
    table = PAGE.partition("## Error codes")[2]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(get_args(ErrorCode))
