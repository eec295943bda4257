"""Where a text may be parted: between which words without hurting the reader, and between which letters of a word at all.

Rules of subtitlers (BBC Subtitle Guidelines, "Line breaks"; Netflix Timed Text Style Guide, "Line treatment") for words,
of JIS X 4051 (kinsoku) and of Thai spelling for letters. Who breaks lines prices the classes; who draws breaks words.
"""

import re
from typing import Final, Literal

from reelwright.film.text.characters import BRACKETS, OPENING_MARKS, QUOTES, is_opening, script_of

Breaking = Literal["bound", "leaning", "back", "opening", "free"]
"""How a word holds on to its neighbours. `bound`: an article or the like, never parted from the word behind it.
`leaning`: a conjunction, preposition or auxiliary; it opens a phrase. `back`: it belongs to the word before it.
`opening`: it begins with a bracket or quote. `free`: all others."""

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
_LEANS_BACK: Final = re.compile("[\u3041-\u309f\u30fc的了着过過吗嗎呢吧们們地得ๆฯ\u0e30-\u0e3a\u0e45-\u0e4e]")
"""Pieces of unspaced scripts that belong to the piece before: kana endings and particles, Chinese particles, Thai signs."""
_POSTPOSITIONS: Final = frozenset("का की के को में से पर ने तक है हैं था थे थी भी ही तो".split())  # noqa: SIM905 - data
"""Small words of Hindi that belong to the word before them."""
_BARE: Final = f"{OPENING_MARKS}{QUOTES}{BRACKETS}"
_NOT_AT_START: Final = frozenset("ะาำๅๆฯ々ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ")
"""Letters that no line may begin with (kinsoku; Thai vowels that follow). Nor may punctuation."""
_BREAKING_SCRIPTS: Final = frozenset({"japanese", "chinese"})
"""Scripts that may break between any two letters."""
_JOINED_SCRIPTS: Final = frozenset({"arabic", "devanagari"})
"""Scripts whose letters change or tear when a word is broken."""
_THAI_LEADING_VOWELS: Final = frozenset("เแโใไ")


def breaking_of(word: str) -> Breaking:
    """Return how a word, written with its marks, holds on to its neighbours; in any language."""
    bare = word.strip(_BARE).casefold()
    if bare in _ARTICLES:
        return "bound"
    if bare in _LEANING:
        return "leaning"
    if _LEANS_BACK.match(word) or bare in _POSTPOSITIONS:
        return "back"
    return "opening" if word and is_opening(word[0]) else "free"


def letter_groups(word: str, *, anywhere: bool = False) -> list[str]:
    """Return the parts of a word that a line may be broken between: the whole word where its script does not allow it.

    With `anywhere`, the last resort, other scripts whose letters do not join may break too (addresses, Thai).
    """
    groups: list[str] = []
    for letter in word:
        if groups and not _may_break(groups[-1], letter, anywhere=anywhere):
            groups[-1] += letter
        else:
            groups.append(letter)
    return groups


def _may_break(before: str, letter: str, *, anywhere: bool) -> bool:
    if is_opening(letter):
        return script_of(before[-1]) in _BREAKING_SCRIPTS
    if letter in _NOT_AT_START or not letter.isalnum() or is_opening(before[-1]):
        return False
    if letter in _THAI_LEADING_VOWELS:
        return True
    if anywhere and before[-1] not in _THAI_LEADING_VOWELS:
        return script_of(letter) not in _JOINED_SCRIPTS
    breaking = _BREAKING_SCRIPTS
    return script_of(letter) in breaking and (script_of(before[-1]) in breaking or not before[-1].isalnum())
