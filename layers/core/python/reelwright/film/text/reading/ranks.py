"""Ordinals written in figures: 1.º, 2e, 3ª, and German 3. with its decades and compounds."""
# ruff: noqa: RUF001 - signs and dashes of many languages are the subject here

import re
from typing import Final

from reelwright.film.text.abbreviations import abbreviation_of, is_abbreviation
from reelwright.film.text.reading.language import ReadingLanguage, either
from reelwright.film.text.reading.numerals import Gender
from reelwright.film.text.reading.rule import Rule, following, preceding, text_before

_LAST_PLAIN_RANK: Final = 12
"""In Italian a number with "°" is a rank up to here ("5° posto"), and degrees above it unless an article stands before."""


_BEHIND_PLACE: Final = frozenset({"in", "mit", "nach", "vor"})
"""What follows a place in a ranking: "Bayern ist 1. mit 61 Punkten"."""
_SECOND: Final = 2
"""The rank with a word of its own: French "2nde"."""


def rank_rules(language: ReadingLanguage) -> list[Rule]:
    """Return the rules for the ordinals of the language."""
    compounds = either(language.listed("ranks", "compounds"))
    if language.code == "de":
        return [
            Rule(re.compile(r"(?<![\w.,:])(\d{1,3})\.(?=\s?[-–/]\s?\d{1,3}\.|\s(?:bis|und|oder)\s\d{1,3}\.)"), _german),
            Rule(re.compile(r"(?<![\w.,:])(\d{1,3})\.\s(Min|Sek|Std)\.(?!\w)"), _german_moment),
            Rule(re.compile(r"(?<![\w.,:])(\d{1,3})\.(?=\s[^\W\d_])"), _german),
            Rule(re.compile(r"(?:(?<=jede[rs] )|(?<=jede )|(?<=[Aa]m )|(?<=[zv][uo]m ))(\d{1,3})\.(?=\s*$)"), _last),
            Rule(re.compile(r"(?<![\w.,])(\d+)er(n?)(?!\w)"), _decade),
            Rule(re.compile(r"(?<![\w.,])(\d+) ?%-?(ig\w*)"), _percentage),
            Rule(re.compile(r"(?:(?<=, )|(?<=in )|(?<=PLZ )|(?<=D-))\d{5}(?= [A-ZÄÖÜ][a-zäöüß])"), _postal_code),
            Rule(re.compile(rf"(?<![\w.,])(\d+)-?((?:{compounds})\w*)"), _compound),
            Rule(re.compile(rf"(?<![\w.,])(\d+)-({language.unit_pattern})(?=-[^\W\d_])"), _unit_compound),
        ]
    compound = Rule(re.compile(rf"(?<![\w.,])(\d+)-?({compounds})(?!\w)"), _elided)
    suffixes = "|".join(map(re.escape, sorted(language.table["ordinals"], key=len, reverse=True)))
    return [
        Rule(re.compile(rf"(?<![\w.,])(\d+)(?:\.?({suffixes}))(?![\w°])"), _rank),
        *([compound] if compounds else []),
    ]


def _rank(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say a number with a suffix; its kind is m, f, b (before a noun) or a word of its own."""
    value, suffix = int(match[1]), match[2]
    kind = language.table["ordinals"][suffix]
    if suffix == "°" and not _is_rank(match, value, language):
        return None
    if len(kind) > 1:
        return str(kind) if value == _SECOND else None
    gender: Gender = "f" if kind == "f" else "m"
    noun = following(match)
    is_masculine = (
        language.is_noun(noun) and language.gender_of(noun) == "m" and not is_abbreviation(f"{noun}.", language.code)
    )
    is_short = kind == "b" or (gender == "m" and is_masculine)
    return language.numerals.ordinal(value, gender, before_noun=is_short)


def _is_rank(match: re.Match[str], value: int, language: ReadingLanguage) -> bool:
    """Tell "il 1° maggio" from "a 90° a destra"."""
    if language.code == "it" and value <= _LAST_PLAIN_RANK:
        return True
    return preceding(match).casefold() in language.listed("ranks", "articles") and language.is_noun(following(match))


def _german(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Decline an ordinal by the word before it; None where the stop ends a sentence."""
    before, after = preceding(match), following(match)
    ordinal = language.numerals.ordinal(int(match[1]))
    if before.casefold() in language.listed("ranks", "joints"):
        before = _article_before(match)
    if language.is_article(before):
        return language.declined(ordinal, before, after)
    row = abbreviation_of(after, language.code) if after else None
    after = (row and row.spoken) or after
    if after in language.table["months"].split() or after.casefold() in language.listed("ranks", "counted"):
        return f"{ordinal}s" if after.isupper() else language.declined(ordinal, "", after)  # "2. OG": Obergeschoss
    is_place = before.casefold() in {"ist", "war"} and after in _BEHIND_PLACE
    if is_place or (before.casefold() in language.listed("ranks", "placed") and after[:1].islower()):
        return f"{ordinal}r"
    return None


def _german_moment(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "in der 89. Min."."""
    noun = {"Min": "Minute", "Sek": "Sekunde", "Std": "Stunde"}[match[2]]
    return f"{language.declined(language.numerals.ordinal(int(match[1])), preceding(match), noun)} {noun}"


def _article_before(match: re.Match[str]) -> str:
    """Return the article of the first rank in "vom 1. bis 7. Juni"."""
    found = re.search(r"(\w+)\s+\d{1,3}\.\s(?:\w+\s)?(?:bis|und|oder)\s$", text_before(match))
    return found[1] if found else ""


def _last(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say the rank at the end of a text, "jeder 27.", whose stop ends the sentence too."""
    return f"{language.declined(language.numerals.ordinal(int(match[1])), preceding(match))}."


def _decade(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "80er" and "1990er"."""
    return f"{language.numerals.year(int(match[1]))}er{match[2]}"


def _unit_compound(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say the beginning of "100-m-Lauf"."""
    unit = language.units.get(match[2]) or language.currencies[match[2]]
    return f"{language.numerals.cardinal(int(match[1]), before_noun=True)}-{unit.one}"


def _percentage(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "50%ige"."""
    return f"{language.numerals.cardinal(int(match[1]), before_noun=True)}prozent{match[2]}"


def _postal_code(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "10115 Berlin"."""
    return language.numerals.digits(match[0])


def _elided(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say the Italian "24enne", where the number loses its last vowel."""
    return language.numerals.cardinal(int(match[1]))[:-1] + match[2]


def _compound(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "24-jährig" and "3fach"."""
    return language.numerals.cardinal(int(match[1]), before_noun=True) + match[2]
