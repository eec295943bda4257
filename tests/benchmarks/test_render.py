"""What the renderer costs above its encoder, and below moviepy alone."""

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from reelwright_media.assets.location import locate

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Page, Run

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(1800)]

HERE: Final = Path(__file__).parent
FULL: Final = (1080, 1920, 120)
SMALL: Final = (540, 960, 45)
RUNS: Final = 3


def test_two_shots(run: "Run", page: "Page", say: Callable[[str], None], tmp_path: Path) -> None:
    """Ratios of CPU time, each from one run: to x264 on painted frames, and to the naive way at a quarter of the size."""
    full = [run(HERE / "two_shots.py", tmp_path, *FULL) for _ in range(RUNS)]
    middle = sorted(full, key=lambda one: one["render"] / one["encoder"])[RUNS // 2]
    above = statistics.median(one["render"] / one["encoder"] for one in full)
    small = run(HERE / "two_shots.py", tmp_path, *SMALL)
    font = locate("fonts/Montserrat-ExtraBold.ttf")
    naive = run(HERE / "naive_moviepy.py", tmp_path, font, *SMALL)
    ours, theirs = (1000 * one[name] / one["frames"] for one, name in ((small, "render"), (naive, "naive")))
    frames = middle["frames"]
    body = f"""
Two shots with moving pictures, karaoke captions and a crossfade, from picture files to video files, two encoder threads.

| {FULL[0]} x {FULL[1]}, {frames:.0f} frames | CPU seconds | milliseconds a frame |
|---|---|---|
| renderer | {middle["render"]:.1f} | {1000 * middle["render"] / frames:.0f} |
| floor: the same x264 on frames painted beforehand | {middle["encoder"]:.1f} | {1000 * middle["encoder"] / frames:.0f} |
| **cpu_vs_encoder** (median of three) | **{above:.2f}** | |

| {SMALL[0]} x {SMALL[1]}, {small["frames"]:.0f} frames, one run | milliseconds a frame |
|---|---|
| renderer | {ours:.0f} |
| moviepy alone (`resized`, `TextClip`, `write_videofile`), {naive["frames"]:.0f} frames, its ffmpeg included | {theirs:.0f} |
| **cpu_vs_naive** | **{ours / theirs:.2f}** |

Reading pictures, scaling them once a shot and drawing letters are in the renderer's figure. moviepy alone draws one plain word
at a time and encodes with x264's `medium`, its default; the renderer with its own settings (`rendering/encoder.py`).
"""
    page.write("render", "Rendering", body)
    say(f"render: cpu_vs_encoder {above:.2f} cpu_vs_naive {ours / theirs:.2f}")
