"""When a map is the picture of a sentence: only where nothing in the sentence can be shown itself."""

from reelwright.film.scenes.information.model import Information
from reelwright.film.scenes.matching import Match


def unless_things_say_more(information: Information | None, matches: tuple[Match, ...]) -> Information | None:
    """Leave out the map of a single place where the sentence names a thing by its own name; a route stays."""
    lone = information is not None and information.kind == "map" and len(information.places) == 1
    things = any(match.is_exact and match.concept.is_concrete and not match.concept.is_place for match in matches)
    return None if lone and things else information
