"""Selects a font for each letter: a display face for Latin, a Noto face for every other installed script."""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from reelwright.film.text.characters import CJK_SCRIPTS, composed, is_never_drawn, stays_with_letter
from reelwright.film.text.faces import FaceName
from reelwright.film.text.lettering import is_mark, unmarked
from reelwright_media.assets import locate, root, script_fonts
from reelwright_media.typography.fontfile import FontFile, read_font

_FALLBACK: Final = ("fonts/Montserrat-Black.ttf", 900)
"""Has Cyrillic, Vietnamese and more accents than the faces of large type."""

_DISPLAY: Final[dict[FaceName, tuple[tuple[str, int], ...]]] = {
    "caption": (_FALLBACK,),
    "anton": (("fonts/Anton-Regular.ttf", 400), _FALLBACK),
    "archivo": (("fonts/ArchivoBlack-Regular.ttf", 400), _FALLBACK),
    "bangers": (("fonts/Bangers-Regular.ttf", 400), _FALLBACK),
    "bebas": (("fonts/BebasNeue-Regular.ttf", 400), _FALLBACK),
    "brush": (("fonts/CaveatBrush-Regular.ttf", 400), _FALLBACK),
    "courier": (("fonts/CourierPrime-Bold.ttf", 700), _FALLBACK),
    "playfair": (("fonts/PlayfairDisplay-Black.ttf", 900), _FALLBACK),
    "poppins": (("fonts/Poppins-SemiBold.ttf", 600), _FALLBACK),
    "slab": (("fonts/AlfaSlabOne-Regular.ttf", 400), _FALLBACK),
    "titan": (("fonts/TitanOne-Regular.ttf", 400), _FALLBACK),
}
"""Asset and weight of the Latin faces, in order of preference."""

_CJK_BOLD_SHARE: Final = 0.055
"""The packaged CJK faces have regular weight only; a stroke of this share of the type size emboldens them."""
_EXTRA_FONTS: Final = "fonts/extra"
"""Folder in the assets for a user's own .ttf and .otf files, tried last. It adds further scripts."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font at a weight (100-900); `bold_share` is an extra stroke, as a share of the type size."""

    font: FontFile
    weight: int
    bold_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive letters drawn with one face."""

    text: str
    face: Face


def faces_for(text: str, face: FaceName, script: str, own: Path | None = None) -> tuple[Face, ...]:
    """Select the faces for a text of this main script, in order of preference.

    If one face has all letters, it is used alone: mixed faces look uneven, and resvg uses such a face for the whole line
    anyway as soon as a letter is missing in another. `own`, a brand's font, comes before them if `lacking` finds nothing.
    Raises MissingAssetError if the fonts were not fetched.
    """
    written = _written(text)
    if own is not None and not lacking(text, own, script):
        return (_own(own), _first("caption", "latin"))  # the second for a hyphen that the font lacks
    first = _first(face, script)
    if all(first.font.has(letter) for letter in written):
        return (first,)
    faces = _stack(face, script)
    letters = {letter for letter in written if any(one.font.has(letter) for one in faces)}
    whole = next((one for one in faces if all(one.font.has(letter) for letter in letters)), None)
    return (whole,) if whole else faces


def lacking(text: str, own: Path, script: str) -> str:
    """List the letters of a text that a brand's font lacks and a built-in face has; none has emoji."""
    missing = {letter for letter in _written(text) if not _own(own).font.has(letter)}
    return "".join(
        sorted(letter for letter in missing if any(one.font.has(letter) for one in _stack("caption", script)))
    )


def _written(text: str) -> set[str]:
    return {letter for letter in composed(text) if not is_never_drawn(letter)}


@lru_cache(maxsize=8)
def _own(path: Path) -> Face:
    return Face(read_font(path), 400)


@cache
def _first(face: FaceName, script: str) -> Face:
    """Load the first choice for a script only; the other fonts, tens of megabytes, are often not needed."""
    if script in script_fonts():
        return _noto(script)
    asset, weight = _DISPLAY[face][0]
    return Face(read_font(locate(asset)), weight)


def _noto(script: str) -> Face:
    font = read_font(script_fonts()[script])
    return Face(font, 400, _CJK_BOLD_SHARE) if script in CJK_SCRIPTS else Face(font, 900)


@cache
def _stack(face: FaceName, script: str) -> tuple[Face, ...]:
    latin = [Face(read_font(locate(asset)), weight) for asset, weight in _DISPLAY[face]]
    others = sorted(script_fonts(), key=lambda name: name != script)
    noto = [_noto(name) for name in others]
    extra = [Face(read_font(path), 900) for path in sorted((root() / _EXTRA_FONTS).glob("*.[to]tf"))]
    own_first = noto[:1] if script in script_fonts() else []
    return (*own_first, *latin, *noto[len(own_first) :], *extra)


def runs(text: str, faces: tuple[Face, ...]) -> list[Run]:
    """Split the text into runs of one face each. Letters without a face are left out, so no tofu box is drawn.

    A letter with a diacritic (ΐ, ḗ) that no face has is drawn without the diacritic.
    """
    found: list[Run] = []
    for letter in _with_letters_of(composed(text), faces):
        face = _face_for(letter, found[-1].face if found else None, faces)
        if face is None:
            continue
        if found and found[-1].face is face:
            found[-1] = Run(found[-1].text + letter, face)
        else:
            found.append(Run(letter, face))
    return found


def _with_letters_of(text: str, faces: tuple[Face, ...]) -> str:
    """Replace each letter that no face has by its base letter, without diacritics."""
    if all(faces[0].font.has(letter) for letter in text):
        return text
    return "".join(letter if any(face.font.has(letter) for face in faces) else unmarked(letter) for letter in text)


def _face_for(letter: str, before: Face | None, faces: tuple[Face, ...]) -> Face | None:
    if stays_with_letter(letter) and before is not None and before.font.has(letter):
        return before
    if is_mark(letter) or is_never_drawn(letter):
        return None  # a combining mark from another font would be placed beside its letter
    return next((face for face in faces if face.font.has(letter)), None)
