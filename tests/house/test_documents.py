"""Documents say what the code does."""

from pathlib import Path

from reelwright.api.openapi import page as openapi_page
from reelwright.jobs.diagram import page
from tests.house.blocking_client import PACKAGE, TARGET, generated
from tests.house.rooms import PAGE, current_page

CURRENT = "run `make docs` and commit what it prints"
ROOT = Path(__file__).resolve().parents[2]


def test_the_lifecycle_page_is_printed_from_the_table() -> None:
    """`docs/job-lifecycle.md` is current; `make docs` prints it anew."""
    assert (ROOT / "docs" / "job-lifecycle.md").read_text() == page(), CURRENT


def test_the_openapi_document_is_printed_from_the_table_of_routes() -> None:
    """`docs/openapi.json` is current; `make docs` prints it anew."""
    assert (ROOT / "docs" / "openapi.json").read_text() == openapi_page(), CURRENT


def test_the_blocking_client_is_generated_from_the_one_on_asyncio() -> None:
    """`reelwright_client/blocking` is current; `make docs` generates it anew."""
    modules = {path.name: path.read_text() for path in (PACKAGE / TARGET).glob("*.py") if path.name != "__init__.py"}
    assert modules == generated(), CURRENT


def test_the_picture_of_the_rooms_is_printed_from_the_imports() -> None:
    """`docs/architecture.md` is current; `make docs` prints it anew."""
    assert PAGE.read_text() == current_page(), CURRENT
