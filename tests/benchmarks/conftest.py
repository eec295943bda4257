"""Fixtures of the benchmarks: they run scripts in processes of their own, and write the page of results.

A benchmark does not assert times: it measures, prints, and replaces its section of `docs/benchmarks.md`. The variable
`REELWRIGHT_BENCHMARK` (set by the Makefile) is the command that the section names.
"""

import json
import os
import platform
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "benchmarks.md"
SECTIONS: Final = (
    *(
        "api",
        "batches",
        "load",
        "dispatcher",
        "opening",
        "film",
        "aws",
        "imports",
        "render",
        "peers",
        "sound",
        "mixes",
        "voices",
        "speech",
    ),
)
INTRODUCTION: Final = """# Benchmarks

`make bench` writes each section; do not edit. Figures are medians of three runs unless stated otherwise. CPU time is
that of the measured process and its threads. Ratios compare figures of one run on one machine, so they hold on other
machines too; seconds do not. The load average shows how busy the machine was with other work.
"""

Figures = dict[str, Any]
Run = Callable[..., Figures]

_last_lines: list[str] = []


def pytest_unconfigure() -> None:
    """Print the figures below all other output of pytest."""
    for line in _last_lines:
        sys.stdout.write(f"{line}\n")


@pytest.fixture(scope="session")
def say() -> Callable[[str], None]:
    """Print a line at the end of the session."""
    return _last_lines.append


@pytest.fixture(scope="session")
def run() -> Run:
    """Run a script of the tests as a module, in a process of its own, and return the JSON of its last line."""

    def run_script(script: Path, *arguments: object, environment: Mapping[str, str] | None = None) -> Figures:
        module = ".".join(script.relative_to(ROOT).with_suffix("").parts)
        ended = subprocess.run(  # noqa: S603 - our own script and interpreter
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=ROOT,
            env=dict(os.environ if environment is None else environment),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return dict(json.loads(ended.stdout.splitlines()[-1]))

    return run_script


@pytest.fixture(scope="session")
def median_of() -> Callable[[list[Figures], str], float]:
    """Return the median of one figure over runs."""
    return lambda runs, name: statistics.median(float(one[name]) for one in runs)


class Page:
    """`docs/benchmarks.md`; each benchmark writes one section."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._load = os.getloadavg()[0]

    def write(self, section: str, title: str, body: str) -> None:
        """Replace a section; date, commit, machine and load are added."""
        parts = {name: self._stored(name) for name in SECTIONS}
        parts[section] = f"## {title}\n\n{self._circumstances()}\n\n{body.strip()}\n"
        blocks = [f"<!-- {name} -->\n{text}<!-- /{name} -->\n" for name, text in parts.items() if text]
        self._path.write_text("\n".join([INTRODUCTION, *blocks]), encoding="utf-8")

    def _stored(self, section: str) -> str:
        if not self._path.is_file():
            return ""
        text = self._path.read_text(encoding="utf-8")
        found = re.search(f"<!-- {section} -->\n(.*?)<!-- /{section} -->", text, re.DOTALL)
        return found[1] if found else ""

    def _circumstances(self) -> str:
        at = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
        command = os.environ.get("REELWRIGHT_BENCHMARK", "make bench")
        return (
            f"{at}, commit {_commit()}, `{command}`. {_processor()}, Python {platform.python_version()}; "
            f"load average {self._load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end."
        )


def _commit() -> str:
    def git(*words: str) -> str:
        ended = subprocess.run(["git", *words], cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S603, S607 - git of the machine
        return ended.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", "functions", "layers")
    return (git("rev-parse", "--short", "HEAD") or "unknown") + (" with changes" if changed else "")


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    text = information.read_text(encoding="utf-8") if information.is_file() else ""
    model = re.search(r"model name\s*:\s*(.+)", text)
    return f"{os.cpu_count()} cores of {model[1] if model else platform.processor() or platform.machine()}"


@pytest.fixture
def page() -> Page:
    """Return the page; its load average is taken before the benchmark begins."""
    return Page(PAGE)
