"""Abbreviations, acronyms and words joined by a slash or an ampersand."""

import re
from typing import Final

from reelwright.film.text.abbreviations import abbreviation_of, abbreviations, is_abbreviation
from reelwright.film.text.reading.english.places import street_rule
from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule, following, text_before
from reelwright.film.text.reading.shortened import is_pronounceable, is_shouted, kept_stop, per_rule
from reelwright.film.text.stopwords import stop_words

_WORD: Final = re.compile(
    r"(?:[BCDFGHJKLMNPQRSTVWXYZ]|[BCDFGKPST][LR]|S[CKLMNPQTW]|S[CPT]R|SHR|THR|[CGPSTW]H|TW|DW|KN|WR|QU)?"
    r"(?:[AEIOUY]{1,3}(?:[BCDFGKLMNPRSTVWXZ]|[LNR][CDGKMNPSTX]|[CS]K|[CFPSX]T|[CGPST]H|[FLNRS][FLST]|GHT|NCH|TCH|[LNR]TH|MP|SP"
    r"|RST|RLD|[BDFGKLMNPRTW]S|[LMNRSCP][DKPT]S|NGS)?(?:[BCDFGKLMNPRTV](?=[AEIOUY]))?(?:[LR](?=[AEIOUY]))?)+"
)
"""What English can say: capitals of four letters and more that match are emphasis, not an acronym."""
_SHORTEST_WORD: Final = 4
_HAS_VOWEL: Final = re.compile(r"[AEIOUY]")
_LONGEST_ACRONYM: Final = 6
_LONGEST_TICKER: Final = 5
_NAMES_BEFORE: Final = re.compile(r"(?:\b[A-Z][\w'’.]*(?:[ -]|\s&\s|\s(?:of|and|for|the|in|on)\s)?)+\s?\($")  # noqa: RUF001
"""The names before a bracket: "Apple (", "Procter & Gamble (", "University of Oxford ("."""
_ONE_NAME: Final = 2
"""Words of one name and the bracket behind it."""
_RANK_BEFORE: Final = re.compile(r"\d(?:st|nd|rd|th) $")


def short_rules(language: ReadingLanguage) -> list[Rule]:
    """List the rules of this file."""
    bare = "|".join(row.written for row in abbreviations(language.code) if row.role == "bare")
    slashes = "|".join(map(re.escape, sorted(language.table["slashes"], key=len, reverse=True)))
    return [
        Rule(re.compile(rf"(?<![\w/])(?:{slashes})(?![\w/])"), lambda match, known: known.table["slashes"][match[0]]),
        street_rule(language),
        Rule(re.compile(r"(?<=\d(?:st|nd|rd|th)\s)[Ff]l\."), lambda match, known: f"floor{kept_stop(match, known)}"),
        Rule(re.compile(r"(?<=\d\s)pp\.?(?!\w)"), lambda match, known: f"pages{kept_stop(match, known)}"),
        Rule(re.compile(r"(?<=\d(?:st|nd|rd|th)\s)c\.?(?!\w)"), lambda *_: "century"),
        Rule(re.compile(r"(?<=\d(?:st|nd|rd|th)\s)[Ee]d\."), lambda match, known: f"edition{kept_stop(match, known)}"),
        Rule(re.compile(r"(?<![\w.'’])([A-Za-z](?:[A-Za-z.]*[A-Za-z])?)\.(?=[\s,;:!?)\"”’-]|$)"), _abbreviation),  # noqa: RUF001
        Rule(re.compile(rf"(?<![\w.])({bare})(?![\w.])"), _abbreviation),
        Rule(re.compile(r"(?<![\w.'’])((?:[A-Z][a-z]?\.){2,})['’]?s(?!\w)"), _letters_with_s),  # noqa: RUF001
        Rule(
            re.compile(r"(?<!\w)([A-Z]{1,3})\s?&\s?([A-Z]{1,3})(?!\w)"),
            lambda match, _: f"{_spelt(match[1])} and {_spelt(match[2])}",
        ),
        Rule(
            re.compile(r"(?<![\w.])([A-Z]{1,5})/([A-Z]{1,5})(?![\w/])"),
            lambda match, known: " ".join(_spelt_or_said(letters, known) for letters in match.groups()),
        ),
        Rule(re.compile(r"(?<![\w.])[A-Z]+['’](?:T|RE|VE|LL|D|M|S)(?!\w)"), lambda match, _: match[0].lower()),  # noqa: RUF001
        Rule(re.compile(r"(?<![\w.’'])([A-Z]{2,})([’']?s)?(?!\w)"), _acronym),  # noqa: RUF001
        Rule(re.compile(rf"(?<=[a-z])/(?=(?:{language.table['slash_per'].replace(' ', '|')})\b)"), lambda *_: " a "),
        Rule(
            re.compile(r"(?<=[a-z])/(wk|mo|yr|hr|min|sec)(?!\w)"),
            lambda match, known: f" a {known.table['per'][match[1]]}",
        ),
        per_rule(),
        Rule(re.compile(r"(?<=[a-z])/(?=[a-z])"), lambda *_: " or "),
    ]


