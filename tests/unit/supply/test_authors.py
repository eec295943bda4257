"""Decision 56 names whose every package is, and what a search of the files of single authors' packages finds."""

from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path

import pytest

from infra.supply.lock import entries, pins
from infra.supply.locking import IMAGE, LAYER, LOCK, ROOT
from infra.supply.reading import traits, traits_of

RECORD = ROOT / "docs" / "decisions" / "0056-whose-packages-these-are.md"
NOT_INSTALLED = "not installed"
Rows = dict[str, list[str]]
"""Cells of a row by its names or patterns of packages."""


def rows(header: str) -> Rows:
    """Read the table below a header of the record, with as many rows for a line as it names packages."""
    lines = RECORD.read_text(encoding="utf-8").splitlines()
    first = lines.index(header) + 2
    last = next((place for place in range(first, len(lines)) if not lines[place]), len(lines))
    return dict(_named(line) for line in lines[first:last])


def _named(line: str) -> tuple[str, list[str]]:
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    return cells[-1 if len(cells) == 2 else 0], cells


SINGLE = rows("| package | author | AWS | why | found | what would replace it |")
TEAMS = rows("| team | packages |")


def members(names: str) -> Iterator[str]:
    """Yield the packages of the lock that a cell names."""
    for name in names.split(", "):
        yield from (known for known in locked() if fnmatch(known, name))


def locked() -> dict[str, str]:
    """Return the entries of the lock."""
    return entries(LOCK.read_text(encoding="utf-8"))


def test_every_package_is_of_a_team_or_has_its_record() -> None:
    """Once: a new package fails here until somebody has looked whose it is."""
    named = [package for names in (*SINGLE, *TEAMS) for package in members(names)]
    assert sorted(named) == sorted(locked())


def test_no_row_names_a_package_that_is_gone() -> None:
    """A record of nothing hides the next package of that name."""
    patterns = [name for names in (*SINGLE, *TEAMS) for name in names.split(", ")]
    assert [name for name in patterns if not list(members(name))] == []


@pytest.mark.parametrize("names", SINGLE)
def test_a_record_says_who_why_and_what_else(names: str) -> None:
    """No empty cell; and whether AWS runs it, by the lists of layer and image."""
    assert all(SINGLE[names])
    shipped = {name for path in (LAYER, IMAGE) for name in pins(path.read_text(encoding="utf-8"))}
    assert {package in shipped for package in members(names)} == {SINGLE[names][2] == "yes"}


@pytest.mark.parametrize("names", SINGLE)
def test_what_was_found_in_a_package_is_still_all(names: str) -> None:
    """A release that begins to use network, processes or pickles is read before it is recorded."""
    found = {trait for package in members(names) for trait in found_in(package)}
    assert (", ".join(sorted(found)) or "-") == SINGLE[names][4]


def found_in(package: str) -> frozenset[str]:
    """Search the installed package; one for another platform is not there."""
    try:
        return traits(Distribution.from_name(package))
    except PackageNotFoundError:
        return frozenset({NOT_INSTALLED})


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import socket\n", "network"),
        ("def f():\n    from urllib.request import urlopen\n", "network"),
        ("import subprocess as s\n", "processes"),
        ("os.system('ls')\n", "processes"),
        ("exec(text)\n", "executes text"),
        ("import pickle\n", "pickles"),
        ("np.load(path, allow_pickle=True)\n", "pickles"),
    ],
)
def test_a_trait_is_found_wherever_it_stands(source: str, found: str) -> None:
    """Also inside of a function; what only looks like it is none."""
    assert traits_of(source) == {found}
    assert traits_of("import sockets\nmodel.eval()\nretrieval(1)\n") == frozenset()


def test_native_code_and_files_that_start_with_python_are_noticed(tmp_path: Path) -> None:
    """A program without a suffix counts too; tests of a package do not."""
    info = tmp_path / "one-1.dist-info"
    (tmp_path / "one" / "tests").mkdir(parents=True)
    info.mkdir()
    files = {"one/tool": b"\x7fELF", "one.pth": b"import one\n", "one/tests/a.py": b"import socket\n"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (info / "RECORD").write_text("".join(f"{name},,\n" for name in files))
    assert traits(Distribution.at(info)) == {"native code", "starts with Python"}
