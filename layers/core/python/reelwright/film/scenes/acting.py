"""The act of a scene's subject: what its verb does is shown. `acts.json` lists the verb forms of each act by language."""

import json
from functools import cache
from importlib import resources
from typing import Final, Literal, get_args

from reelwright.film.text.languages import primary_language
from reelwright.film.text.negation import clause_before, negates
from reelwright.film.text.stopwords import stop_words
from reelwright.film.text.tokens import Token, tokens_of
from reelwright.film.text.words import chunks_of
from reelwright.values import Value

ActKind = Literal[
    "rise",
    "fall",
    "grow",
    "shrink",
    "multiply",
    "break",
    "cross_out",
    "fill",
    "spin",
    "appear",
    "leave",
    "shake",
]
DONE_TO_THINGS: Final[frozenset[ActKind]] = frozenset({"break", "cross_out", "fill"})
"""Acts whose verb may have an object, which is then what breaks, is crossed out or filled."""
_NOUNS_AFTER: Final = frozenset(
    {"the", "a", "an", "of", "my", "his", "her", "its", "their", "our", "your", "this", "that"}
)
"""English words before a noun: "the fall of Rome" and "a double" are no acts."""


class SceneAct(Value):
    """What the subject does, and the position of the verb in the scene's text (characters, end exclusive)."""

    kind: ActKind
    verb: str
    start: int
    end: int


def act_in(text: str, language: str) -> SceneAct | None:
    """Find the first verb of the text that is an act; None if it is negated or may be a noun."""
    verbs = _verbs(primary_language(language))
    tokens = tokens_of(text)
    for place, token in enumerate(tokens):
        kind = verbs.get(token.text.casefold())
        if kind is None or _may_be_a_noun(tokens, place, language):
            continue
        if not negates(clause_before(text, token.start), language):
            return SceneAct(kind=kind, verb=token.text, start=token.start, end=token.end)
    return None


def _may_be_a_noun(tokens: tuple[Token, ...], place: int, language: str) -> bool:
    """Check whether an article stands before the word, or nothing does: an order to the viewer is no act of the subject."""
    if not place:
        return True
    before = tokens[place - 1].text.casefold()
    if primary_language(language) == "en":
        return before in _NOUNS_AFTER
    capitalised = primary_language(language) == "de" and tokens[place].text[:1].isupper()
    return capitalised or (
        before in stop_words(language) and before in {"el", "la", "le", "un", "una", "une", "o", "a", "il"}
    )


@cache
def _verbs(language: str) -> dict[str, ActKind]:
    table = json.loads(resources.files(__package__).joinpath("acts.json").read_text("utf-8"))
    return {verb: kind for kind in get_args(ActKind) for verb in chunks_of(table[kind].get(language, ""))}
