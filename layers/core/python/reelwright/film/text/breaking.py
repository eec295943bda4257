"""Line breaks: classes of word boundaries, and the positions at which a word may be broken.

Rules of subtitlers (BBC Subtitle Guidelines, "Line breaks"; Netflix Timed Text Style Guide, "Line treatment") for words,
of JIS X 4051 (kinsoku) and of Thai spelling for letters. `captions.phrases` assigns costs to the classes;
`typography` breaks words.
"""

# ruff: noqa: RUF001 - the marks of many scripts are this file's subject, and some look alike

import re
import unicodedata
from typing import Final, Literal

from reelwright.film.text.characters import (
    BRACKETS,
    CLAUSE_MARKS,
    OPENING_MARKS,
    QUOTES,
    SENTENCE_MARKS,
    is_letter_or_digit,
    is_opening,
    script_of,
)

Breaking = Literal["bound", "leaning", "back", "opening", "free"]
"""How closely a word belongs to its neighbours. `bound`: an article or the like, never separated from the next word.
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
"""Articles, possessives and the like: they belong to the next word, but do not open a phrase."""
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
"""Conjunctions, relative pronouns and prepositions: they open a phrase and belong to it."""
_LEANING: Final = frozenset((*_JOINING, *_AUXILIARIES))
_LEANS_BACK: Final = re.compile("[\u3041-\u309f\u30fc的了着过過吗嗎呢吧们們地得ๆฯ\u0e30-\u0e3a\u0e45-\u0e4e]")
"""Pieces of unspaced scripts that belong to the piece before: kana endings and particles, Chinese particles, Thai signs."""
_POSTPOSITIONS: Final = frozenset("का की के को में से पर ने तक है हैं था थे थी भी ही तो".split())  # noqa: SIM905 - data
"""Hindi postpositions, which belong to the previous word."""
_BARE: Final = f"{OPENING_MARKS}{QUOTES}{BRACKETS}"
_NOT_AT_START: Final = frozenset("ะาำๅๆฯ々ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ")
"""Letters that no line may begin with (kinsoku; Thai vowels that follow). Nor may closing marks."""
_NOT_AT_END: Final = frozenset("เแโใไ¿¡")
"""Thai vowels that are written before their consonant, and Spanish marks that open a sentence."""
_UNITS: Final = frozenset("%°‰")
_HYPHENATED_SCRIPTS: Final = frozenset({"latin", "korean"})
"""Scripts with unconnected letters that use a hyphen for a broken word; Greek and Cyrillic included."""
_JOINED_SCRIPTS: Final = frozenset({"arabic", "devanagari"})
"""Scripts whose letters change or tear when a word is broken."""
_BREAKS_BEHIND: Final = frozenset("/\\-._?&=#@:,;~|–—")
"""In an address or a compound, a line may break after these characters without a hyphen."""
_WITHIN_WORDS: Final = frozenset("'’-\u00ad")


def breaking_of(word: str) -> Breaking:
    """Classify how tightly a word, with its marks, belongs to its neighbours; in any language."""
    bare = word.strip(_BARE).casefold()
    if bare in _ARTICLES:
        return "bound"
    if bare in _LEANING:
        return "leaning"
    if _LEANS_BACK.match(word) or bare in _POSTPOSITIONS:
        return "back"
    return "opening" if word and is_opening(word[0]) else "free"


_CURRENCY_CODES: Final = frozenset("AUD BRL CAD CHF CNY EUR GBP INR JPY MXN NOK PLN SEK TRY USD Rs Rs.".split())  # noqa: SIM905 - data
"""Codes that are written before an amount: "EUR 20"."""
_LONGEST_COUNTRY: Final = 2


def is_tied(before: str, part: str) -> bool:
    """Check whether a line must not break between two pieces: before closing marks, after opening marks, within an amount."""
    if part[0] in _NOT_AT_START or is_opening(before[-1]) or before[-1] in _NOT_AT_END:
        return True
    if before in _CURRENCY_CODES or (_is_currency(before[-1]) and _is_currency_name(before[:-1])):
        return part[0].isdigit() or (_is_mark(part[0]) and not is_opening(part[0]))
    if any(letter.isalnum() for letter in part):
        return before[-1].isdigit() and (part[0] in _UNITS or _is_currency(part[0]))
    opens_amount = _is_currency(part[0]) and not before[-1].isdigit()
    return not is_opening(part[0]) and part[0] not in _NOT_AT_END and not opens_amount


def _is_mark(character: str) -> bool:
    return character in SENTENCE_MARKS or character in CLAUSE_MARKS


def _is_currency_name(letters: str) -> bool:
    """Check for what may stand before a currency's sign: nothing, brackets, or the country of "R$" and "US$"."""
    return not any(map(str.isdigit, letters)) and sum(map(str.isalpha, letters)) <= _LONGEST_COUNTRY


def _is_currency(character: str) -> bool:
    return unicodedata.category(character) == "Sc"


def may_be_broken(word: str) -> bool:
    """Check whether a word too wide for any line may be broken: not where its letters join."""
    return not any(script_of(letter) in _JOINED_SCRIPTS for letter in word)


def takes_hyphen(word: str) -> bool:
    """Check whether a broken word gets a hyphen. Addresses do not: readers would take it for a part of the address."""
    core = word.strip(_BARE + SENTENCE_MARKS + CLAUSE_MARKS)
    return script_of(word[0]) in _HYPHENATED_SCRIPTS and all(
        (is_letter_or_digit(letter) and not letter.isnumeric()) or letter in _WITHIN_WORDS for letter in core
    )


def may_end_line(part: str) -> bool:
    """Check whether a line may break after a part of a word without a hyphen, because it ends with a hyphen or a slash."""
    return part[-1] in _BREAKS_BEHIND
