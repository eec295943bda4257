"""The measured film as one filter graph of ffmpeg, as a person would write it: zoompan, xfade, ass, amix."""

from pathlib import Path
from typing import Final

from reelwright_media.canvas.encoder import HOUSE_OPTIONS
from reelwright_media.canvas.motion import PATHS, View
from tests.benchmarks.film import FPS, THREADS, picture
from tests.benchmarks.peers.film_files import SIZE, film, shown

CURED: Final = 4
"""How many times larger the picture is for zoompan so that its whole-pixel steps are not seen."""


def command(ffmpeg: str, folder: Path, out: Path, *, larger: int) -> list[str]:
    """Return the command line. `larger` scales the pictures before the camera moves: 1 leaves them, 4 cures the jitter."""
    timeline = film()
    inputs = [part for shot in timeline.shots for part in ("-i", str(folder / picture(shot.index)))]
    sounds = ["-i", str(folder / "voice.wav"), "-i", str(folder / "bed.wav")]
    count = len(timeline.shots)
    graph = [
        *(_moving(shot.index, length, PATHS[shot.motion], larger) for shot, length in shown(timeline)),
        *_faded(),
        f"[faded]ass={folder / 'captions.ass'}:fontsdir={folder},format=yuv420p[film]",
        f"[{count}][{count + 1}]amix=inputs=2:normalize=0[sound]",
    ]
    encoder = [part for name, value in HOUSE_OPTIONS.items() for part in (_option(name), value)]
    return [
        *(ffmpeg, "-y", "-hide_banner", "-loglevel", "warning", *inputs, *sounds),
        *("-filter_complex", ";".join(graph), "-map", "[film]", "-map", "[sound]"),
        *("-c:v", "libx264", *encoder, "-threads", str(THREADS), "-r", str(FPS)),
        *("-c:a", "aac", "-ar", "48000", "-ac", "2", "-b:a", "192k", "-movflags", "+faststart", str(out)),
    ]


def _option(name: str) -> str:
    return f"-{name}:v" if name == "profile" else f"-{name}"


def _moving(index: int, frames: int, path: tuple[View, View], larger: int) -> str:
    """Return the chain of one picture: the same path and easing as the renderer's."""
    share = f"(on/{frames})"
    way = f"(0.5*{share}+0.5*{share}*{share}*(3-2*{share}))"
    zoom, x, y = (f"({a}+({b - a:.6f})*{way})" for a, b in zip(*path, strict=True))
    size = f"{SIZE[0]}x{SIZE[1]}"
    scaled = f"scale={SIZE[0] * larger}:{SIZE[1] * larger}:flags=bicubic,"
    camera = f"zoompan=z='{zoom}':x='iw*{x}-iw/zoom/2':y='ih*{y}-ih/zoom/2':d={frames}:s={size}:fps={FPS}"
    return f"[{index}]{scaled}{camera},setsar=1,format=yuv420p[v{index}]"


def _faded() -> list[str]:
    chains, before = [], "v0"
    shots = film().shots
    for shot in shots[1:]:
        after = "faded" if shot is shots[-1] else f"x{shot.index}"
        seconds, start = shot.transition.frames / FPS, shot.start_frame / FPS
        chains.append(f"[{before}][v{shot.index}]xfade=transition=fade:duration={seconds:g}:offset={start:g}[{after}]")
        before = after
    return chains
