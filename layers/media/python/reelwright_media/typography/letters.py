"""Which letters of a word are drawn: those that a font has."""

from reelwright.film.text.characters import composed
from reelwright.film.text.lettering import in_type, is_seen
from reelwright_media.typography.faces import Face, runs


def drawable(word: str, faces: tuple[Face, ...]) -> str:
    """Return the part of a word that the faces can draw, composed (NFC); empty where nothing of it can be seen."""
    shown = in_type(word)
    while True:
        kept = composed("".join(run.text for run in runs(shown, faces))).strip()
        if kept == shown:
            return shown if is_seen(shown) else ""
        shown = kept  # what a left-out mark parted may now compose to a letter that no face has
