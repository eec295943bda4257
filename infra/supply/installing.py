"""`python -m infra.supply.installing PYTHON LOCK`: installs what a lock names, each package checked against its hashes.

uv takes a twentieth of pip's time, but reads none of pip's settings, so it gets them as variables. Where it fails all the same,
pip installs. The standard library alone, because it runs before anything is installed.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

VARIABLES: Final[Mapping[str, tuple[str, str]]] = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
}
"""pip's settings -> uv's variable of the same meaning, and what stands between its values. Both read a proxy's variables.
They are no options, as an address may hold a password, and every user of the machine sees the options of a process."""
_LOCKED: Final = ("--require-hashes", "--no-deps", "--requirement")
_SETTINGS: Final = ("-m", "pip", "--disable-pip-version-check", "config", "list")
_UV: Final = ("-m", "uv", "pip", "install", "--quiet", "--index-strategy", "unsafe-best-match")
"""Every index is asked, as pip does. It is safe because a package must have a hash of the lock."""
_PIP: Final = ("-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check", "--no-input")


def main(arguments: Sequence[str] | None = None) -> int:
    """Install the lock into the environment of the Python; return the exit code of the installer that did it."""
    python, lock = sys.argv[1:] if arguments is None else arguments
    shown = subprocess.run([sys.executable, *_SETTINGS], check=False, capture_output=True, text=True).stdout  # noqa: S603 - pip's own
    environ = {**variables(settings(shown)), **os.environ}
    command = (sys.executable, *_UV, "--python", python, *_LOCKED, lock)
    done = _run(command, environ)
    if done.returncode:  # a company's proxy may have a certificate that only the system knows
        done = _run((*command, "--system-certs"), environ)
    if not done.returncode:
        return 0
    sys.stdout.write(f"uv could not install {lock} ({reason(done.stderr)}): pip does (some minutes)\n")
    sys.stdout.flush()
    return subprocess.run([python, *_PIP, *_LOCKED, lock], check=False).returncode  # noqa: S603 - our own arguments


def settings(shown: str) -> dict[str, str]:
    """Read what `pip config list` prints, for every command and for `install`; a variable wins over a file, as in pip."""
    found: dict[str, str] = {}
    for scope in ("global", "install", ":env:"):
        for line in shown.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(f"{scope}."):
                found[name.removeprefix(f"{scope}.")] = str(ast.literal_eval(value))
    return found


def variables(pip: Mapping[str, str]) -> dict[str, str]:
    """Write pip's settings as uv's variables; a folder of packages that does not exist is left out, as pip ignores it."""
    found = {}
    for name, (variable, between) in VARIABLES.items():
        values = [value for value in pip.get(name, "").split() if name != "find-links" or _exists(value)]
        if values:
            found[variable] = between.join(values)
    return found


def _exists(place: str) -> bool:
    return "://" in place or Path(place).is_dir()


def reason(errors: str) -> str:
    """Return the innermost cause that uv printed, else its first line."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    causes = [line.removeprefix("cause: ") for line in lines if line.startswith("cause: ")]
    return (causes or lines or ["without a word"])[-1 if causes else 0]


def _run(command: Sequence[str], environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environ)  # noqa: S603 - our own arguments


if __name__ == "__main__":
    sys.exit(main())
