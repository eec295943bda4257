"""CPU time of the renderer, compared with its encoder and with moviepy; its growth; the cost of a long film on AWS."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from reelwright.figures.sheet import US_EAST_1
from reelwright_media.assets.location import locate
from tests.benchmarks.film import SCRIPT
from tests.benchmarks.spreading import RenderWork, Spread, Starting, spread

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Figures, Page, Run

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(1800)]

COST: Final = Path(__file__).parent / "film_cost.py"
NAIVE: Final = COST.with_name("naive_moviepy.py")
LIKENESS: Final = COST.with_name("likeness.py")
SIZE: Final = (1080, 1920)
FRAMES: Final = 150
"""Of each of the four shots: 20 s in all."""
RUNS: Final = 3
SHORT, LONG = 75, 300
STRETCH: Final = (3.5, 6.0)
"""Seconds of the film that moviepy alone renders: the end of a zoom, a crossfade of 0.5 s, the start of a pan."""
EACH: Final = 31
LONG_FILM_SECONDS: Final = 600
AT_ONCE: Final = (1, 8, 40, 120)


def test_the_film(run: "Run", page: "Page", say: Callable[[str], None], tmp_path: Path) -> None:
    """Ratios of CPU time from one run: a flat film to x264 on its frames and to moviepy alone, a film in planes to x264."""

    def cost(verb: str, frames: int = FRAMES) -> "Figures":
        return run(COST, verb, tmp_path, *SIZE, frames)

    cost("pictures")
    pairs = [(cost("compare-flat"), cost("compare")) for _ in range(RUNS)]
    (flat, above), (deep, deep_above) = _middle([one for one, _ in pairs]), _middle([other for _, other in pairs])
    plain = cost("render-flat")
    ours = cost("render")
    sound = cost("join")
    grown = [cost("render", SHORT), ours, cost("render", LONG)]
    font = locate("fonts/Montserrat-Black.ttf")
    naive, opaque = (run(NAIVE, tmp_path, font, *SIZE, FRAMES, *STRETCH, flag) for flag in (0, 1))
    like = run(LIKENESS, tmp_path, *SIZE, FRAMES, EACH)
    below = _each(plain) / _each(naive)
    body = f"""
20 s, 1080 x 1920, 30 frames per second; four painted pictures of 5 s (push in, pan, pull out, rise), three crossfades of 0.5 s,
{_words()} words in karaoke. From picture files to video files, two encoder threads. The renderer's figure includes reading
pictures, scaling them once per shot, and drawing letters. The **flat** film can be made with moviepy alone as well. The film
**in planes** is as the product makes it, without the closing card: the same pictures, in each a subject nearer than its
scenery and drifting specks, and the first words as the hook in large type.

| {flat["frames"]} frames | CPU seconds | milliseconds per frame |
|---|---|---|
{_side("flat: renderer", flat, "render")}
{_side("flat: floor, the same x264 with the same settings on frames painted beforehand", flat, "encoder")}
| **flat: cpu_vs_encoder** (median of {_ratios(one for one, _ in pairs)}) | **{above:.2f}** | |
{_side("in planes: renderer", deep, "render")}
{_side("in planes: floor", deep, "encoder")}
| **in planes: cpu_vs_encoder** (median of {_ratios(other for _, other in pairs)}) | **{deep_above:.2f}** | |

Renderer and floor are measured alternately, shot by shot. Alone in a new process the renderer of the film in planes takes
{ours["wall_seconds"]:.1f} s of wall-clock time and **{ours["peak_megabytes"]:.0f} MB** at its peak.

Against moviepy alone, from the same picture files: {_each(plain):.1f} ms per frame by the renderer.

| moviepy alone, {STRETCH[1] - STRETCH[0]:.1f} s of the same film with a crossfade, per frame | milliseconds per frame |
|---|---|
| as in its examples (`resized` by a function, `TextClip`, `CompositeVideoClip`, `write_videofile`) | {_each(naive):.0f} |
| the same with an opaque background on every composition | {_each(opaque):.0f} |
| **cpu_vs_naive**: renderer, flat / the first | **{below:.3f}** |
| renderer, flat / the second | {_each(plain) / _each(opaque):.3f} |

moviepy encodes with its default, x264's preset `medium`; the renderer with its own settings
(`reelwright_media/canvas/encoder.py`). Of this part of the film a fifth is crossfade, of the whole film a thirteenth.

