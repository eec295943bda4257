"""Searches the installed files of a package for what a package of its purpose rarely needs (`Trait`).

It runs nothing, and native code is noticed, not read. A package can hide from such a search; but an ordinary new release that
begins to use the network or processes differs from its record.
"""

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution
from pathlib import Path
from typing import Final, Literal

Trait = Literal["network", "processes", "executes text", "pickles", "native code", "starts with Python"]
_IMPORTS: Final = r"(?m)^\s*(?:from|import) (?:{})\b"
_NETWORK: Final = r"socket|ssl|http\.client|urllib\.request|requests|httpx|aiohttp|urllib3"
_PATTERNS: Final[Mapping[Trait, re.Pattern[str]]] = {
    "network": re.compile(_IMPORTS.format(_NETWORK)),
    "processes": re.compile(
        _IMPORTS.format("subprocess|multiprocessing|pty") + r"|\bos\.(?:system|popen|fork|exec\w+)\("
    ),
    "executes text": re.compile(r"(?<![\w.])(?:exec|eval)\("),
    "pickles": re.compile(_IMPORTS.format("pickle|marshal|shelve|dill|joblib") + r"|allow_pickle=True"),
}
_NATIVE: Final = (".so", ".dylib", ".dll", ".pyd", ".exe", ".node")
_ELF: Final = b"\x7fELF"


def traits(distribution: Distribution) -> frozenset[Trait]:
    """Return the traits of an installed distribution, by all of its files but its tests."""
    files = (Path(str(file.locate())) for file in distribution.files or ())
    return frozenset(trait for file in files if file.is_file() and "tests" not in file.parts for trait in _of(file))


def traits_of(source: str) -> frozenset[Trait]:
    """Return the traits of a module by its text."""
    return frozenset(trait for trait, pattern in _PATTERNS.items() if pattern.search(source))


def _of(file: Path) -> Iterator[Trait]:
    if file.suffix == ".py":
        yield from traits_of(file.read_text(encoding="utf-8", errors="replace"))
    elif file.suffix == ".pth":
        yield "starts with Python"
    elif file.suffix in _NATIVE or ".so." in file.name or (not file.suffix and _begins_with(file, _ELF)):
        yield "native code"


def _begins_with(file: Path, magic: bytes) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(magic)) == magic
