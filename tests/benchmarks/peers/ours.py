"""The measured film by the product's own renderer: `python -m tests.benchmarks.peers.ours FOLDER OUT flat|planes`.

From picture files and sounds to the finished film: shots, mix, loudness, AAC, join.
"""

import sys
from pathlib import Path

from tests.benchmarks.film_cost import render
from tests.benchmarks.peers.film_files import film
from tests.composed import compose_whole


def main(folder: Path, out: Path, *, deep: bool) -> None:
    """Write the film to `out`."""
    timeline = film()
    render(folder, timeline, deep=deep)
    compose_whole(
        timeline,
        segments=[folder / f"{shot.index}.mp4" for shot in timeline.shots],
        voices=[folder / f"voice-{shot.index}.wav" for shot in timeline.shots],
        music=folder / "bed.wav",
        out=out,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), deep=sys.argv[3] == "planes")
