"""Abbreviations, acronyms, and names of letters and digits."""

import re
from collections.abc import Mapping
from typing import Final

from reelwright.film.text.abbreviations import abbreviation_of, abbreviations, opens_sentence
from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule, following, text_before
from reelwright.film.text.stopwords import stop_words

_ROMAN: Final = r"[IVXLC]+"
_CONDITIONS: Final = {
    "digit": rf"(?=\s?\d|\s{_ROMAN}\b)",
    "name": r"(?=\s[A-ZÀ-Ý])",
    "roman": rf"(?=\s{_ROMAN}\b)",
    "date": r"(?=,?\s\d)",
    "name in street": r"(?=\s(?:d[aeo]s?\s)?[A-ZÀ-Ý])",
}
_CONDITIONS_BEFORE: Final = {
    "after digit": r"(?:(?<=\d)|(?<=\d ))",
    "after roman": r"(?<!\w)(?:(?<=[IVX]e )|(?<=[IVX]ᵉ )|(?<=[IVX] ))",
    "after percent": r"(?<=% )",
    "name": r"(?<![\w.])(?<!d[ií]a )",
    "name in street": r"(?<![\w.])(?:(?<=[nd]a )|(?<=pela )|(?<=[àa] ))",
}
"""What must stand behind an abbreviation, or before it, for its reading: "D. Juan", yet not "el día D. Juan"."""
_SYLLABLES: Final = re.compile(
    r"(?:(?:[bcdfghjklmnprstvxz]|[bcdfgpt][rl]|qu|ch|s[cpt])?[aeiouàèéìòùáíóúâêôãõ]{1,2}(?:[lmnrsz](?=[^aeiou]|$))?)+"
    r"(?:(?<=[aeiou])[bcdfgklmnprstvxz])?",
    re.IGNORECASE,
)
_ELEMENTS: Final = "Na|Ca|Mg|Al|Si|Cl|Br|Fe|Cu|Zn|Ag|Au|Pb|Li|Mn|Ni|Ti|Ba|[HCNOPSKFI]"
_LONG_ACRONYM: Final = 5
_LONG_WORD: Final = 7
_SHOUTED_WORDS: Final = 3
_SHOUTED_SHARE: Final = 0.6
_COUNTED_NOUN: Final = re.compile(r"(?<![\w.,])\d[\d.,]*\+? [^\W\d_]+$")
_RUNS: Final = re.compile(r"\d+|[^\W\d_]+|[.,]")


def shortened_rules(language: ReadingLanguage) -> list[Rule]:
    """Return the rules for abbreviations: one for each condition and kind of ending, those without a condition first."""
    groups: dict[tuple[str, bool], dict[str, str]] = {("", False): {}, ("", True): {}}
    for row in abbreviations(language.code):
        for condition in (row.conditions or ("",)) if row.spoken else ():
            groups.setdefault((condition, row.written[-1].isalnum()), {})[row.written] = row.spoken or ""
    written = {sign for signs in groups.values() for sign in signs}
    for signs in groups.values():
        signs.update({sign: said for sign, said in _at_start(signs).items() if sign not in written})
    rules = [
        *(_behind(before, sign, said) for before, sign, said in language.table.get("abbreviations_behind", ())),
        *(_abbreviations(signs, *kind) for kind, signs in groups.items() if signs),
    ]
    if language.code == "de":
        rules.append(Rule(re.compile(r"(?<=[a-zäöüß])str\."), lambda *_: "straße"))
    return rules


def _behind(before: str, sign: str, said: str) -> Rule:
    """Return the rule for an abbreviation that means something else behind some words: "los s. XV y XVI", "in 3 sett."."""
    behind = re.compile(rf"(?:^|\W)(?:{before})\s$", re.IGNORECASE)
    return Rule(
        re.compile(rf"(?<!\w){re.escape(sign)}"),
        lambda match, known: said + kept_stop(match, known) if behind.search(text_before(match)) else None,
    )


def slash_rules() -> list[Rule]:
    """Return the rules for words joined by a slash: "per" where a number counts the first one, else a short pause."""
    return [per_rule(), Rule(re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])"), lambda *_: " ")]


def per_rule() -> Rule:
    """Return the rule for the slash of "0,94 gol/jogo"."""
    return Rule(
        re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_]{3})"),
        lambda match, known: f" {known.word('per')} " if _COUNTED_NOUN.search(text_before(match)) else None,
    )


def _at_start(signs: Mapping[str, str]) -> dict[str, str]:
    """Return abbreviations as a sentence or a label begins with them: "Vol.", "Ca."; a single letter is an initial there."""
    return {
        sign[0].upper() + sign[1:]: said
        for sign, said in signs.items()
        if sign[0].islower() and len(sign.rstrip(".")) > 1
    }


def formula_rule() -> Rule:
    """Return the rule for formulas of elements alone: "NaCl", "HCl"; those with digits are names that mix both."""
    return Rule(
        re.compile(rf"(?<!\w)(?=\w*[a-z][A-Z]|[A-Z]{{2}}[a-z])(?:{_ELEMENTS}){{2,4}}(?!\w)"),
        lambda match, known: known.spelt(match[0]),
    )


