"""Documents say what the code does."""

from pathlib import Path

from reelwright.api.openapi import page as openapi_page
from reelwright.jobs.diagram import page

CURRENT = "run `make docs` and commit what it prints"
ROOT = Path(__file__).resolve().parents[2]


def test_the_lifecycle_page_is_printed_from_the_table() -> None:
    """`docs/job-lifecycle.md` is current; `make docs` prints it anew."""
    assert (ROOT / "docs" / "job-lifecycle.md").read_text() == page(), CURRENT


def test_the_openapi_document_is_printed_from_the_table_of_routes() -> None:
    """`docs/openapi.json` is current; `make docs` prints it anew."""
    assert (ROOT / "docs" / "openapi.json").read_text() == openapi_page(), CURRENT