**Likeness** of the flat film to moviepy's frames (SSIM of luma before encoding, without captions,
{like["frames"]} frames of it): mean {like["mean"]:.4f}, least {like["least"]:.4f}. moviepy places and sizes pictures by
whole pixels, the renderer by fractions of a pixel, which explains the difference.

| length, one run each | CPU seconds | milliseconds per frame | peak memory, MB |
|---|---|---|---|
{_rows(grown)}

### Ten minutes

{LONG_FILM_SECONDS} s of such scenes of 5 s, calculated (`tests/benchmarks/spreading.py`) from the figures above:
{_each(ours) * FRAMES / 1000:.1f} CPU seconds per scene, {_cores(ours):.1f} cores in use, {_joining(sound):.0f} CPU seconds to
mix and join. Functions of 3,008 MB (1.7 vCPU, taken to be as fast as the cores measured here); the join on Fargate (2 vCPU,
4 GB). Starts are assumed, not measured: {_starts()}.
Prices of {US_EAST_1.region}, {US_EAST_1.as_of}.

| concurrent scenes | minutes of wall-clock time | USD | part of scenes | of joining | of transitions and S3 |
|---|---|---|---|---|---|
{_spreads(ours, sound)}

The whole film in one process takes {_each(ours) * LONG_FILM_SECONDS * 30 / 60_000:.0f} CPU minutes;
its peak memory is that of one scene.
{AT_ONCE[1]} concurrent scenes is the setting (`pipeline.steps.SCENE_CONCURRENCY`); more need a higher limit of the AWS account.
"""
    page.write("render", "Rendering", body)
    say(f"planes: cpu_vs_encoder {deep_above:.2f}")
    say(f"render: cpu_vs_encoder {above:.2f} cpu_vs_naive {below:.2f}")


def _each(figures: "Figures") -> float:
    """Return CPU milliseconds a frame."""
    return float(1000 * figures["cpu_seconds"] / figures["frames"])


def _middle(compared: "list[Figures]") -> "tuple[Figures, float]":
    """Return the run whose ratio is the median one, and that ratio."""
    middle = sorted(compared, key=lambda one: float(one["ratio"]))[len(compared) // 2]
    return middle, float(middle["ratio"])


def _ratios(compared: "Iterable[Figures]") -> str:
    return ", ".join(f"{one['ratio']:.2f}" for one in compared)


def _side(name: str, compared: "Figures", side: str) -> str:
    """Return the row of one side of a comparison: CPU seconds, and milliseconds a frame."""
    return f"| {name} | {compared[side]:.1f} | {1000 * compared[side] / compared['frames']:.1f} |"


def _cores(figures: "Figures") -> float:
    return max(1.0, float(figures["cpu_seconds"] / figures["wall_seconds"]))


def _rows(grown: "list[Figures]") -> str:
    return "\n".join(
        f"| {one['frames'] / 30:.0f} s | {one['cpu_seconds']:.1f} | {_each(one):.1f} | {one['peak_megabytes']:.0f} |"
        for one in grown
    )


def _joining(sound: "Figures") -> float:
    """Return the CPU seconds to mix and join the long film: linear in its length."""
    return float(sound["cpu_seconds"] * LONG_FILM_SECONDS * 30 / sound["frames"])


def _starts() -> str:
    starts = Starting()
    return (
        f"{starts.cold_seconds:g} s for a cold function, {starts.warm_seconds:g} s around every scene, "
        f"{starts.task_seconds:g} s for the task"
    )


def _spreads(ours: "Figures", sound: "Figures") -> str:
    work = RenderWork(
        film_seconds=LONG_FILM_SECONDS,
        scenes=LONG_FILM_SECONDS * 30 // FRAMES,
        scene_cpu_seconds=_each(ours) * FRAMES / 1000,
        cores_used=_cores(ours),
        join_cpu_seconds=_joining(sound),
        film_megabytes=sound["megabytes"] * LONG_FILM_SECONDS * 30 / sound["frames"],
    )
    return "\n".join(_spread_row(spread(work, at_once)) for at_once in AT_ONCE)


def _spread_row(found: Spread) -> str:
    parts = (found.usd, found.scenes_usd, found.join_usd, found.other_usd)
    return f"| {found.at_once} | {found.clock_seconds / 60:.1f} | " + " | ".join(f"{usd:.4f}" for usd in parts) + " |"


def _words() -> int:
    return sum(len(sentence.split()) for sentence in SCRIPT)
