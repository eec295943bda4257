"""The same film by this renderer, a filter graph of ffmpeg, Remotion and MoneyPrinterTurbo, in one run."""

import json
import platform
import subprocess
import tomllib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import imageio_ffmpeg
import pytest

from infra.local.node import node_folder
from infra.supply.lock import entries
from tests.benchmarks.peers.fetching import FOLDER
from tests.benchmarks.peers.race import TOOLS

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Figures, Page, Run

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.timeout(7200),
    pytest.mark.skipif(not (FOLDER / "complete").is_file(), reason="the peers are not fetched: make bench-peers"),
]

RACE: Final = Path(__file__).parent / "peers" / "race.py"
ROUNDS: Final = 3
ONCE_SECONDS: Final = 120
"""A tool whose first run takes longer runs once."""
NAMES: Final = {
    "flat": "**Reelwright, flat pictures**: the film of all rows",
    "planes": "Reelwright, pictures in planes with hook and beats: more to see, as the product makes it",
    "graph": "ffmpeg: zoompan, xfade, ass; our x264 settings; the camera jitters by whole pixels",
    "graph-cured": "the same on pictures 4 times larger, the known cure of the jitter",
    "remotion": "Remotion, its defaults (x264 medium, crf 18, frames as JPEG of quality 80)",
    "remotion-fast": "Remotion, `--x264-preset=superfast --crf=23`, near our settings",
    "money-printer": "MoneyPrinterTurbo, its defaults (one zoom for all, no crossfade, no coloured words)",
}


def test_the_same_film(
    run: "Run",
    page: "Page",
    say: Callable[[str], None],
    median_of: "Callable[[list[Figures], str], float]",
    tmp_path: Path,
) -> None:
    """Every tool in turn, in up to three rounds."""
    run(RACE, "files", tmp_path)
    found: dict[str, list[Figures]] = {name: [run(RACE, name, tmp_path)] for name in TOOLS}
    for _ in range(ROUNDS - 1):
        for name, runs in found.items():
            if runs[0]["wall_seconds"] < ONCE_SECONDS:
                runs.append(run(RACE, name, tmp_path))
    for name, runs in found.items():
        assert (runs[0]["width"], runs[0]["height"], runs[0]["sounds"]) == (1080, 1920, 1), name
        assert abs(runs[0]["frames"] - 600) <= 3, (name, runs[0]["frames"])
    ours = found["flat"]

    def row(name: str, runs: "list[Figures]") -> str:
        cpu, wall = median_of(runs, "cpu_seconds"), median_of(runs, "wall_seconds")
        return (
            f"| {NAMES[name]} | {len(runs)} | {_span(runs, 'cpu_seconds')} | {_span(runs, 'wall_seconds')} "
            f"| {cpu / median_of(ours, 'cpu_seconds'):.2f} | {wall / median_of(ours, 'wall_seconds'):.2f} "
            f"| {median_of(runs, 'peak_megabytes'):.0f} | {median_of(runs, 'megabytes'):.1f} "
            f"| {_loads(runs)} |"
        )

    rows = "\n".join(row(name, runs) for name, runs in found.items())
    page.write("peers", "The same film by other tools", _body(rows))
    for name in ("graph", "remotion", "money-printer"):
        ratio = median_of(found[name], "cpu_seconds") / median_of(ours, "cpu_seconds")
        say(f"peers: {name} / ours {ratio:.2f} CPU")


def _loads(runs: "list[Figures]") -> str:
    return ", ".join(f"{one['load']:.1f}" for one in runs)


def _span(runs: "list[Figures]", name: str) -> str:
    """Format the median of some runs, with the least and the most."""
    values = sorted(float(one[name]) for one in runs)
    whole = f" ({values[0]:.1f}-{values[-1]:.1f})" if len(values) > 1 else ""
    return f"{values[len(values) // 2]:.1f}{whole}"


def _body(rows: str) -> str:
    return f"""
20 s, 1080 x 1920, 30 frames per second: four pictures with camera moves, three crossfades of 0.5 s, 56 words of which the
spoken one is yellow, a voice and a bed (`tests/benchmarks/film.py`, `peers/film_files.py`). Each tool reads the same files and
writes one MP4. The figures are those of its whole tree of processes, from its start to its end: CPU is user and system time;
memory is the largest sum of proportional set sizes, seen twice a second. Median of three rounds (least-most); a tool that
takes over {ONCE_SECONDS} s ran once.

| tool | runs | CPU seconds | wall seconds | CPU / ours | wall / ours | peak MB | file MB | load before |
|---|---|---|---|---|---|---|---|---|
{rows}

{_versions()}

**What is unfair to whom.**
- To this renderer: it alone masters the loudness to -14 LUFS, in its rows.
- To ffmpeg: nothing that we know of. It has the same encoder settings and two encoder threads, and one process for all.
- To Remotion: this machine has no graphics card, so it draws in software. It starts a browser and bundles its project in each
  run, as its command line does; a server would keep both. Its default encodes with more care (the file is larger); the row
  below it has an encoder near ours. It can draw everything that a browser can, which this renderer cannot.
- To MoneyPrinterTurbo: its functions for the user's own pictures, with its defaults, encode each picture as a clip, each clip
  again, and the film once more. On the other side it makes less: one zoom for all pictures, hard cuts, captions in one colour.
- To all others: the film is ours, so it has what this renderer can do.

Remotion is not open source: its licence allows evaluation free of charge. `make bench-peers` fetches it into `.peers`; the
product neither contains nor uses it. The quality of the pictures was not measured.
"""


def _versions() -> str:
    package = json.loads(RACE.with_name("package.json").read_text(encoding="utf-8"))["dependencies"]
    pins = entries(RACE.with_name("requirements.lock").read_text(encoding="utf-8"))
    money = next(entry.split()[0] for name, entry in pins.items() if name == "mpt").partition("==")[2]
    ffmpeg = _first_line(imageio_ffmpeg.get_ffmpeg_exe(), "-version").split()[2]
    node = _first_line(str(node_folder() / "node"), "--version")
    return (
        f"PyAV {version('av')} (ours), ffmpeg {ffmpeg} (the binary of imageio-ffmpeg {version('imageio-ffmpeg')}), "
        f"Remotion {package['remotion']} with Node.js {node} and Chromium of {_chromium()}, MoneyPrinterTurbo {money} "
        f"(`mpt` of PyPI, with those of its dependencies that its video module imports), Python {platform.python_version()}."
    )


def _chromium() -> str:

    manifest = Path(__file__).resolve().parents[1] / "browser" / "chromium.toml"
    browser = tomllib.loads(manifest.read_text(encoding="utf-8"))["npm"][0]
    return f"{browser['name']} {browser['version']}"


def _first_line(*command: str) -> str:
    ended = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 - programs of the project
    return ended.stdout.splitlines()[0]
