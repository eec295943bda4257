"""Money and measures: a number, or two, with what it counts; the words come in the order in which they are said."""
# ruff: noqa: RUF001 - dashes and signs are the subject here

import re
from collections.abc import Iterable
from typing import Final

from reelwright.film.text.reading.english.figures import DASH, NUMBER, in_plural, is_one, say_number, say_whole
from reelwright.film.text.reading.language import ReadingLanguage, Unit
from reelwright.film.text.reading.rule import Rule, following, preceding, text_before
from reelwright.film.text.reading.scores import is_near
from reelwright.film.text.stopwords import stop_words

_ATTACHED_MAGNITUDES: Final = "kKMmBbT"
_ATTACHED_UNITS: Final = frozenset({"A", "N", "J", "x", "×", "t", "C"})
"""Letters that mean a unit only right behind the digits."""
_SPACED_UNITS: Final = frozenset({"st", "K", "T"})
"""Right behind the digits they are the ending of an ordinal, thousands and trillions."""
_ALGEBRA: Final = r"(?:\s?[+=<>≤≥²³⁴^*]|\s[-−]\s)"
"""What follows the variable of "2x + 3"."""
_AGES_BEFORE: Final = re.compile(r"\b(?:aged?|ages|under|over|below|above)[\s-]$", re.IGNORECASE)
_GROUP_BEFORE: Final = re.compile(r"\b(?:the|those|these|among|for|of|and|by|many|most|all)\s$", re.IGNORECASE)
"""Before a range with "s", these announce people of that age."""
_NAME_BEFORE: Final = re.compile(r"(?<![.!?:\"“] )(?<!\w)([A-Z][A-Za-z]+|[a-z]+[A-Z][A-Za-z]*)[\s-]$|\b[A-Z]-$")
_COMPOUND_BEFORE: Final = re.compile(r"[a-z]{3}-$|\d-on-$")
"""The first part of "omega-3s"."""
_HYPHENATED: Final = re.compile(r"\d-[a-zA-Z]+\.?$")
"""A measure that describes a noun: "a 10-km run"."""
_POINT: Final = Unit("point", "points")
"""What a font's size is counted by."""
_CENTS: Final = re.compile(r"(.*)\.(\d\d)")
_RESOLUTIONS: Final = frozenset({"2K", "4K", "5K", "8K"})
_SIGNS: Final = {"-": "minus", "−": "minus", "+": "plus", "±": "plus_minus", "~": "about", "≈": "about"}


def amount_rules(language: ReadingLanguage) -> list[Rule]:
    """List the rules of this file."""
    currency = _either(language.currencies)
    codes = _either(sign for sign in language.currencies if sign.isalpha() and sign.isupper())
    named = _either(sign for sign in language.table["magnitudes"] if len(sign) > 1)
    magnitude = rf"(?:(?P<letter>[{_ATTACHED_MAGNITUDES}])(?!\w)|[\s-]?(?P<magnitude>{named})(?!\w))"
    measured = _either({**language.table["per"], **language.units})
    per = rf"(?:\s?/\s?(?!gas\b)(?P<per>{measured}|[a-z]{{3,}})(?!\w)(?:/(?P<each>{measured}))?(?![\w/]))"
    sign = r"(?P<sign>[-−+±~≈]\s?)?"
    range_ = rf"(?:{DASH}(?:{currency})?(?P<second>{NUMBER}))?"
    start = r"(?<![\w.,%°])(?<!\d[-–])(?<![A-Z]-)"
    attached = _either(unit for unit in language.units if unit not in _SPACED_UNITS)
    spaced = _either(unit for unit in language.units if unit not in _ATTACHED_UNITS)
    unit = rf"(?:(?P<attached>(?!x{_ALGEBRA})(?:{attached}))|[\s-](?P<unit>{spaced}))(?![\w'’])(?:\.(?=\s[a-z]))?"
    return [
        Rule(re.compile(rf"(?<!\w)(?P<currency>{currency})1,?(?P<zeros>0{{1,3}})s(?!\w)"), _about),
        Rule(
            re.compile(
                rf"{start}{sign}(?P<currency>{currency})\s?(?P<first>{NUMBER}){range_}{magnitude}?(?:\s(?P<code>{codes})(?!\w))?{per}?"
            ),
            _money,
        ),
        Rule(
            re.compile(rf"{start}{sign}(?P<first>{NUMBER}){range_}{magnitude}?\s?(?P<currency>{currency})(?!\w){per}?"),
            _money,
        ),
        Rule(re.compile(rf"{start}(?P<first>{NUMBER})\s?¢"), _cents),
        Rule(
            re.compile(r"(?<![\w.,$])(?P<minus>[-−])?(\d{2,3})(?:[-–](\d{2,3}))?\s?([FC])(?![\w'’/]|\.\d)"),
            _temperature,
        ),
        Rule(
            re.compile(r"(?<![\w.,$])(9|10|14|18|22|24)[- ]?[kKt]{1,2}(?=\s(?:gold|white|yellow|rose|ring)\b)"),
            lambda match, known: f"{say_number(match[1], known)} karat",
        ),
        Rule(
            re.compile(
                rf"{start}{sign}(?P<first>{NUMBER}){range_}(?:[\s-]?(?P<magnitude>{named})|(?P<letter>[kKMB])(?=\s))?(?P<more>\+)?{unit}(?:{per}|(?!/(?!gas\b)[^\W\d]))"
            ),
            _measure,
        ),
        Rule(re.compile(rf"{start}(?P<first>{NUMBER})(?P<letter>[kKMBT]|bn|mn|tn)(?![\w-])"), _many),
    ]


