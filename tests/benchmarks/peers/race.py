"""One tool renders the measured film: `python -m tests.benchmarks.peers.race TOOL FOLDER` prints what it took, as JSON.

`python -m tests.benchmarks.peers.race files FOLDER` writes the files that the tools read.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import av
import imageio_ffmpeg

from infra.local.node import node_folder
from infra.local.place import REPOSITORY
from tests.benchmarks.film import THREADS
from tests.benchmarks.peers.fetching import FOLDER, REMOTION
from tests.benchmarks.peers.film_files import write_files
from tests.benchmarks.peers.graph import command as graph
from tests.benchmarks.peers.tree import measured
from tests.browser.chromium import FOLDER as BROWSER
from tests.browser.chromium import executable

_HERE: Final = Path(__file__).parent
_BROWSER_ENVIRONMENT: Final = {"LD_LIBRARY_PATH": str(BROWSER / "lib"), "FONTCONFIG_PATH": str(BROWSER)}
"""What the fetched Chromium needs; see tests/browser/chromium.py."""


@dataclass(frozen=True)
class Tool:
    """How a tool is started: its command line by the folder of the film's files and the film to write."""

    command: Callable[[Path, Path], list[str]]
    environment: Mapping[str, str] = field(default_factory=dict)


def _ours(depth: str, folder: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "tests.benchmarks.peers.ours", str(folder), str(out), depth]


def _graph(larger: int, folder: Path, out: Path) -> list[str]:
    return graph(imageio_ffmpeg.get_ffmpeg_exe(), folder, out, larger=larger)


def _remotion(folder: Path, out: Path, *, options: tuple[str, ...] = ()) -> list[str]:
    entry = shutil.copy(_HERE / "remotion" / "index.jsx", REMOTION)
    return [
        *(str(node_folder() / "node"), str(REMOTION / "node_modules/@remotion/cli/remotion-cli.js")),
        *("render", str(entry), "film", str(out), f"--props={folder / 'film.json'}", f"--public-dir={folder}"),
        *(f"--browser-executable={executable()}", f"--concurrency={THREADS}", "--bundle-cache=false", *options),
    ]


def _money_printer(folder: Path, out: Path) -> list[str]:
    return [str(FOLDER / "python/bin/python"), str(_HERE / "money_printer.py"), str(folder), str(out)]


TOOLS: Final[dict[str, Tool]] = {
    "flat": Tool(partial(_ours, "flat")),
    "planes": Tool(partial(_ours, "planes")),
    "graph": Tool(partial(_graph, 1)),
    "graph-cured": Tool(partial(_graph, 4)),
    "remotion": Tool(_remotion, _BROWSER_ENVIRONMENT),
    "remotion-fast": Tool(partial(_remotion, options=("--x264-preset=superfast", "--crf=23")), _BROWSER_ENVIRONMENT),
    "money-printer": Tool(_money_printer),
}


def main(name: str, folder: Path) -> dict[str, Any]:
    """Let a tool render the film, and return what it took and what it wrote."""
    if name == "files":
        write_files(folder)
        return {}
    tool, out = TOOLS[name], folder / f"film-{name}.mp4"
    environment = {**os.environ, **tool.environment, "MPT_HOME": str(folder / "money-printer")}
    command = tool.command(folder, out)
    cwd = REMOTION if name.startswith("remotion") else REPOSITORY
    load = os.getloadavg()[0]
    taken = measured(command, cwd=cwd, environment=environment, log=folder / f"{name}.log")
    with av.open(str(out)) as film:
        video = film.streams.video[0]
        seen = {"width": video.width, "height": video.height, "frames": video.frames, "sounds": len(film.streams.audio)}
    return {**taken, **seen, "load": load, "megabytes": out.stat().st_size / 1e6}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], Path(sys.argv[2]))) + "\n")
