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
SECURITY = ROOT / "docs" / "security.md"


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
    """A finding whose test was renamed or deleted is noticed here."""
    named = set(re.findall(r"`(tests/[\w/]*test_\w+\.py)(?:::(test_\w+))?`", SECURITY.read_text()))
    assert len(named) >= 60
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).exists() or (name and f"def {name}(" not in (ROOT / path).read_text())
    ]
    assert missing == []


def test_every_finding_of_the_audit_has_its_commit_and_its_tests() -> None:
    """Two critical, six high, eight medium, nine low ones; and a row of tests for each area that held."""
    findings, _, areas = SECURITY.read_text().partition("| area | tests |")
    rows = [row.split(" | ") for row in findings.splitlines() if re.match(r"\| [CHML]\d ", row)]
    numbers = [row[0].split()[1] for row in rows]
    assert numbers == [
        f"{kind}{number}" for kind, most in (("C", 2), ("H", 6), ("M", 8), ("L", 9)) for number in range(1, most + 1)
    ]
    assert [
        row[0] for row in rows if not re.match(r"[0-9a-f]{7}\b", row[1]) or "`tests/" not in row[2] or not row[3]
    ] == []
    held = [row for row in areas.partition("\n\n")[0].splitlines() if "`tests/" in row]
    assert len(held) == 15


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
