"""Finds a genre that a prompt names ("a funny video about my cat") and its topic. A genre is never guessed from a topic.

Only genres of fiction and mood have templates: text that informs needs knowledge, which templates do not have.
"""

import re
from typing import Final, NamedTuple

from reelwright.film.script.model import Genre
from reelwright.film.text.cleaning import clean

_WORDS: Final[dict[Genre, str]] = {
    "comedy": "comedy|comedic|funny|hilarious|humorous|silly",
    "motivational": "motivational|motivating|motivation|inspirational|inspiring",
    "drama": "drama|dramatic|sad|romantic|love",
    "horror": "horror|scary|creepy|spooky|ghost",
    "calm": "calm|calming|relaxing|soothing|peaceful|meditation|meditative",
}
_ANY: Final = f"(?P<genre>{'|'.join(_WORDS.values())})"
_FORM: Final = (
    "(?:video|film|movie|short|reel|clip|tiktok|script|story|tale|hook|post|sketch|speech|session|drama|comedy)"
)
_LEAD: Final = (
    r"(?:(?:an?|the|some|one|very|really|short|quick|little|cute|viral|good|nice|tiktok|youtube|instagram|bedtime|and"
    rf"|\d+(?:[ -](?:s|sec|seconds?|minutes?))?|{'|'.join(_WORDS.values())}),?\s+){{0,6}}?"
)
"""Words before the genre that cannot be the topic."""
_NOUN: Final = "(?P<noun>comedy|drama|meditation)"
_WISH: Final = (
    r"(?:(?:please|can you|could you|i want|i need|i would like|i'd like)\s+(?:to\s+)?)*"
    r"(?:(?:make|create|generate|write|produce|give|film|do|tell)(?:\s+(?:me|us))?\s+)?"
    r"(?:(?:a |the )?(?:hook|script|text)\s+for\s+)?"
)
_ABOUT: Final = r"(?:\s+(?:about|on|of)\s+(?P<topic>.+))?"
_PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        rf"^{_WISH}{_LEAD}{_ANY},?\s+{_LEAD}{_FORM}{_ABOUT}$",
        rf"^{_WISH}{_LEAD}{_NOUN}{_ABOUT}$",
        rf"^{_ANY}(?:\s+{_FORM})?:\s*(?P<topic>.+)$",
        rf"^(?P<topic>.+?),?\s+(?:but\s+|and\s+)?(?:please\s+)?make it (?:very |really |a bit )?{_ANY}$",
        rf"^(?P<topic>.+?),?\s+as an? (?:[\w-]+\s+)?{_ANY}\s+{_FORM}$",
        rf"^(?P<topic>.+?),?\s+in an? {_ANY} (?:way|style|tone)$",
    )
)
"""Sentences that name a genre as the kind of film. "Comedy clubs in New York" names a topic, and no genre."""
_REAL: Final = re.compile(r"\b(?!I\b|I'|TV\b)[A-Z]\w+|\b(?:1\d|20)\d\d\b")
_CALENDAR: Final = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays
    Sundays January February March April May June July August September October November December Christmas Easter
    Halloween""".split()  # noqa: SIM905 - words read better than quotes
)


class Wish(NamedTuple):
    """A genre and the words of its topic; the topic is empty for "a comedy video"."""

    genre: Genre
    topic: str


def wish_of(prompt: str) -> Wish | None:
    """Find the genre that the prompt names as the kind of its film, and the topic; None if it names none."""
    text = clean(prompt).strip(" .!?…\"'“”")
    for pattern in _PATTERNS:
        match = pattern.match(text)
        if match:
            found = match.groupdict()
            word = (found.get("genre") or found.get("noun") or "").lower()
            return Wish(
                next(genre for genre, words in _WORDS.items() if word in words.split("|")), found["topic"] or ""
            )
    return None


def names_something_real(topic: str) -> bool:
    """Check for a name or a year: fiction about the Titanic would be false. Names of days and feasts are no names here."""
    return any(match.group() not in _CALENDAR for match in _REAL.finditer(topic))
