"""How the subjects of one picture relate: one of them acts and the others belong to it, or all are things of one list."""

from reelwright.film.scenes.model import PictureBrief
from reelwright.film.scenes.people import is_person
from reelwright.film.text.listing import items_of


def are_equals(brief: PictureBrief) -> bool:
    """Check whether the subjects are things of a list ("eggs, bread and milk"), of which none is more important."""
    if len(brief.subjects) < 2 or any(map(is_person, brief.subjects)):  # noqa: PLR2004 - one thing has no equal
        return False
    return bool(items_of(brief.text, brief.language or "en"))