def acronym_rules(language: ReadingLanguage) -> list[Rule]:
    """Return the rules for acronyms and for names that mix letters and digits."""
    special = "|".join(map(re.escape, sorted(language.table["acronyms"]["said"], key=len, reverse=True)))
    return [
        Rule(
            re.compile(rf"(?<![\w-])(?:{special})(?![\w-])"),
            lambda match, known: known.table["acronyms"]["said"][match[0]],
        ),
        formula_rule(),
        Rule(
            re.compile(r"(?<!\w)([A-Z])\+\+(?!\w)"),
            lambda match, known: f"{known.spelt(match[1])} {known.word('plus')} {known.word('plus')}",
        ),
        Rule(re.compile(r"(?<!\w)(C|F)#(?!\w)"), lambda match, known: f"{known.spelt(match[1])} sharp"),
        Rule(
            re.compile(r"(?<!\w)v(\d+(?:\.\d+)*)(?!\w)"),
            lambda match, known: f"{known.word('version')} {_mixed(match[1], known)}",
        ),
        Rule(re.compile(r"(?<![\w.,])\d+(?:\.\d+){2,}(?![\w])"), lambda match, known: _mixed(match[0], known)),
        Rule(
            re.compile(r"(?<![\w.,])(?:[A-Za-z]{1,6}-\d+|(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z\d]+)(?:[A-Za-z]\d*)*(?!\w)"),
            lambda match, known: _mixed(match[0], known),
        ),
        Rule(re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}(?!\w)"), lambda match, known: known.spelt(match[0])),
        Rule(
            re.compile(r"(?<![\w-])([A-ZÀ-Ý]{1,2})&([A-ZÀ-Ý]{1,2})(?!\w)"),
            lambda match, known: f"{known.spelt(match[1])} {known.word('and')} {known.spelt(match[2])}",
        ),
        Rule(re.compile(r"(?<!\w)([A-ZÀ-Ý]{2,6})(s?)(?!\w)"), _acronym),
    ]


def _abbreviations(signs: Mapping[str, str], condition: str, is_word: bool) -> Rule:  # noqa: FBT001 - a part of the key
    """Build the rule of abbreviations with one condition; spaces in them may be left out, as in "z.B."."""
    start = _CONDITIONS_BEFORE.get(condition, r"(?<![\w.])")
    end = _CONDITIONS.get(condition) or (r"(?!\w)" if is_word else r"(?![^\W\d_])")
    spaced = "|".join(re.escape(sign).replace(r"\ ", r"\s?") for sign in sorted(signs, key=len, reverse=True))
    readings = {"".join(sign.split()): said for sign, said in signs.items()}
    return Rule(
        re.compile(f"{start}(?:{spaced}){end}"),
        lambda match, known: readings["".join(match[0].split())] + kept_stop(match, known) + _space(match),
    )


def _space(match: re.Match[str]) -> str:
    """Keep a number that touches an abbreviation apart: "n°3"."""
    return " " if match.string[match.end() : match.end() + 1].isalnum() else ""


def kept_stop(match: re.Match[str], language: ReadingLanguage) -> str:
    """Return the full stop of an abbreviation where it also ends the text or a sentence, else nothing."""
    if not match[0].endswith("."):
        return ""
    rest = match.string[match.end() :].lstrip("\"'»”)")
    if not rest.strip():
        return "."
    row = abbreviation_of(match[0], language.code)
    if row is None or not following(match)[:1].isupper():
        return ""
    ends = row.role == "ending" or (row.role == "name" and opens_sentence(following(match), language.code))
    return "." if ends else ""


def _acronym(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say letters one by one, except where a word is said; None leaves the voice to read it."""
    letters = match[1]
    acronyms = language.table["acronyms"]
    if letters.casefold() in stop_words(language.code):
        return letters.lower()
    if is_shouted(match.string, language.code):
        return None
    if letters in language.listed("acronyms", "letters"):
        return language.spelt(letters)
    if letters in language.listed("acronyms", "words"):
        return letters.capitalize()
    is_word = is_pronounceable(letters) and len(letters) > 2  # noqa: PLR2004 - two letters are never a word
    if acronyms["style"] == "letters" and len(letters) < _LONG_ACRONYM:
        is_word = False
    return letters.lower() if is_word else language.spelt(letters)


def is_pronounceable(letters: str) -> bool:
    """Say whether capitals make a word that the languages of Europe can say."""
    return bool(_SYLLABLES.fullmatch(letters)) and not re.fullmatch("[AEIOU]+", letters)


def is_shouted(text: str, language: str) -> bool:
    """Check whether a text is written in capitals, which then mean nothing; a list of acronyms is not."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    capitals = [word for word in words if word.isupper()]
    if len(capitals) < _SHOUTED_WORDS or len(capitals) <= _SHOUTED_SHARE * len(words):
        return False
    return not any(map(str.islower, text)) or any(
        len(word) >= _LONG_WORD or word.casefold() in stop_words(language) for word in capitals
    )


def _mixed(name: str, language: ReadingLanguage) -> str:
    """Say a name run by run: H2O, F-16, 1080p, 2.0.1."""
    return " ".join(_run(run, language) for run in _RUNS.findall(name))


def _run(run: str, language: ReadingLanguage) -> str:
    if run == ".":
        return language.word("point")
    if run.isdigit():
        return language.numerals.digits(run) if run[0] == "0" and len(run) > 1 else language.numerals.cardinal(int(run))
    short = len(run) <= 2 or (run.isupper() and not is_pronounceable(run))  # noqa: PLR2004 - two letters are never a word
    return language.spelt(run) if short else run
