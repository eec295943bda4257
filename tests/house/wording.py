"""Measures docstrings, lengths of functions, and the number of files per concept."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.house.checkout import Function, Source

CONCEPTS = {
    "webhooks": re.compile(r"webhook", re.IGNORECASE),
    "dead letters": re.compile(r"dead_?letter|(?<![a-z])letters?(?![a-z])", re.IGNORECASE),
    "figures": re.compile(r"figure|tally|tallies|recount", re.IGNORECASE),
}


def docstrings(sources: Iterable[Source]) -> Iterator[str]:
    """Give the docstrings of modules, classes and functions."""
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Module | ast.ClassDef | Function):
                text = ast.get_docstring(node)
                if text:
                    yield text


def return_percent(sources: Iterable[Source]) -> int:
    """Return how many of a hundred docstrings begin with "Return"."""
    texts = list(docstrings(sources))
    return round(100 * sum(text.startswith("Return") for text in texts) / max(1, len(texts)))


def longest_function(sources: Iterable[Source]) -> tuple[int, str]:
    """Return lines and name of the longest function."""
    return max(
        ((node.end_lineno or 0) - node.lineno + 1, f"{source.module}.{node.name}")
        for source in sources
        for node in source.functions()
    )


def files_of(concept: str, sources: Iterable[Source]) -> int:
    """Count the files that define something of a concept: by their path, or by the name of a class or function."""
    word = CONCEPTS[concept]
    return sum(bool(word.search(source.path.as_posix()) or any(map(word.search, _names(source)))) for source in sources)


def _names(source: Source) -> list[str]:
    return [node.name for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef | Function)]


def shared_classes(sources: Iterable[Source]) -> dict[str, list[str]]:
    """Give the modules of every class name that more than one file defines. Private names belong to their file."""
    modules: dict[str, set[str]] = {}
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef) and not source.is_generated and not node.name.startswith("_"):
                modules.setdefault(node.name, set()).add(source.module)
    return {name: sorted(found) for name, found in sorted(modules.items()) if len(found) > 1}