def _either(signs: Iterable[str]) -> str:
    """Return a pattern of signs, the longest first."""
    return "|".join(re.escape(sign).replace(r"\ ", r"\s") for sign in sorted(signs, key=len, reverse=True))


def _money(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "$2.5M", "20 €", "$5-10", "$49.95" and "$1,000/mo"."""
    unit = language.currencies[match.groupdict().get("code") or match["currency"]]
    magnitude = _magnitude(match, language)
    written = match["second"] or match["first"]
    sign = [language.word(_SIGNS[match["sign"].strip()])] if match["sign"] else []
    first = [say_number(match["first"], language), "to"] if match["second"] else []
    cents = _CENTS.fullmatch(written) if not magnitude else None
    if cents and unit.cent:
        said = _with_cents(cents[1], int(cents[2]), unit, language)
    else:
        name = unit.one if _is_singular(match, written, magnitude, language) else unit.many
        said = " ".join(filter(None, [say_number(written, language), magnitude, name]))
    return " ".join([*sign, *first, said, *_per(match, language)])


def _with_cents(whole: str, cents: int, unit: Unit, language: ReadingLanguage) -> str:
    """Say whole money and its hundredths."""
    hundredths = f"{language.numerals.cardinal(cents)} {unit.cent if cents == 1 else unit.cents}"
    if whole.strip("0,") == "" and cents:
        return hundredths
    said = f"{say_number(whole, language)} {unit.one if is_one(whole) else unit.many}"
    if not cents:
        return said
    return f"{said} {language.numerals.cardinal(cents)}" if unit.cent == "penny" else f"{said} and {hundredths}"


def _about(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "$100s"."""
    many = {"0": "tens", "00": "hundreds", "000": "thousands"}[match["zeros"]]
    return f"{many} of {language.currencies[match['currency']].many}"


def _cents(match: re.Match[str], language: ReadingLanguage) -> str:
    return f"{say_number(match['first'], language)} {'cent' if is_one(match['first']) else 'cents'}"


def _temperature(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "350F" near a word of heat or of weather; elsewhere the letter may name a seat."""
    if not is_near(match, "temperatures", language):
        return None
    minus = f"{language.word('minus')} " if match["minus"] else ""
    scale = "Fahrenheit" if match[4] == "F" else "Celsius"
    last = f" to {say_number(match[3], language)}" if match[3] else ""
    return f"{minus}{say_number(match[2], language)}{last} degrees {scale}"


def _measure(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "5 km", "20°C", "5-10%", "16GB" and "a 10m tunnel"."""
    written = match["second"] or match["first"]
    sign = match["attached"] or match["unit"].replace("\u00a0", " ")
    unit = _POINT if sign == "pt" and is_near(match, "fonts", language, whole=True) else language.units.get(sign)
    signs = [_sign(match, language)] if match["sign"] else []
    first = [say_number(match["first"], language), "to"] if match["second"] else []
    if sign in "x×" and _is_singular(match, written, "", language) and not is_one(written):
        return f"{say_number(written, language)} X"  # "a 10x return"
    if sign == "s" and _is_plural(match):
        return " ".join([*signs, *first, in_plural(say_number(written, language))])
    if unit is None or (sign in {"h", "s"} and not match["attached"] and following(match)[:1].isupper()):
        return None
    magnitude, more = _magnitude(match, language), language.word("plus") if match["more"] else ""
    name = unit.one if _is_singular(match, written, magnitude, language) else unit.many
    return " ".join(
        filter(None, [*signs, *first, say_number(written, language), magnitude, more, name, *_per(match, language)])
    )


def _sign(match: re.Match[str], language: ReadingLanguage) -> str:
    """Name a sign; "a ~9% chance" is "a roughly nine percent chance"."""
    name = _SIGNS[match["sign"].strip()]
    return "roughly" if name == "about" and preceding(match).casefold() in {"a", "an"} else language.word(name)


def _is_plural(match: re.Match[str]) -> bool:
    """Tell "two iPhone 15s", "under-25s" and "aged 18-24s" from seconds: a name or a word of age stands before them."""
    before = text_before(match)
    if not (match["attached"] and match["first"].isdigit()):
        return False
    if _AGES_BEFORE.search(before) or (match["second"] and _GROUP_BEFORE.search(before)):
        return True
    name = _NAME_BEFORE.search(before)
    if name is None:
        return _COMPOUND_BEFORE.search(before) is not None
    return name.start() > 0 or any(map(str.isupper, name[0][1:])) or name[0].endswith("-")


def _many(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "10K users" and "1.2B"; "4K" names a picture's size."""
    noun = following(match)
    if match["letter"] == "B" and noun[:1].isupper() and match["first"].isdigit():
        return None  # a house number: "221B Baker Street"
    counts = noun.endswith("s") and noun not in language.table["verbs"].split()
    if match["letter"] == "T" and not counts:
        return None
    if match[0] in _RESOLUTIONS and not counts:
        return f"{say_whole(match['first'], language)} K"
    return f"{say_number(match['first'], language)} {language.table['magnitudes'][match['letter']]}"


def _magnitude(match: re.Match[str], language: ReadingLanguage) -> str:
    sign = match["letter"] or match["magnitude"]
    return str(language.table["magnitudes"][sign]) if sign else ""


def _per(match: re.Match[str], language: ReadingLanguage) -> list[str]:
    """Say what an amount is measured by: "per night", "per deciliter"."""
    signs = [sign for sign in (match["per"], match["each"]) if sign]
    return [f"{language.word('per')} {_counted(sign, language)}" for sign in signs]


def _counted(sign: str, language: ReadingLanguage) -> str:
    """Name what stands behind a slash: "h", "kg", or a noun as it is written."""
    unit = language.units.get(sign)
    return str(language.table["per"].get(sign) or (unit.one if unit else sign))


def _is_singular(match: re.Match[str], written: str, magnitude: str, language: ReadingLanguage) -> bool:
    """Say whether the unit stands in the singular: behind one, and before a noun ("a twenty dollar bill")."""
    if (is_one(written) and not magnitude) or _HYPHENATED.search(match[0]) or following(match) == "olds":
        return True
    noun = following(match)
    if noun in language.table["described"].split():
        return True
    before = preceding(match).casefold()
    is_known = noun in language.table["people"].split() or noun.casefold() not in stop_words("en")
    is_noun = noun.isalpha() and is_known and noun not in language.table["verbs"].split()
    is_joined = not match.string[match.end() : match.end() + 1].strip()
    return before in language.table["singular_after"].split() and is_noun and is_joined