def _letters_with_s(match: re.Match[str], _: ReadingLanguage) -> str:
    """Spell the letters of "Ph.D.s" and "U.S.A.'s"."""
    return f"{_spelt(match[1].replace('.', '').upper())}'s"


def _abbreviation(match: re.Match[str], language: ReadingLanguage) -> str | None:
    row = abbreviation_of(match[1], "en")
    if row is None or row.spoken is None:
        is_letters = re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", match[1])
        return match[1].replace(".", " ").upper() + kept_stop(match, language) if is_letters else None
    has_capitals = any(map(str.isupper, match[1][1:])) or (len(match[1]) == 1 and match[1].isupper())
    if has_capitals and row.role != "number" and not any(map(str.isupper, row.written[1:])):
        return None  # "EST." is a time zone and "V." a numeral at the end of a sentence, "est." and "v." stand before words
    has_number = re.match(r"\s?(?:\d|(?!I\b)[IVXLC]+\b)", match.string[match.end() :]) is not None
    numbering = language.table["before_number"].get(match[1].casefold())
    if numbering and has_number and not match.string[: match.start()].rstrip().endswith(tuple("0123456789")):
        return str(numbering)
    if row.role == "number" and not has_number and following(match) != "of":
        return None
    if row.role == "title" and (
        not following(match) or (match[1].islower() and not is_abbreviation(f"{match[1]}.", "en"))
    ):
        return None
    is_rank = _RANK_BEFORE.search(text_before(match)) is not None
    return (row.spoken.removesuffix("s") if is_rank else row.spoken) + kept_stop(match, language)


def _acronym(match: re.Match[str], language: ReadingLanguage) -> str:
    """Spell letters, or say the word they make."""
    letters, plural = match[1], (match[2] or "").replace("\u2019", "'")
    if not plural and _is_ticker(match):
        return _spelt(letters)
    if letters in language.listed("acronyms", "words"):
        return letters.lower() + plural
    if _is_word(letters, plural, match.string, language) or len(letters) > _LONGEST_ACRONYM:
        return letters.lower() + plural  # emphasis: a voice would spell what it does not know in capitals
    return _spelt(letters) + ("" if not plural else f"'{plural[-1]}")


def _spelt_or_said(letters: str, language: ReadingLanguage) -> str:
    """Say one part of "HIV/AIDS"."""
    return letters.lower() if letters in language.listed("acronyms", "words") else _spelt(letters)


def _is_ticker(match: re.Match[str]) -> bool:
    """Tell a share's symbol, "Apple (AAPL)", from an acronym behind its words, "National Health Service (NHS)"."""
    before = text_before(match)
    if not before.endswith("(") or not match.string.startswith(")", match.end()):
        return False
    names = _NAMES_BEFORE.search(before)
    if names is None or len(match[1]) > _LONGEST_TICKER:
        return False
    return len(names[0].split()) <= _ONE_NAME or not _is_hidden(match[1], names[0].upper())


def _is_hidden(letters: str, words: str) -> bool:
    """Check whether the letters stand in some words, in order: "Initial Public Offering (IPO)"."""
    rest = iter(words)
    return all(letter in rest for letter in letters)


def _is_word(letters: str, plural: str, text: str, language: ReadingLanguage) -> bool:
    """Check whether capitals are emphasis: of three letters only known words are, as "SEC" and "MIT" could be said too."""
    is_known = letters.casefold() in stop_words("en") or letters in language.listed("acronyms", "short_words")
    if letters in language.listed("acronyms", "letters"):
        return is_known and is_shouted(text, "en")
    if is_known or (len(letters) < _SHORTEST_WORD and is_shouted(text, "en") and _HAS_VOWEL.search(letters)):
        return True
    whole = letters + plural.upper()
    if not _SHORTEST_WORD <= len(whole) <= _LONGEST_ACRONYM:  # first: the time of `_WORD` grows fast with the length
        return False
    return is_pronounceable(letters) or _WORD.fullmatch(whole) is not None


def is_english_word(letters: str) -> bool:
    """Check whether English can say four capitals or more as a word: "SPRING", "WELCOME"."""
    if len(letters) < _SHORTEST_WORD:
        return False
    return len(letters) > _LONGEST_ACRONYM or _WORD.fullmatch(letters) is not None


def _spelt(letters: str) -> str:
    """Spell letters; a full stop behind the first A keeps it from being read as the article ("uh B C News")."""
    spelt = " ".join(letters)
    return spelt.replace(" ", ".", 1) if spelt.startswith("A ") else spelt
