"""Reduces words to the letters that a font has."""

from reelwright.film.text.characters import composed
from reelwright.film.text.lettering import in_type, is_seen
from reelwright_media.typography.faces import Face, runs


def drawable(word: str, faces: tuple[Face, ...]) -> str:
    """Keep the part of a word that the faces can draw, in NFC; empty if nothing visible remains."""
    shown = in_type(word)
    while True:
        kept = composed("".join(run.text for run in runs(shown, faces))).strip()
        if kept == shown:
            return shown if is_seen(shown) else ""
        shown = kept  # without a dropped mark, its neighbours may compose to a letter that no face has
