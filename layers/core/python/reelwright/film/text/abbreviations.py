"""The one table of abbreviations: whether their full stop may end a sentence, and how each language says them.

`abbreviations.json` holds it by language (`*`: every language) and by role, written without the last full stop. A null
is an abbreviation that is read as it is written. Sentences, captions and voices all ask here.
"""

import json
from functools import cache
from importlib import resources
from typing import Final, Literal, get_args

from reelwright.film.text.languages import primary_language
from reelwright.values import Value

Role = Literal["title", "number", "inside", "ending"]
"""What stands behind it decides about its full stop. `title`: a name follows, so it never ends a sentence. `number`: it
is an abbreviation before a number only ("No. 5", "p. 12"). `inside`: it never ends one ("e.g.", "approx."). `ending`: it
may end one, and does before a capital ("etc.", "Inc.", "5 p.m.")."""
_EVERY_LANGUAGE: Final = "*"


class Abbreviation(Value):
    """One row of the table, in one language."""

    written: str
    """Case-folded, without the last full stop: `dr`, `p.ej`."""
    role: Role
    spoken: str | None
    """The words a voice says, in the language of the row; None where it is read as written."""


@cache
def _table(language: str) -> dict[str, Abbreviation]:
    data = json.loads(resources.files(__package__).joinpath("abbreviations.json").read_text("utf-8"))
    return {
        written: Abbreviation(written=written, role=role, spoken=spoken)
        for rows in (data[_EVERY_LANGUAGE], data.get(language, {}))
        for role in get_args(Role)
        for written, spoken in rows.get(role, {}).items()
    }


def abbreviation_of(word: str, language: str) -> Abbreviation | None:
    """Return the row of a word in a BCP 47 language, with or without its last full stop; None for other words."""
    return _table(primary_language(language)).get(word.removesuffix(".").casefold())


def stop_belongs_to(word: str, *, before: str, following: str, language: str) -> bool:
    """Say whether the full stop behind `word` is a part of it and ends no sentence: "Dr. Lee", "No. 5", "J. Verne".

    `before` and `following` are the neighbouring words, empty at the ends of a text. A small letter behind the stop shows
    that the sentence goes on; the caller judges that.
    """
    row = abbreviation_of(word, language)
    if row is None:
        return len(word) == 1 and word.isupper() and word != "I"
    if row.role == "number":
        return following[:1].isdigit()
    # Behind a number it is a unit, which may end a sentence: "it is 6 ft. Then", though "Ft. Worth" is a place.
    return row.role != "ending" and not before[-1:].isdigit()
