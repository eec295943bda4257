"""The contact sheet: `python -m tests.contact_sheet [NAME ...] [--films DIR] [--into FILE]`.

Runs the real steps for every script (or the named ones) in this process and lays four frames of each film on one page: the
first frame, and three later ones. Only these frames are painted. `--films` makes whole films with their real voices, and
keeps them: a minute each.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Final

from tests.contact_sheet.frames import spread_over
from tests.contact_sheet.scripts import sheet_scripts
from tests.contact_sheet.sheet import FRAMES, Image, frames_of, jpeg, page
from tests.contact_sheet.studio import Studio

_SHEET: Final = Path(__file__).resolve().parents[2] / "docs" / "contact-sheet.jpg"


def main() -> int:
    """Make the sheet; return the exit code."""
    words = argparse.ArgumentParser(prog="python -m tests.contact_sheet", description=__doc__)
    words.add_argument("names", nargs="*", help="scripts; all without any")
    words.add_argument("--films", type=Path, help="a folder to keep the films in")
    words.add_argument("--into", type=Path, default=_SHEET, help="the page")
    words.add_argument("--threads", type=int, default=2)
    asked = words.parse_args()
    studio = Studio(threads=asked.threads)
    films: dict[str, list[Image]] = {}
    if asked.films is not None:
        asked.films.mkdir(parents=True, exist_ok=True)
    for script in sheet_scripts(tuple(asked.names)):
        began = time.monotonic()
        if asked.films is None:
            films[script.name] = studio.frames(script, spread_over(FRAMES))
        else:
            path = asked.films / f"{script.name}.mp4"
            path.write_bytes(studio.film(script))
            films[script.name] = frames_of(path, FRAMES)
        sys.stdout.write(f"{script.name}: {time.monotonic() - began:.1f} s\n")
        sys.stdout.flush()
    asked.into.write_bytes(jpeg(page(films)))
    sys.stdout.write(f"{asked.into}: {asked.into.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
