"""Parses the Python files of a checkout, in the current layout of this project or an older one."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PRODUCTION = ("client", "functions", "infra", "layers")
TESTS = ("tests",)
_ROOTS = ("layers/core/python", "layers/media/python", "client", ".")
"""What stands before a module's name in its path."""
_GENERATED = "generated"
_HEAD_CHARACTERS = 300

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file."""

    path: Path
    module: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree, parsed once."""
        return ast.parse(self.text)

    @property
    def is_generated(self) -> bool:
        """Whether the file says in its head that a program wrote it."""
        return _GENERATED in self.text[:_HEAD_CHARACTERS].lower()

    def functions(self) -> Iterator[Function]:
        """Give functions and methods, nested ones included."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))


@dataclass(frozen=True)
class Checkout:
    """The files of a folder that holds this project."""

    folder: Path

    @cached_property
    def production(self) -> list[Source]:
        """What ships, and the program that deploys it."""
        return [source for room in PRODUCTION for source in self._read(room)]

    @cached_property
    def tests(self) -> list[Source]:
        """Tests, their doubles, benchmarks."""
        return [source for room in TESTS for source in self._read(room)]

    def _read(self, room: str) -> Iterator[Source]:
        for path in sorted((self.folder / room).rglob("*.py")):
            relative = path.relative_to(self.folder)
            yield Source(path=relative, module=_module(relative), text=path.read_text())


def _module(path: Path) -> str:
    name = path.with_suffix("").as_posix()
    root = next(root for root in _ROOTS if root == "." or name.startswith(f"{root}/"))
    return name.removeprefix(f"{root}/").replace("/", ".").removesuffix(".__init__")
