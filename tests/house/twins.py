"""Finds pairs of places with six equal lines in a row, in production code and tests."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from tests.house.checkout import Source

LINES = 6
_LETTERS = 3
"""A line with fewer letters is a bracket: it makes no likeness."""
Place = tuple[str, int]
"""Path and line, counted from 1."""
Window = tuple[str, ...]


def twins(sources: Iterable[Source]) -> list[tuple[Place, Place]]:
    """List the pairs, each by its first lines. Imports, docstrings, comments, blanks and generated files do not count."""
    files = {source.path.as_posix(): list(_lines(source)) for source in sources if not source.is_generated}
    seen: dict[Window, list[tuple[str, int]]] = defaultdict(list)
    for path, lines in files.items():
        for at in range(len(lines) - LINES + 1):
            seen[tuple(text for _, text in lines[at : at + LINES])].append((path, at))
    matches = {pair for places in seen.values() for pair in combinations(places, 2) if not _overlap(pair[0], pair[1])}
    starts = [(a, b) for a, b in matches if ((a[0], a[1] - 1), (b[0], b[1] - 1)) not in matches]
    return sorted(((a[0], files[a[0]][a[1]][0]), (b[0], files[b[0]][b[1]][0])) for a, b in starts)


def _overlap(a: tuple[str, int], b: tuple[str, int]) -> bool:
    return a[0] == b[0] and abs(a[1] - b[1]) < LINES


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    skipped = {line for node in ast.walk(source.tree) if _is_skipped(node) for line in _span(node)}
    for number, line in enumerate(source.text.splitlines(), start=1):
        text = line.split("  #")[0].strip()
        if number not in skipped and not text.startswith("#") and sum(map(str.isalnum, text)) >= _LETTERS:
            yield number, text


def _is_skipped(node: ast.AST) -> bool:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    return is_text or isinstance(node, ast.Import | ast.ImportFrom)


def _span(node: ast.AST) -> range:
    first: int = getattr(node, "lineno", 0)
    return range(first, (getattr(node, "end_lineno", None) or first) + 1)
