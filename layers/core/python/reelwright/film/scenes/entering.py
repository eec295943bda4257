"""When the further subjects of a scene appear: each with the word that names it."""

from collections.abc import Iterator

from reelwright.film.scenes.matching import Match
from reelwright.film.scenes.model import Entrance
from reelwright.film.text.characters import is_spaceless


def entrances_of(text: str, subjects: tuple[str, ...], matches: tuple[Match, ...]) -> tuple[Entrance, ...]:
    """Find the words of the second and third subject; a subject without one, or like the first, is there from the start."""
    named = {match.concept.looks[0][0]: match.word for match in matches if match.word and not match.concept.is_place}
    found = []
    for place, subject in enumerate(subjects):
        word = named.get(subject)
        start = None if not place or word is None or subject == subjects[0] else next(_places_of(word, text), None)
        if word is not None and start is not None:
            found.append(Entrance(subject=place, start=start, end=start + len(word)))
    return tuple(found)


def _places_of(word: str, text: str) -> Iterator[int]:
    """List where a case-folded word begins in a text; not as a part of another word, unless the script has no spaces."""
    folded, start = text.lower(), -1
    while (start := folded.find(word, start + 1)) >= 0:
        around = folded[:start][-1:], folded[start + len(word) :][:1]
        if is_spaceless(folded[start]) or not any(map(str.isalpha, around)):
            yield start
