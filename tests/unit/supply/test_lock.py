"""The lock files: every package has the hashes of its files, no file names a registry, and selections are exact."""

import json
import re
from pathlib import Path

import pytest

from infra.supply.lock import entries, hashes, pins, selection
from infra.supply.locking import IMAGE, IMAGE_TOOLS, LAYER, LOCK, MEASURE, ROOT, UNUSED

ALL = (LOCK, MEASURE, LAYER, IMAGE, IMAGE_TOOLS, ROOT / "package-lock.json")
A_LOCK = """\
One.Part==1.0 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
two==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:{b}
""".format(a="a" * 64, b="b" * 64)


@pytest.mark.parametrize("path", [LOCK, MEASURE], ids=lambda path: path.name)
def test_every_package_of_a_lock_has_hashes(path: Path) -> None:
    """Also one that somebody added by hand: without a hash, no environment can be set up any more."""
    without = [name for name, entry in entries(path.read_text(encoding="utf-8")).items() if not hashes(entry)]
    assert without == [], "add packages to pyproject.toml and run `make lock`"


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_no_lock_names_a_registry(path: Path) -> None:
    """Which registry serves a package is a setting of the machine; the hash says whether it is the right file."""
    assert re.findall(r"https?://|--index-url|--find-links|\"resolved\"", path.read_text(encoding="utf-8")) == []


def test_every_npm_package_has_the_hash_of_its_tarball() -> None:
    """`npm ci` checks it."""
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all(one["integrity"].startswith("sha512-") for name, one in packages.items() if name)


def test_a_selection_is_the_entries_of_the_wanted_packages() -> None:
    """Markers and hashes stay; names are compared as package indexes do."""
    assert selection(A_LOCK, ["one_part"]) == A_LOCK[: A_LOCK.index("two")]
    assert selection(A_LOCK, ["two", "one-part"]) == A_LOCK
    assert [len(hashes(entry)) for entry in entries(A_LOCK).values()] == [2, 1]


def test_a_package_outside_the_lock_cannot_be_selected() -> None:
    """The layer or image would have it without a hash."""
    with pytest.raises(KeyError, match="three"):
        selection(A_LOCK, ["three"])


def test_what_is_no_entry_is_an_error() -> None:
    """An option or an address in a lock is not skipped silently."""
    with pytest.raises(ValueError, match="not an entry"):
        entries("one @ file:///tmp/one.whl\n")


def test_pillow_has_the_fixes_of_its_decoders() -> None:
    """M8: tile extents and font advances were mended up to 12.3.0; a dependent's bound must not bring an older one back."""
    version = pins(LOCK.read_text(encoding="utf-8"))["pillow"]
    assert tuple(map(int, version.split("."))) >= (12, 3, 0)


def test_a_list_of_pins_may_have_comments() -> None:
    """The lists of layer and image explain themselves."""
    assert pins("# why\n\nPydantic_Core==2.0\n") == {"pydantic-core": "2.0"}


def test_what_would_be_built_from_source_is_left_out() -> None:
    """A build runs packages that no hash pins."""
    assert not entries(LOCK.read_text(encoding="utf-8")).keys() & set(UNUSED)
