"""The moving picture of the README: `python -m tests.contact_sheet.preview [NAME ...] [--into FILE]`.

Lays the beginnings of a few films side by side, small and without sound, in one animated WebP.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image as Pillow

from tests.contact_sheet.frames import opening_seconds
from tests.contact_sheet.scripts import sheet_scripts
from tests.contact_sheet.sheet import Image
from tests.contact_sheet.studio import Studio

_INTO: Final = Path(__file__).resolve().parents[2] / "docs" / "preview.webp"
_NAMES: Final = ("product", "comedy", "poem", "sport")
_SIZE: Final = (198, 352)
_SECONDS: Final = 3.2
_FPS: Final = 10
_GAP: Final = 8
_PAPER: Final = (24, 20, 18)
"""BGR."""
_QUALITY: Final = 55


def main() -> int:
    """Write the preview; return the exit code."""
    words = argparse.ArgumentParser(prog="python -m tests.contact_sheet.preview", description=__doc__)
    words.add_argument("names", nargs="*", default=_NAMES, help="scripts of the contact sheet")
    words.add_argument("--into", type=Path, default=_INTO)
    asked = words.parse_args()
    studio = Studio(threads=1)
    films = [studio.frames(script, opening_seconds(_SECONDS, _FPS)) for script in sheet_scripts(tuple(asked.names))]
    pages = [Pillow.fromarray(_side_by_side(frames)) for frames in zip(*films, strict=True)]
    pages[0].save(
        asked.into,
        "WEBP",
        save_all=True,
        append_images=pages[1:],
        duration=1000 // _FPS,
        loop=0,
        quality=_QUALITY,
        method=6,
    )
    sys.stdout.write(f"{asked.into}: {asked.into.stat().st_size} bytes, {len(pages)} frames\n")
    return 0


def _side_by_side(frames: tuple[Image, ...]) -> Image:
    """Lay frames (BGR) in a row, as RGB."""
    width, height = _SIZE
    row = np.full((height, len(frames) * (width + _GAP) - _GAP, 3), _PAPER, np.uint8)
    for place, frame in enumerate(frames):
        left = place * (width + _GAP)
        row[:, left : left + width] = cv2.resize(frame, _SIZE, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(row[..., ::-1])


if __name__ == "__main__":
    sys.exit(main())
