"""Addresses: streets, directions, states and postal codes."""

import re
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule, preceding, text_before
from reelwright.film.text.reading.shortened import kept_stop

_DIRECTION: Final = r"(?:N|S|E|W|[NS][EW])"
_STREET_NAMES: Final = "Street Avenue Road Drive Boulevard Lane Place Court Highway Parkway Square Way Terrace"
_ROAD_BEFORE: Final = re.compile(r"\b(?:I|US|SR|Hwy\.?|Rte\.?|Rt\.?|Highway|Route|Interstate)[- ]\d{1,3} $")
_ORDINAL_BEFORE: Final = re.compile(r"\d(?:st|nd|rd|th) $")


def place_rules(language: ReadingLanguage) -> list[Rule]:
    """List the rules of this file; directions are read beside streets and before "of" only: "E" alone is a letter."""
    states = "|".join(language.table["states"])
    doubtful = language.table["doubtful_states"].replace(" ", "|")
    streets = "|".join([*map(re.escape, language.table["streets"]), *_STREET_NAMES.split()])
    behind_street = re.compile(rf"\b(?:{streets}),? $")
    return [
        Rule(
            re.compile(rf"(?<=[a-z],\s)(?:(?!{doubtful})(?:{states})(?!\w)|(?:{doubtful})(?=\s\d{{5}}(?!\w)))"),
            lambda match, known: known.table["states"][match[0]],
        ),
        Rule(
            re.compile(rf"(?:(?<=\bD\.C\.\s)|(?<=\b[A-Z]{{2}}\s)(?<=\b(?:{states}|DC)\s))\d{{5}}(?:-\d{{4}})?(?!\w)"),
            lambda match, known: known.numerals.digits(match[0].replace("-", "")),
        ),
        Rule(re.compile(rf"(?<=[a-z]\s){_DIRECTION}(?=\sof\b)"), _direction),
        Rule(
            re.compile(rf"(?<!\w){_DIRECTION}\.?(?=\s(?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+)\s(?:{streets})(?!\w))"),
            _direction,
        ),
        Rule(
            re.compile(rf"(?<!\w){_DIRECTION}(?!\w)"),
            lambda match, known: (
                _direction(match, known)
                if behind_street.search(text_before(match)) or _ROAD_BEFORE.search(text_before(match))
                else None
            ),
        ),
    ]


def street_rule(language: ReadingLanguage) -> Rule:
    """Return the rule for "Oak St." and "5th Ave, Suite 4": a name or a rank stands before it, no name behind."""
    streets = "|".join(map(re.escape, language.table["streets"]))
    end = rf"(?=\s[^A-Z]|\s{_DIRECTION}(?!\w)|\s?$|[,;:!?)])"
    return Rule(re.compile(rf"(?:(?<=[a-z]\s)|(?<=[a-z]\.\s))(?:{streets}){end}"), _street)


def _direction(match: re.Match[str], language: ReadingLanguage) -> str:
    return " ".join(language.table["directions"][letter] for letter in match[0].rstrip("."))


def _street(match: re.Match[str], language: ReadingLanguage) -> str | None:
    if not (preceding(match)[:1].isupper() or _ORDINAL_BEFORE.search(text_before(match))):
        return None
    return str(language.table["streets"][match[0]]) + kept_stop(match, language)
