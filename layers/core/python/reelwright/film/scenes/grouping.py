"""How the subjects of one picture relate: one of them acts and the others belong to it, or all are things of one list."""

from reelwright.film.scenes.model import PictureBrief
from reelwright.film.scenes.people import is_person
from reelwright.film.text.listing import items_of


def are_equals(brief: PictureBrief) -> bool:
    """Check whether the subjects are things of a list ("eggs, bread and milk"), of which none is more important.

    Several of the same thing ("three eggs") are equals, too.
    """
    if len(brief.subjects) < 2 or any(map(is_person, brief.subjects)):  # noqa: PLR2004 - one thing has no equal
        return False
    if len(set(brief.subjects)) < len(brief.subjects):
        return True
    return bool(items_of(brief.text, brief.language or "en"))
