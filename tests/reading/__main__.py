"""Judge how the product reads tables of texts: `python -m tests.reading [TABLE.tsv ...]`.

A row of a table is `language TAB text TAB reading [TAB reading ...]`. A row is right if the product gives its voice the same
phonemes for the text as for one of the readings, apart from stress, punctuation and spaces. For named tables the last line
of the output is `RIGHT ROWS`; without names, all tables here are judged and the last line sums them up by language.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from tests.reading.heard import Verdict, rows_of, verdicts

_HERE: Final = Path(__file__).parent
_SUMMED: Final = ("en", "es", "fr", "it", "pt", "de")


def main() -> None:
    """Print a line for each row, and the sum."""
    words = argparse.ArgumentParser(prog="python -m tests.reading", description=__doc__)
    words.add_argument("tables", nargs="*", type=Path, help="tables; all of tests/reading without any")
    words.add_argument("--fails", action="store_true", help="print the wrong rows only")
    asked = words.parse_args()
    tables = asked.tables or sorted(_HERE.glob("*.tsv"))
    judged = {table: verdicts(rows_of(table)) for table in tables}
    for verdict in (verdict for found in judged.values() for verdict in found):
        if not (asked.fails and verdict.is_right):
            _say(_line(verdict))
    if asked.tables:
        every = [verdict for found in judged.values() for verdict in found]
        _say(f"{_right(every)} {len(every)}")
        return
    sums = {table.stem: f"{table.stem} {_right(found)}/{len(found)}" for table, found in judged.items()}
    _say("further tables: " + (", ".join(line for name, line in sums.items() if name not in _SUMMED) or "none"))
    _say("reading: " + ", ".join(sums[name] for name in _SUMMED if name in sums))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _line(verdict: Verdict) -> str:
    line = (
        f"{'PASS' if verdict.is_right else 'FAIL'} {verdict.row.language} {verdict.row.text!r} | heard {verdict.heard}"
    )
    return line if verdict.is_right else f"{line} | wanted {' OR '.join(verdict.wanted)}"


def _right(found: list[Verdict]) -> int:
    return sum(verdict.is_right for verdict in found)


if __name__ == "__main__":
    main()
