"""The record of the audit names tests that exist, and every row has a verdict."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RANKED, MINOR = 19, 16
"""Rows of the audit: those with a number, and those of its section "Minor"."""
RECORD = ROOT / "docs" / "decisions" / "0051-every-row-of-the-audit.md"


def test_every_named_test_of_the_audit_exists() -> None:
    """A cure whose test was renamed or deleted is noticed here."""
    named = set(re.findall(r"`(test_\w+)`", RECORD.read_text(encoding="utf-8")))
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert named - {name for text in sources for name in re.findall(r"def (test_\w+)\(", text)} == set()


def test_every_row_of_the_audit_has_a_verdict() -> None:
    """Each row names its tests, the minor ones too; for the ranked ones the record says what was taken out to see them fail."""
    verdicts, _, undone = RECORD.read_text(encoding="utf-8").partition("## Undone")
    rows = [row for row in _rows(verdicts) if row[0].strip() != "row"]
    assert _numbers(rows) == _numbers(_rows(undone)) == list(range(1, 20))
    assert len(rows) == RANKED + MINOR
    assert [row[0] for row in rows if not row[1].strip() or "`test_" not in row[2]] == []


def _rows(text: str) -> list[list[str]]:
    return [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| ")]


def _numbers(rows: list[list[str]]) -> list[int]:
    return [int(row[0].split()[0]) for row in rows if re.match(r" \d+ ", row[0])]
