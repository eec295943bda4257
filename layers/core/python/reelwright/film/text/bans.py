"""What the request's words forbid in pictures: "no people", "without cars", "ohne Menschen"."""

import re
from typing import Final

from reelwright.film.text.languages import primary_language

_FORBIDDING: Final[dict[str, str]] = {
    "en": r"(?:please )?(?:never|don't|do not) show(?: any)?|without(?: any)?|avoid(?: any)?|no",
    "de": r"(?:zeige|zeig) (?:bitte )?(?:nie|keine?n?)|ohne|keinen?|keinerlei",
    "es": r"(?:no|nunca) (?:muestres|mostrar|enseñes)|sin|ningún|ninguna",
    "fr": r"(?:ne montre|ne montrez) (?:pas|jamais) de|sans|pas de|aucune?",
    "it": r"non mostrare|senza|nessuna?",
    "pt": r"não (?:mostre|mostrar)|sem|nenhuma?",
    "nl": r"(?:toon|laat) geen|zonder|geen",
}
_BETWEEN: Final = (
    r"\s*(?:,|\bor\b|\band\b|\bnor\b|\bni\b|\boder\b|\bund\b|\bo\b|\by\b|\bou\b|\bet\b|\be\b|\bof\b|\ben\b)\s*"
)
_END: Final = re.compile(
    r"[.;:!?()\n]|\b(?:but|because|please|in the|aber|sondern|pero|mais|ma|mas|maar)\b", re.IGNORECASE
)
_NO_THINGS: Final = frozenset(
    (
        *("one", "idea", "matter", "longer", "more", "doubt", "problem", "way", "need"),
        *("time", "wonder", "less", "reason", "money", "limits", "experience"),
    )
)
"""First words after a ban that forbid no thing: "no matter", "without doubt"."""
_LONGEST: Final = 3
"""Words of a thing; more are a clause."""
_MOST: Final = 8


def bans_in(request: str, language: str) -> tuple[str, ...]:
    """List the things that a request forbids, in its own words, each once. English bans count in every language."""
    found: list[str] = []
    for tongue in dict.fromkeys((primary_language(language), "en")):
        pattern = _FORBIDDING.get(tongue)
        if pattern is not None:
            starts = re.finditer(rf"(?<!\w)(?:{pattern})(?=\s)", request, re.IGNORECASE)
            found += [thing for one in starts for thing in _things(request[one.end() :], pattern)]
    return tuple(dict.fromkeys(found))[:_MOST]


def _things(rest: str, pattern: str) -> list[str]:
    """List the things named up to the end of the clause; a list ends with its first part that is too long."""
    things: list[str] = []
    for part in re.split(_BETWEEN, _END.split(rest, maxsplit=1)[0], flags=re.IGNORECASE):
        words = re.sub(rf"^(?:{pattern})\s", "", part.strip(), flags=re.IGNORECASE).split()
        if not words or words[0].casefold() in _NO_THINGS or len(words) > _LONGEST:
            break
        things.append(" ".join(words))
    return things
