"""Fractions, halves, products, and ratios of two numbers."""
# ruff: noqa: RUF001, RUF002 - signs and dashes of many languages are the subject here

import re
import unicodedata
from typing import Final

from reelwright.film.text.reading.amounts import amount_of, spelt, whole
from reelwright.film.text.reading.language import ReadingLanguage, Unit
from reelwright.film.text.reading.moments import say_day
from reelwright.film.text.reading.numerals import Gender
from reelwright.film.text.reading.rule import Rule, following, is_computed, preceding
from reelwright.film.text.reading.scores import is_near, is_score_near

_VULGAR: Final = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_CLOCK: Final = re.compile(r"\d\d:[0-5]\d")
"""Minutes and seconds, "92:48": times of day were read before. Shares of a hundred ("60:40") look alike."""
_WHOLE: Final = 100
_LATE_DAY: Final = 25
"""From here on a number over a month's is a day: "31/12", "25/12"; "24/7" and "16/9" are not."""
_MONTHS: Final = 12
_FULL_MARKS: Final = frozenset({10, 20, 30, 100})
"""What a mark is given of: "8/10", "28/30"."""
_ARTICLES: Final = frozenset("ein eine einem einen einer um uma un una une".split())  # noqa: SIM905 - data
_DAYS: Final = frozenset({"dia", "día"})
"""Words that announce nothing but a date."""


def fraction_rules(language: ReadingLanguage) -> list[Rule]:
    """Return the rules of this file for a language."""
    number = r"(\d+(?:,\d+)?)"
    names = "|".join(
        sorted({name for unit in language.units.values() for name in (unit.one, unit.many) if name.isalpha()})
    )
    unit = rf"(?: ?(?P<unit>{language.unit_pattern})(?![\w/'’]))?"
    return [
        Rule(re.compile(r"(?<![\w.,/])(\d+) ?([hj])/(\d+) ?([hj]?)(?!\w)"), _ratio_of_time),
        Rule(re.compile(rf"(?<![\w.,/])(\d+)(?: ?½| 1/2) (?P<name>{names})(?!\w)"), _named_half),
        Rule(re.compile(rf"(?<![\w.,/])(?:(?P<whole>\d+) ?)?(?P<sign>[{_VULGAR}]){unit}(?![\w/])"), _vulgar),
        Rule(
            re.compile(r"(?<![\w.,/])(\d{1,3})/(\d{1,3}(?:[. \u00a0\u202f]\d{3})+|1000)(?![\w/]|[.,]\d)"),
            lambda match, known: (
                f"{whole(match[1], known)} {known.word('in_all') or known.word('on')} {spelt(amount_of(match[2]), known)}"
            ),
        ),
        Rule(
            re.compile(rf"(?<![\w.,/])(?:(?P<whole>\d+) )?(?P<over>\d{{1,3}})/(?P<under>\d{{1,3}}){unit}(?![\w/])"),
            _fraction,
        ),
        Rule(
            re.compile(r"(?<![\w.,/])(\d+,\d+)/(10{1,2}|20|5)(?![\w/]|[.,]\d)"),
            lambda match, known: f"{spelt(amount_of(match[1]), known)} {known.word('on')} {whole(match[2], known)}",
        ),
        Rule(
            re.compile(r"(?<![\w.,/])((?:1\d|20)\d\d)/(\d\d|(?:1\d|20)\d\d)(?![\w/]|[.,]\d)"),
            lambda match, known: f"{known.numerals.year(int(match[1]))} {known.numerals.year(int(match[2]))}",
        ),
        Rule(re.compile(r"(?<![\w.,:])(\d{1,3}) ?: ?(\d{1,3}(?:[. ]\d{3})+|\d{1,6})(?![\d:.,]\d)(?!\w)"), _ratio),
        Rule(
            re.compile(
                rf"(?<![\w.,]){number} ?[x×] ?{number}(?: ?[x×] ?{number})?(?: ?(?P<unit>{language.unit_pattern}))?(?![\w^])"
            ),
            _product,
        ),
        Rule(re.compile(r"(?<![\w.,])(\d+(?:,\d+)?) ?[x×](?!\w)(?!\s?[+=<>≤≥²³⁴^*]|\s[-−]\s)"), _times),
    ]


