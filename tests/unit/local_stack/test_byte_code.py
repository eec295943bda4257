"""Workers of the local stack compile nothing that `make environment` could compile."""

import subprocess
import sys
from pathlib import Path

import reelwright_media
from infra.local.emulator import child_environment
from infra.local.place import Place
from infra.local.root import make_root_secret
from infra.supply.byte_code import modules_of


def test_every_module_of_a_package_is_imported_but_no_program(tmp_path: Path) -> None:
    """A package `p` with a program and a folder inside."""
    (tmp_path / "p" / "inner").mkdir(parents=True)
    for name in ("__init__", "__main__", "one", "inner/__init__", "inner/two"):
        (tmp_path / "p" / f"{name}.py").write_text("raise SystemExit('it ran')" if name == "__main__" else "")
    code = "import p; from infra.supply.byte_code import modules_of; print(*modules_of(p))"
    ended = subprocess.run(  # noqa: S603 - this test's own code
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.split() == ["p.inner", "p.inner.two", "p.one"]
    assert "reelwright_media.steps.entry" in set(modules_of(reelwright_media))


def test_a_worker_keeps_what_it_compiles(tmp_path: Path) -> None:
    """A module that only a function body imports is compiled by one worker, and not by each."""
    place = Place(tmp_path, 4600)
    make_root_secret(place)
    assert "PYTHONDONTWRITEBYTECODE" not in child_environment(place, {"PYTHONDONTWRITEBYTECODE": "1"})
