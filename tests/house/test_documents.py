"""Documents agree with the code."""

import re
from pathlib import Path

from reelwright.api.openapi import page as openapi_page
from reelwright.batches.diagram import page as batch_page
from reelwright.jobs.diagram import page
from tests.house.blocking_client import PACKAGE, TARGET, generated
from tests.house.rooms import PAGE, current_page

CURRENT = "run `make docs` and commit what it prints"
ROOT = Path(__file__).resolve().parents[2]


def test_the_lifecycle_page_is_printed_from_the_table() -> None:
    """The pages of jobs and of batches are current; `make docs` prints them anew."""
    assert (ROOT / "docs" / "job-lifecycle.md").read_text() == page(), CURRENT
    assert (ROOT / "docs" / "batch-lifecycle.md").read_text() == batch_page(), CURRENT


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


def test_every_test_that_the_security_page_names_exists() -> None:
    """A finding whose test was renamed or deleted is noticed here; a name without a folder follows one with it."""
    named = set(re.findall(r"`([\w/]*test_\w+\.py)`", (ROOT / "docs" / "security.md").read_text()))
    there = {str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py")}
    known = there | {path.rpartition("/")[2] for path in there}
    assert len(named) >= 30
    assert named - known == set()


def test_every_file_that_the_architecture_page_names_exists() -> None:
    """A reader who asks where a thing happens opens a file that is there."""
    core, media = ROOT / "layers/core/python/reelwright", ROOT / "layers/media/python/reelwright_media"
    page_text = (ROOT / "docs" / "architecture.md").read_text()
    table = page_text[page_text.index("## Where does it happen?") : page_text.index("## Where to read first")]
    named = [path for row in table.splitlines() if row.startswith("| ") for path in row.split("|")[2].split("`")[1::2]]
    folders = [(media, name.removeprefix("media:")) if name.startswith("media:") else (core, name) for name in named]
    missing = [name for folder, name in folders if not (folder / name).exists() and not (ROOT / name).exists()]
    assert len(named) >= 20
    assert missing == []