def _ratio(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "3:1" and "1:100", and the division "10 : 2 = 5"."""
    if is_computed(match) and " " in match[0]:
        return f"{whole(match[1], language)} {language.word('divided')} {spelt(amount_of(match[2]), language)}"
    if _CLOCK.fullmatch(match[0]) and int(match[1]) + int(match[2]) != _WHOLE:
        return f"{whole(match[1], language)} {whole(match[2], language)}"
    joint = language.word("versus") or language.word("to")
    return f"{whole(match[1], language)} {joint} {spelt(amount_of(match[2]), language)}"


def _times(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "3x"."""
    gender: Gender = "" if language.code == "de" else "f"
    joint = "" if language.code == "de" else " "  # "zweimal" is one word
    return f"{spelt(amount_of(match[1]), language, gender, before_noun=True)}{joint}{language.word('fold')}"


def _product(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "5 × 3", "1920x1080" and "10 × 15 cm"; "2x0" is a score in Portuguese."""
    amounts = [amount_of(number) for number in match.groups()[:3] if number]
    unit = language.units.get(match["unit"] or "")
    is_score = language.code == "pt" and unit is None and is_score_near(match, language)
    joint = language.word("times")
    is_sum = unit is None and " x " in match[0] and is_computed(match)
    if (unit or "x" in match[0]) and not is_sum:
        joint = language.word("versus") if is_score and "x" in match[0] else language.word("by") or joint
    said = f" {joint} ".join(spelt(amount, language) for amount in amounts)
    return f"{said} {unit.many}" if unit else said


def _ratio_of_time(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say the French "24h/24 et 7j/7"."""
    first, letter, second = int(match[1]), match[2], int(match[3])
    unit = language.units.get(letter)
    if unit is None or not second:
        return None
    on = {"fr": "sur", "it": "su"}.get(language.code, language.word("per"))
    return f"{language.numerals.cardinal(first, unit.gender)} {unit.many} {on} {language.numerals.cardinal(second)}"


def _named_half(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "2½ horas" as "dos horas y media"; German puts the half before the noun."""
    if not language.table["and_half"]:
        return None
    unit = next(unit for unit in language.units.values() if match["name"] in {unit.one, unit.many})
    return _unit_and_half(int(match[1]), unit, language)


def _vulgar(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say a fraction of one sign, as "½"."""
    over, _, under = unicodedata.normalize("NFKC", match["sign"]).partition("\u2044")
    return _parts(int(over), int(under), match, language)


def _fraction(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "3/4", a mark "8/10", a day "11/09", or two numbers "50/50"."""
    over, under = int(match["over"]), int(match["under"])
    is_part = over < under and str(under) in language.table["fractions"] and (under not in _FULL_MARKS or over == 1)
    if is_part and not _is_day(match, language):
        return _parts(over, under, match, language)
    count = f"{whole(match['whole'], language)} " if match["whole"] else ""
    if match["unit"]:
        return _pair_of_units(over, under, match["unit"], language)
    is_late_day = over >= _LATE_DAY and under <= _MONTHS and not is_near(match, "pressure", language)
    if (
        match["under"][0] == "0"
        or is_late_day
        or (preceding(match).casefold() in language.listed("ranks", "days") and over > 0)
    ):
        return None if match["whole"] else say_day(over, under, language)
    is_pressure = is_near(match, "pressure", language)
    joint = language.word("over") if is_pressure else language.word("on") if under in _FULL_MARKS else ""
    return (
        f"{count}{' '.join(filter(None, (language.numerals.cardinal(over), joint, language.numerals.cardinal(under))))}"
    )


def _is_day(match: re.Match[str], language: ReadingLanguage) -> bool:
    """Tell "el 3/6 a las nueve" from "el 3/4 de la gente": a fraction names its whole."""
    before, after = preceding(match).casefold(), following(match).casefold()
    if before not in language.listed("ranks", "days") or match["unit"] or match["whole"]:
        return False
    is_certain = before in _DAYS or match["over"] != "1"
    return is_certain and not after.startswith("d") and not language.is_noun(after)


def _pair_of_units(one: int, other: int, sign: str, language: ReadingLanguage) -> str | None:
    """Say the Portuguese "8/8 h", every eight hours, and "120/80 mmHg"; None for a number and a product of units."""
    unit = language.units.get(sign)
    if unit is None:
        return None
    joint = language.word("every") if one == other else language.word("over") if sign == "mmHg" else ""
    said = (language.numerals.cardinal(value, unit.gender, before_noun=True) for value in (one, other))
    return f"{f' {joint} '.join(said)} {unit.many}" if joint else None


def _parts(over: int, under: int, match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say a fraction, or a whole number and a fraction."""
    names = language.table["fractions"].get(str(under))
    if names is None:
        return None
    count = match["whole"]
    unit = language.units.get(match["unit"] or "")
    if (over, under) == (1, 2) and count and unit and language.table["and_half"]:
        return _unit_and_half(int(count), unit, language)  # "un litro y medio"
    if (over, under) == (1, 2):
        said = _half(count, unit.gender if unit else language.gender_of(following(match)), match, language)
        return f"{said} {unit.many if count else unit.one}" if unit else said
    has_article = over == 1 and not count and preceding(match).casefold() in _ARTICLES
    numeral = "" if has_article else language.numerals.cardinal(over, before_noun=True)
    part = f"{numeral} {names[over != 1]}".strip()
    said = part if not count else f"{whole(count, language)} {language.word('and')} {part}"
    return f"{said} {_of_unit(unit, has_whole=bool(count), language=language)}" if unit else said


def _unit_and_half(count: int, unit: Unit, language: ReadingLanguage) -> str:
    number = language.numerals.cardinal(count, unit.gender, before_noun=True)
    return f"{number} {unit.one if count == 1 else unit.many} {language.table['and_half'][unit.gender]}"


def _of_unit(unit: Unit, *, has_whole: bool, language: ReadingLanguage) -> str:
    """Name the unit of a part, "tres cuartos de litro", or of a whole and a part."""
    if has_whole:
        return unit.many
    of = language.word("of")
    return f"{of[:-1]}'{unit.one}" if language.code == "fr" and unit.one[0] in "aehiou" else f"{of} {unit.one}".strip()


def _half(count: str | None, gender: Gender, match: re.Match[str], language: ReadingLanguage) -> str:
    """Say a half, and a number and a half, in the gender of what follows."""
    if language.code == "de":
        return _german_half(count, match, gender, language)
    if not count:
        half = str(language.table["half"][gender])
        has_article = preceding(match).casefold() in {"un", "une", "una", "uma", "um"}
        return half.rsplit(maxsplit=1)[-1] if has_article else half
    return f"{language.numerals.cardinal(int(count), gender)} {language.table['and_half'][gender]}"


def _german_half(count: str | None, match: re.Match[str], gender: Gender, language: ReadingLanguage) -> str:
    if count:
        return f"{language.numerals.cardinal(int(count), before_noun=True)}einhalb"
    has_article = preceding(match).casefold() in {"ein", "eine", "einen", "einem", "einer"}
    half = str(language.table["half"][gender])
    return half.rsplit(maxsplit=1)[-1] if has_article else half
