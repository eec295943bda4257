"""Draw many titles and headlines in every shape, and count what goes wrong: `python -m tests.typography_draws N SEED`.

Each draw takes a text of `tests.texts`, a language, a picture's shape and size (shorter side 120 to 270 pixels, once in a
hundred 720), and sets it as a thumbnail's title or a picture's headline with the real fonts: laid out, inked, coloured and
placed on the picture. One draw in a hundred paints the whole thumbnail or picture, scenery included, to a JPEG.

An *error* is any exception but ContentError, which refuses a text. *Broken* is type that is wrong: a word broken though it
fits alone on a line, ink that touches the edge of its tile or leaves the picture, a line that begins with a closing mark, a
pixel of a word that is not there, or words lost.
"""

# ruff: noqa: RUF001, T201 - marks of many scripts look alike; a script prints

import sys
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from random import Random
from typing import Final, NamedTuple

import numpy as np

from reelwright.errors import ContentError
from reelwright.film.scenes.model import PictureBrief
from reelwright.film.text.characters import SPACELESS, main_script
from reelwright.film.text.lettering import capitals
from reelwright_media.painting import DesignedThumbnails, PaintedPictures
from reelwright_media.painting.composition import LAYOUTS, THUMBNAIL_LAYOUTS, shape_of
from reelwright_media.painting.palette import palette
from reelwright_media.painting.type_on_picture import headline_tile, placed, title_tile
from reelwright_media.typography import Tile
from reelwright_media.typography.faces import faces_for
from reelwright_media.typography.letters import drawable
from reelwright_media.typography.measuring import advances
from tests.texts import text_of

SHAPES: Final = ((9, 16), (1, 1), (16, 9), (3, 4), (4, 3), (21, 9))
LANGUAGES: Final = tuple("en es fr de pt vi tr pl cs ro el ru uk he ar fa ur hi th zh ja ko und".split())  # noqa: SIM905 - data
TONES: Final = palette(("#112233", "#223344", "#0a0a12", "#ff8fb0"))
SMALLEST_SHARE: Final = 0.07
"""Of the picture's shorter side: type that a word may not be broken to exceed."""
_MARGIN_SHARE: Final = 0.08
"""A word that fits this closely, or not, is left to the layout: measures of parts and wholes differ a little."""
_CLOSING: Final = frozenset("!?.,;:%)]}»”’…。、！？，：；」』）】؟،۔।॥")
_CHUNK: Final = 50


class Draw(NamedTuple):
    """What to draw: a title or a headline on a picture of this size, beside subjects or alone."""

    text: str
    language: str
    kind: str
    size: tuple[int, int]
    is_shared: bool


