"""Abbreviations are data of one table, `film/text/abbreviations.json`: no code and no other table lists them."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
LAYERS: Final = ROOT / "layers"
TABLE: Final = LAYERS / "core/python/reelwright/film/text/abbreviations.json"
TITLES: Final = frozenset({"mr", "mrs", "dr", "prof", "sra", "mme", "dott", "etc", "bzw", "ecc", "usw"})
"""Abbreviations that any second list would hold."""
SUFFICIENT: Final = 3
"""So many of them in one constant make a list."""


def constants() -> Iterator[tuple[str, str]]:
    """Give every text constant of the layers with the place where it stands."""
    for path in LAYERS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Set | ast.Tuple | ast.List | ast.Dict):
                parts = node.keys if isinstance(node, ast.Dict) else node.elts
                words = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
                yield f"{path}:{node.lineno}", " ".join(words)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path}:{node.lineno}", node.value


def tables() -> Iterator[tuple[str, str]]:
    """Give the keys of every object in every data file of the layers but the table."""

    def objects(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield " ".join(value)
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from objects(part)

    for path in LAYERS.rglob("*.json"):
        if path != TABLE:
            for keys in objects(json.loads(path.read_text())):
                yield str(path), keys


def test_no_second_list_of_abbreviations_exists() -> None:
    """A list is a constant or an object that names three well-known abbreviations of any language."""
    found = {
        place.removeprefix(f"{LAYERS}/")
        for place, text in (*constants(), *tables())
        if len(TITLES.intersection(re.findall(r"\w+", text.casefold()))) >= SUFFICIENT
    }
    assert sorted(found) == []
