"""Still pictures of every scene: `python -m tests.films [NAME ...] [--scripts FOLDER] [--into FOLDER] [--small FILE]`.

Plans each script and paints its scenes as a job does, without voice and film. Writes one sheet for each script, with
the spoken sentence below each picture, so that a person can judge whether picture and sentence belong together.
`--small` also writes all pictures on one small page. `--frames` shows two frames of each scene as they are rendered,
with captions, motion and everything that lies over the picture.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Final

import cv2

from tests.contact_sheet.scripts import sheet_scripts
from tests.contact_sheet.sheet import jpeg
from tests.films.rendered import Rendered
from tests.films.sheet import Still, large_page, small_page
from tests.films.stills import Stills

JUDGED: Final = Path(__file__).with_name("judged")
HELD_OUT: Final = ("health", "news", "sport", "travel")
"""Scripts whose pictures were looked at only before and after the work, so that nothing was tuned on them."""


def main() -> int:
    """Write the sheets; return the exit code."""
    words = argparse.ArgumentParser(prog="python -m tests.films", description=__doc__)
    words.add_argument("names", nargs="*", help="scripts; all but the held-out ones without any, `all` for all")
    words.add_argument("--scripts", type=Path, default=JUDGED, help="folder of the scripts")
    words.add_argument("--into", type=Path, default=Path("build/films"), help="folder of the sheets")
    words.add_argument("--small", type=Path, help="the page of all pictures")
    words.add_argument("--frames", action="store_true", help="frames as rendered instead of pictures")
    asked = words.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    stills: Rendered | Stills = Rendered() if asked.frames else Stills()
    painted: dict[str, list[Still]] = {}
    for script in sheet_scripts(_named(asked.names), asked.scripts):
        if not asked.names and script.name in HELD_OUT:
            continue
        began = time.process_time()
        painted[script.name] = list(stills.of(script))
        seconds = (time.process_time() - began) / len(painted[script.name])
        cv2.imwrite(str(asked.into / f"{script.name}.png"), large_page(painted[script.name]))
        sys.stdout.write(f"{script.name}: {len(painted[script.name])} scenes, {seconds:.2f} s CPU a scene\n")
        sys.stdout.flush()
    if asked.small:
        asked.small.write_bytes(jpeg(small_page(painted)))
    return 0


def _named(names: list[str]) -> tuple[str, ...]:
    return () if names == ["all"] else tuple(names)


if __name__ == "__main__":
    sys.exit(main())