def draws(count: int, seed: int) -> Iterator[Draw]:
    """Yield so many draws; a seed always gives the same ones."""
    random = Random(seed)  # noqa: S311 - repeatable draws, no secret
    for number in range(count):
        across, down = random.choice(SHAPES)
        short = 720 if number % 100 == 99 else random.randint(120, 270)
        scale = short / min(across, down)
        size = (round(across * scale) // 2 * 2, round(down * scale) // 2 * 2)
        kind = random.choice(("title", "headline"))
        yield Draw(text_of(random), random.choice(LANGUAGES), kind, size, random.random() < 0.5)


def tile_of(draw: Draw) -> Tile:
    """Return the type of a draw."""
    layouts, make = (THUMBNAIL_LAYOUTS, title_tile) if draw.kind == "title" else (LAYOUTS, headline_tile)
    layout = layouts[shape_of(*draw.size), draw.is_shared]
    return make(draw.text, layout, TONES, size=draw.size, language=draw.language)


def faults_of(draw: Draw, tile: Tile) -> list[str]:
    """Return what is wrong with drawn type, each in a sentence."""
    layouts = THUMBNAIL_LAYOUTS if draw.kind == "title" else LAYOUTS
    layout = layouts[shape_of(*draw.size), draw.is_shared]
    width, height = draw.size
    found = []
    cutout = placed(tile, layout, draw.size)
    if cutout.left + tile.width > width or cutout.top + tile.height > height:
        found.append(f"the tile of {tile.width} x {tile.height} leaves the picture of {width} x {height}")
    if tile.height > layout.text_tall * height + 1 or tile.width > layout.text_wide * width + 1:
        found.append("the tile is larger than the layout's room")
    words = capitals(draw.text, draw.language).split()
    if tile.ink is not None:
        letters = tile.ink.letters
        edges = (letters[0], letters[-1], letters[:, 0], letters[:, -1])
        if max(int(edge.max()) for edge in edges) > 48:  # the faint rims of letters do not count
            found.append("letters touch the edge of the tile")
        if int(tile.ink.words.max()) >= len(words):
            found.append("a pixel belongs to no word")
    return found + _of_lines(draw, tile, words, layout.text_wide)


def _of_lines(draw: Draw, tile: Tile, words: list[str], text_wide: float) -> list[str]:
    text = "".join(words)
    faces = faces_for(text, "anton", main_script(text, draw.language))
    shown = [kept for kept in (drawable(word, faces) for word in words) if kept]
    found = []
    lines = "".join(tile.lines)
    lost = {letter for letter in "".join(shown) if letter.isalnum()} - set(lines)
    if lost:
        found.append(f"letters are lost: {sorted(lost)}")
    tokens = {token for line in tile.lines for token in line.split()}
    smallest = SMALLEST_SHARE * min(draw.size)
    readable = text_wide * draw.size[0] / smallest
    for word in shown:
        if word in tokens or SPACELESS.search(word) or any(word in token for token in tokens):
            continue
        (wide,) = advances([word], faces)
        if wide and wide < readable * (1 - _MARGIN_SHARE) - 0.5:
            found.append(f"{word!r} is broken and would fit: {wide:.1f} of {readable:.1f}")
    first = {word[0] for word in shown if any(letter.isalnum() for letter in word)}
    closing = _CLOSING - first
    return found + [f"a line begins with {line[0]!r}" for line in tile.lines[1:] if line[0] in closing]


def _paint(draw: Draw) -> None:
    subjects = ("noto:whale",) if draw.is_shared else ()
    brief = PictureBrief(
        text="A whale.",
        scenery="abyss",
        subjects=subjects,
        headline=draw.text if draw.kind == "headline" else None,
        mood="awe",
        seed=7,
        language=draw.language,
    )
    width, height = draw.size
    if draw.kind == "headline":
        PaintedPictures().paint_diorama(brief, width=width, height=height)
    else:
        DesignedThumbnails().thumbnail(brief, draw.text, width=width, height=height)


def judged(draw: Draw, *, whole: bool = False) -> tuple[str | None, list[str]]:
    """Return the exception of a draw as text, None where there is none, and what is wrong with the type."""
    try:
        tile = tile_of(draw)
        if whole:
            _paint(draw)
    except ContentError:
        return None, []
    except Exception:  # noqa: BLE001 - any is an error of ours, and counted
        return traceback.format_exc(limit=-2), []
    return None, faults_of(draw, tile)


def _chunk(several: list[tuple[int, Draw]]) -> list[tuple[Draw, str | None, list[str]]]:
    return [(draw, *judged(draw, whole=number % 100 == 0)) for number, draw in several]


def main(count: int, seed: int) -> int:
    """Draw, print each failure and the counts; return the number of failures."""
    numbered = list(enumerate(draws(count, seed)))
    chunks = [numbered[first : first + _CHUNK] for first in range(0, count, _CHUNK)]
    errors = broken = done = 0
    with ProcessPoolExecutor(max_workers=2) as pool:
        for results in pool.map(_chunk, chunks):
            for draw, error, faults in results:
                errors += error is not None
                broken += bool(faults)
                if error or faults:
                    print(draw, error or faults, flush=True)
            done += len(results)
            if done % 1000 == 0:
                print(f"{done} of {count}", file=sys.stderr, flush=True)
    print(f"draws {count} errors {errors} broken {broken}")
    return errors + broken


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    sys.exit(min(1, main(*(int(argument) for argument in sys.argv[1:3]))))
