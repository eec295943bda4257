"""Documents say what the code does."""

from pathlib import Path

from reelwright.jobs.diagram import page

ROOT = Path(__file__).resolve().parents[2]


def test_the_lifecycle_page_is_printed_from_the_table() -> None:
    """`docs/job-lifecycle.md` is current; `make docs` prints it anew."""
    assert (ROOT / "docs" / "job-lifecycle.md").read_text() == page()
