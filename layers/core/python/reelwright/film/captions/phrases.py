"""Where a text may be parted without hurting: what leans on the next word, what opens a phrase, what leans back.

Rules of subtitlers, as costs (BBC Subtitle Guidelines, "Line breaks"; Netflix Timed Text Style Guide, "Line treatment"):
part behind marks, else before conjunctions and prepositions; never between article and noun, preposition and what it
governs, or a verb and its small auxiliary.
"""

# ruff: noqa: RUF001 - letters of other scripts are this file's subject

import re
import unicodedata
from typing import Final

from reelwright.film.text.characters import CLAUSE_END, DASHES, OPENING_MARKS, SENTENCE_END

_SENTENCE_END: Final = re.compile(rf"{SENTENCE_END}$")
_CLAUSE_END: Final = re.compile(rf"{CLAUSE_END}$|[{DASHES}]$")
_ARTICLES: Final = frozenset(
    """
a an the this that these those my your our his her its their every each some any no not very more most so too
der die das den dem des ein eine einen einem einer eines kein keine mein dein sein ihr unser nicht sehr zu
le la les un une des du ce cet cette ces mon ton son ma ta sa mes tes ses nos vos leur leurs ne très plus
el los las unos unas lo mi tu su mis tus sus nuestro nuestra este esta estos estas no muy más
il i gli uno questo questa non molto più o os as um uma uns umas não muito mais het een de mijn zijn niet
""".split()  # noqa: SIM905 - data
)
"""Articles, owners and the like: they belong to the word behind them, and nothing opens with them in particular."""
_AUXILIARIES: Final = """
is are was were be been am has have had can could will would may might must should do does did
ist sind war waren hat haben kann können wird werden est sont était a ont peut es son está están era fue ha han puede
è sono era ha hanno é são está foi tem pode is zijn was kan
""".split()  # noqa: SIM905 - data
_JOINING: Final = """
and or but nor so because that which who whom whose when while where if than then as until unless though although
of to in on at for with by from into onto over under through between across about after before without within like near
und oder aber denn weil dass wenn als wie ob in im an am auf mit von vom zu zum zur bei aus nach vor über unter durch für ohne
et ou mais car que qui quand si où comme de du à au aux en dans sur sous avec par pour sans chez vers entre
y e o u pero que quien cuando si donde como porque de del a al en con por para sin sobre entre hasta desde
e ed o ma che chi quando se dove come perché di del della dei delle da dal nel nella con per su tra fra
mas quem onde porque da do das dos em no na nos nas com por para sem sobre en of maar omdat die dat van naar met door voor op te
""".split()  # noqa: SIM905 - data
"""Conjunctions, relative words and prepositions: a phrase begins with them, and they lean on what they introduce."""
_LEANING: Final = frozenset((*_JOINING, *_AUXILIARIES))
_LEANS_BACK: Final = re.compile("^[\u3041-\u309f\u30fc的了着过過吗嗎呢吧们們地得ๆฯ\u0e30-\u0e3a\u0e45-\u0e4e]")
"""Pieces of unspaced scripts that belong to the piece before: kana endings and particles, Chinese particles, Thai signs."""
_POSTPOSITIONS: Final = frozenset("का की के को में से पर ने तक है हैं था थे थी भी ही तो".split())  # noqa: SIM905 - data
"""Small words of Hindi that belong to the word before them."""
_BARE: Final = f"{OPENING_MARKS}\"'“”’«»()[]"

SENTENCE_INSIDE: Final = 6.0
CLAUSE_INSIDE: Final = 1.8
"""What it costs to read on over a mark within a line."""
_ARTICLE_END: Final = 20.0
"""So much that no other cost outweighs it: a line ends with an article only where its noun does not fit beside it."""
_LEANING_END: Final = 3.5
_TORN_PIECE: Final = 1.6
_MIDDLE: Final = 1.5
_BEFORE_OPENER: Final = 0.15


def ends_sentence(word: str) -> bool:
    """Return whether a sentence ends with this word."""
    return bool(_SENTENCE_END.search(word))


def ends_clause(word: str) -> bool:
    """Return whether a clause ends with this word: a comma, a colon, a dash."""
    return bool(_CLAUSE_END.search(word))


def parting_cost(word: str, following: str) -> float:
    """Return what it costs a reader that a line ends between two words: 0 at a mark, most where the first one leans."""
    if ends_sentence(word) or ends_clause(word):
        return 0.0
    bare = word.strip(_BARE).casefold()
    if bare in _ARTICLES:
        return _ARTICLE_END
    if bare in _LEANING:
        return _LEANING_END
    if _LEANS_BACK.match(following) or following.strip(_BARE) in _POSTPOSITIONS:
        return _TORN_PIECE
    opens = following.strip(_BARE).casefold() in _LEANING or unicodedata.category(following[:1] or " ") in {"Ps", "Pi"}
    return _BEFORE_OPENER if opens else _MIDDLE


def reading_on_cost(word: str) -> float:
    """Return what it costs that a line goes on behind a word."""
    return SENTENCE_INSIDE * ends_sentence(word) + CLAUSE_INSIDE * ends_clause(word)
