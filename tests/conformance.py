"""Whether a served API does what its OpenAPI document says: schemathesis, with all of its checks and linked calls."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
CONFIG: Final = Path(__file__).with_name("schemathesis.toml")
SEED: Final = 20261122
LEFT_OUT: Final = "^/docs|^/api/v1/webhooks/test$"
"""The page is for eyes; a test webhook would call the addresses that are drawn."""


@dataclass(frozen=True)
class Conformance:
    """What came out: how many cases were sent, how many links were followed, and schemathesis' own words."""

    cases: int
    links: int
    passed: bool
    report: str

    def __add__(self, other: "Conformance") -> "Conformance":
        """Return both runs as one."""
        report = f"{self.report}\n{other.report}"
        return Conformance(self.cases + other.cases, self.links + other.links, self.passed and other.passed, report)


def conformance(url: str, token: str, *, phases: str, examples: int, seconds: int, folder: Path) -> Conformance:
    """Return how the API at `url` does for the bearer of `token`, with the document that it serves itself.

    Cases are drawn by a fixed seed, in `phases`: `examples` of the document, `coverage` of every boundary of its schemas,
    `fuzzing` with about so many `examples` an operation. Then come chains of linked calls, six times as many. Whatever they
    leave behind is the caller's to remove. Raises TimeoutExpired where one of the two runs takes more seconds.
    """
    common = [f"{url}/openapi.json", "--url", url, "--header", f"Authorization: Bearer {token}", "--seed", str(SEED)]
    single = [*common, "--phases", phases, "--max-examples", str(examples)]
    # DELETE cancels a job, which can still be read; "--checks all" overrides what the configuration says of that check.
    linked = [
        *common,
        "--phases",
        "stateful",
        "--max-examples",
        str(6 * examples),
        "--exclude-checks",
        "use_after_free",
    ]
    return _run(single, hooks="tests.schemathesis_hooks", seconds=seconds, folder=folder) + _run(
        linked, hooks="tests.schemathesis_linked", seconds=seconds, folder=folder
    )


def _run(words: list[str], *, hooks: str, seconds: int, folder: Path) -> Conformance:
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(CONFIG)),
        *("run", *words, "--checks", "all"),
        *("--max-failures", "40", "--workers", "1", "--request-timeout", "30", "--warnings", "off", "--no-color"),
        *("--generation-database", "none", "--suppress-health-check", "all", "--exclude-path-regex", LEFT_OUT),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SCHEMATHESIS_HOOKS": hooks}
    ended = subprocess.run(  # noqa: S603 - our own words
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=seconds, check=False
    )
    report = f"{ended.stdout}\n{ended.stderr}"
    return Conformance(
        cases=_figure(r"(\d+) generated", report),
        links=_figure(r"(\d+) covered", report),
        passed=ended.returncode == 0,
        report=report,
    )


def _figure(pattern: str, report: str) -> int:
    found = re.search(pattern, report)
    return int(found[1]) if found else 0
