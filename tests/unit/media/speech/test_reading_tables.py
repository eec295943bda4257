"""The tables of tests/reading, by the phonemes that the voices are given (`make bench-reading` prints every row)."""

from pathlib import Path

import pytest

from tests.reading.heard import rows_of, verdicts

TABLES = Path(__file__).parents[3] / "reading"


@pytest.mark.parametrize(
    ("table", "aim"),
    [
        ("en", 0.95),
        ("es", 0.95),
        ("fr", 0.95),
        ("it", 0.95),
        ("pt", 0.95),
        ("de", 0.95),
        ("ordinary", 0.95),
        ("everyday", 0.95),
        ("others", 0.9),
    ],
)
def test_a_voice_reads_its_table_as_a_narrator_would(table: str, aim: float) -> None:
    """At least the aimed share of the rows sounds like one of the readings."""
    found = verdicts(rows_of(TABLES / f"{table}.tsv"))
    wrong = [verdict.row.text for verdict in found if not verdict.is_right]
    assert len(wrong) <= (1 - aim) * len(found), wrong
