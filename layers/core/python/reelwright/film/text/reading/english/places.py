"""Addresses: streets, directions, states and postal codes."""

# ruff: noqa: RUF001 - apostrophes of names are the subject here

import re
from typing import Final

from reelwright.film.text.abbreviations import abbreviation_of
from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule, preceding, text_before
from reelwright.film.text.reading.shortened import kept_stop

_DIRECTION: Final = r"(?:N|S|E|W|[NS][EW])"
_STREET_NAMES: Final = "Street Avenue Road Drive Boulevard Lane Place Court Highway Parkway Square Way Terrace"
_ROAD_BEFORE: Final = re.compile(r"\b(?:I|US|SR|Hwy\.?|Rte\.?|Rt\.?|Highway|Route|Interstate)[- ]\d{1,3} $")
_HOUSE_BEFORE: Final = re.compile(
    r"\b\d+[A-Z]?\s(?:(?:[NS][EW]?|[EW])\.?\s)?(?:[A-Z][\w'’]*\.?\s){1,3}$|\d(?:st|nd|rd|th)\s$"
    r"|\b(?:on|onto|at|near|off|of|and|&|down|along)\s(?:[NS]\.?\s|[EW]\.?\s)?[A-Z][a-z]+\s$"
)
"""What stands before a street without a full stop: "123 Main St", "5th Ave", "on Oak St"."""
_PLACE_TITLES: Final = frozenset({"saint", "mount", "fort"})
"""What abbreviations before the names of towns say; the other titles stand before persons."""
_LONGEST_NAME: Final = 5
"""Words of a person with the title."""
_TOWN_BEFORE: Final = re.compile(r"[^.!?]\s(?:[A-Z][a-z]{2,}\s){0,2}[A-Z][a-z]{2,},\s$")
_ZIP_BEHIND: Final = re.compile(r"\s\d{5}(?!\w)")
_CLOSED: Final = re.compile(r"\s?(?:[.,;:!?)]|$)")
_ORDINAL_BEFORE: Final = re.compile(r"\d(?:st|nd|rd|th) $")


def place_rules(language: ReadingLanguage) -> list[Rule]:
    """List the rules of this file; directions are read beside streets and before "of" only: "E" alone is a letter."""
    states = "|".join(language.table["states"])
    bare = language.table["bare_streets"].replace(" ", "|")
    streets = "|".join([*map(re.escape, language.table["streets"]), *_STREET_NAMES.split()])
    behind_street = re.compile(rf"\b(?:{streets}|{bare}),? $")
    return [
        Rule(
            re.compile(rf"(?<=[a-z],\s)(?:{states})(?![\w-]|\s?[/&])"),
            _state,
        ),
        Rule(
            re.compile(rf"(?:(?<=\bD\.C\.\s)|(?<=\b[A-Z]{{2}}\s)(?<=\b(?:{states}|DC)\s))\d{{5}}(?:-\d{{4}})?(?!\w)"),
            lambda match, known: known.numerals.digits(match[0].replace("-", "")),
        ),
        Rule(re.compile(rf"(?<=[a-z]\s){_DIRECTION}(?=\sof\b)"), _direction),
        Rule(
            re.compile(
                rf"(?<!\w){_DIRECTION}\.?(?=\s(?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s(?:{streets}|{bare})(?!\w))"
            ),
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


def _state(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Name a state behind a town; "MD" behind a person is a degree, and "OK" and "IN" are words elsewhere."""
    before = text_before(match)
    if match[0] in language.table["degrees"].split() and _names_person(before):
        return " ".join(match[0])
    if match[0] in language.table["doubtful_states"].split():
        has_code = _ZIP_BEHIND.match(match.string, match.end()) is not None
        if not has_code and not (_TOWN_BEFORE.search(before) and _CLOSED.match(match.string, match.end())):
            return None
    return str(language.table["states"][match[0]])


def _names_person(before: str) -> bool:
    """Check for a title or "by" among the last words: "Dr. Ana Ruiz, ", not "Ft. Meade, "."""
    rows = [abbreviation_of(word, "en") for word in before.split()[-_LONGEST_NAME:]]
    is_titled = any(row is not None and row.role == "title" and row.spoken not in _PLACE_TITLES for row in rows)
    return is_titled or "by" in before.split()[-_LONGEST_NAME:]


def street_rule(language: ReadingLanguage) -> Rule:
    """Return the rule for "Oak St." and "5th Ave, Suite 4": a name or a rank stands before it, no name behind."""
    streets = "|".join(map(re.escape, language.table["streets"]))
    end = rf"(?=\s[^A-Z]|\s{_DIRECTION}(?!\w)|\s?$|[,;:!?)])"
    bare = language.table["bare_streets"].replace(" ", "|")
    return Rule(re.compile(rf"(?:(?<=[a-z]\s)|(?<=[a-z]\.\s))(?:(?:{streets}){end}|(?:{bare})(?![\w.]))"), _street)


def _direction(match: re.Match[str], language: ReadingLanguage) -> str:
    return " ".join(language.table["directions"][letter] for letter in match[0].rstrip("."))


def _street(match: re.Match[str], language: ReadingLanguage) -> str | None:
    if match[0] in language.table["bare_streets"].split() and match[0] not in language.table["streets"]:
        is_street = _HOUSE_BEFORE.search(text_before(match)) is not None
        return str(language.table["streets"][f"{match[0]}."]) if is_street else None
    if not (preceding(match)[:1].isupper() or _ORDINAL_BEFORE.search(text_before(match))):
        return None
    return str(language.table["streets"][match[0]]) + kept_stop(match, language)
