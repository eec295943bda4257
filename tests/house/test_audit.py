"""The record of the audit names tests that exist, and every row has a verdict."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "docs" / "decisions" / "0051-every-row-of-the-audit.md"


def test_every_named_test_of_the_audit_exists() -> None:
    """A cure whose test was renamed or deleted is noticed here."""
    named = set(re.findall(r"`(test_\w+)`", RECORD.read_text(encoding="utf-8")))
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert named - {name for text in sources for name in re.findall(r"def (test_\w+)\(", text)} == set()


def test_every_row_of_the_audit_has_a_verdict() -> None:
    """Nineteen ranked rows; a cured one names its test, and what was taken out to see it fail."""
    verdicts, _, undone = RECORD.read_text(encoding="utf-8").partition("## Undone")
    rows = _rows(verdicts)
    assert _numbers(rows) == _numbers(_rows(undone)) == list(range(1, 20))
    assert [row[0] for row in rows if row[1].strip().startswith("cured") and "`test_" not in row[2]] == []


def _rows(text: str) -> list[list[str]]:
    return [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| ")]


def _numbers(rows: list[list[str]]) -> list[int]:
    return [int(row[0].split()[0]) for row in rows if re.match(r" \d+ ", row[0])]
