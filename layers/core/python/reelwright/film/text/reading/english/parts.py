"""Fractions, ratios, products and scores: two numbers that belong together."""
# ruff: noqa: RUF001, RUF002 - multiplication signs and dashes are the subject here

import re
import unicodedata
from typing import Final

from reelwright.film.text.reading.english.figures import say_number, say_two_digits, say_whole
from reelwright.film.text.reading.english.grades import are_odds, is_mark
from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule, following, is_computed, preceding
from reelwright.film.text.reading.scores import is_near
from reelwright.film.text.stopwords import stop_words

_VULGAR: Final = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
_OPENING: Final = re.compile(r"(?<![^\s(\[—–-])\"(?=\S)")
_CLOSING: Final = re.compile(r"(?<=[^\s\d])\"")
"""Quotation marks; one behind a digit may mean inches and counts for neither."""
_WHOLE_SCORES: Final = frozenset({"5", "10", "20", "100"})
"""Of what marks are given: "9/10" is nine out of ten, but "1/10" a tenth only where "of" follows."""
_FRAME_DIGITS: Final = 3
_LARGEST_SCORE: Final = 30
_CLOCK: Final = re.compile(r"\d\d:[0-5]\d")
"""Minutes and seconds, "25:30": hours were read before. Shares of a hundred ("60:40") look alike."""
_WHOLE: Final = 100
_MEASURE_OF_MUSIC: Final = re.compile(r"(?:[2-9]|12)/[248]|16")
_HALVED: Final = frozenset("done empty finished full ironman marathon off price size speed staff term time".split())  # noqa: SIM905 - data
"""Half of these takes no article: "half price"."""
_EXTENTS: Final = frozenset("wide long tall high deep thick across and by in on of from apart each".split())  # noqa: SIM905 - data
"""What may follow a length that describes no noun."""
_SIDE: Final = r"\d{1,3}(?:\.\d+)?"
_SIDE_UNIT: Final = r"\s?(['′’\"″”]|ft\.?|in\.?|cm|mm|m)"
_SIDES: Final = {
    "'": ("foot", "feet"),
    '"': ("inch", "inches"),
    "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"),
    "m": ("meter", "meters"),
}
_MIXED_NUMBER: Final = re.compile(rf"(?:\d[\s-]?(?:\d/\d|[{_VULGAR}])|[⁰¹²³⁴-⁹])\s?$")


def part_rules(language: ReadingLanguage) -> list[Rule]:
    """List the rules of this file."""
    units = "|".join(re.escape(sign) for sign in sorted(language.units, key=len, reverse=True) if sign[0].islower())
    lengths = "|".join(re.escape(sign) for sign in ("cm", "mm", "km", "m", "ft", "in.", "px"))
    return [
        Rule(re.compile(rf"(?<![\w.,])({_SIDE}){_SIDE_UNIT}\s?[x×]\s?({_SIDE})\s?\2(?!\w)"), _sides),
        Rule(re.compile(r"(?:(?<=\d[/⁄]\d)|(?<=\d[/⁄]\d\d))(?:[\"″](?!\w)|\s?in\.(?!\w))"), _inches),
        Rule(re.compile(rf"(?<![\w.,/])(?:(\d+)\s?)?([{_VULGAR}])(?![\w/])"), _vulgar),
        Rule(
            re.compile(r"(?<![\w.,/])1/(\d{2,4})\s?(?:s|sec|second)(?!\w)"),
            lambda match, known: f"one {known.numerals.ordinal(int(match[1]))} of a second",
        ),
        Rule(
            re.compile(r"(?<![\w.,/])(\d{1,3})/(\d{1,3}(?:,\d{3})+)(?![\w/]|[.,]\d)"),
            lambda match, known: f"{say_whole(match[1], known)} in {say_number(match[2], known)}",
        ),
        Rule(
            re.compile(r"(?<![\w.,])(\d{1,2})[\s-]?(?:ft|foot|feet)\.?[\s-](\d{1,2})[\s-]?(?:in|inch|inches)(?![\w/])"),
            lambda match, known: (
                f"{say_whole(match[1], known)} {'foot' if match[1] == '1' else 'feet'} {say_whole(match[2], known)}"
                f" {'inch' if match[2] == '1' else 'inches'}"
            ),
        ),
        Rule(
            re.compile(r"(?<![\w.,/])(?:(\d+)[ -])?(\d{1,3})[/⁄](\d{1,3})(?:rds?|ths?|nds)?(?![\w/%]|\.\d)"), _slashed
        ),
        Rule(re.compile(r"(?<![\w.,/])(\d+\.\d+)/(\d{1,3})(?![\w/%]|\.\d)"), _decimal_mark),
        Rule(
            re.compile(
                rf"(?<=[{_VULGAR}\s\d])(?:(?<=\d/\d\s)|(?<=[⁰¹²³⁴-⁹]\s)|(?<=[{_VULGAR}]\s)|(?<=[{_VULGAR}]))({units})(?![\w'’/])"
            ),
            _part_of_unit,
        ),
        Rule(
            re.compile(r"(?<![\w.,])(\d{1,2})\s?['′](?=\s(?:tall|high|long|wide|deep)\b)"),
            lambda match, known: f"{say_whole(match[1], known)} {'foot' if match[1] == '1' else 'feet'}",
        ),
        Rule(
            re.compile(r"(?<![\w.,:])(\d{1,3})\s?:\s?(\d{1,3}(?:,\d{3})*|\d+)(?:[-–](\d{1,3}))?(?![\w:]|[.,]\d)"),
            _ratio,
        ),
        Rule(
            re.compile(
                r"(?<![\w.,])(\d+(?:\.\d+)?)\s?[x×]\s?(\d+(?:\.\d+)?)(?:\s?[x×]\s?(\d+(?:\.\d+)?))?"
                rf"(?:\s?(?P<unit>{lengths}))?(?![\w^]|\.\d)"
            ),
            _product,
        ),
        Rule(re.compile(r"(?<![\w.,-])(\d{1,2})[-–](\d{1,2})(?![\w-]|[.,%]\d|%)"), _score),
        Rule(
            re.compile(r"(?<![\w.,])(\d{1,2})′(?![\w″\"])"), lambda match, known: f"{say_whole(match[1], known)} feet"
        ),
        Rule(re.compile(r"(?<![\w.,])([4-7])['’](\d|1[01])(?![\w\"”'’])"), _feet_and_inches),
        Rule(re.compile(r"(?<![\w.,])(\d{1,2})\s?['′’]\s?(\d{1,2})\s?(?:[\"″”]|'')"), _feet_and_inches),
        Rule(
            re.compile(r"(?<![\w.,])(\d{1,3}(?:\.\d+)?)\s?(?:″|\")(?![\w\"″])"),
            lambda match, known: None if _closes_quote(match) else f"{say_number(match[1], known)} inches",
        ),
    ]


def _sides(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "12' x 14'"; a room that an article stands before is "a twelve foot by fourteen foot room"."""
    sign = {"′": "'", "’": "'", "″": '"', "”": '"', "ft": "'", "in": '"'}.get(match[2].rstrip("."), match[2])
    is_one = preceding(match).casefold() in {"a", "an", "the", "one"} and following(match).isalpha()
    name = _SIDES[sign][0 if is_one else 1]
    return f"{say_number(match[1], language)} {name} by {say_number(match[3], language)} {name}"


def _closes_quote(match: re.Match[str]) -> bool:
    """Tell the mark behind a number from the end of a quotation: only the latter was opened."""
    if match[0][-1] != '"':
        return False
    before = match.string[: match.end() - 1]
    return len(_OPENING.findall(before)) > len(_CLOSING.findall(before))


def _vulgar(match: re.Match[str], language: ReadingLanguage) -> str:
    over, _, under = unicodedata.normalize("NFKC", match[2]).partition("\u2044")
    return _fraction(match[1], over, under, match, language)


def _slashed(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say a fraction, a mark out of ten, or a pair like "9/11"."""
    count, over, under = match[1], match[2], match[3]
    if _MEASURE_OF_MUSIC.fullmatch(match[0]) and is_near(match, "music", language):
        return f"{say_whole(over, language)} {say_whole(under, language)}"
    if not count and is_near(match, "pressure", language):
        return f"{say_whole(over, language)} {language.word('over')} {say_whole(under, language)}"
    if preceding(match).casefold() in language.table["series"].split() and not count:
        return f"{say_whole(over, language)} of {say_whole(under, language)}"
    if not count and (
        f"{over}/{under}" in language.table["spoken_pairs"].split()
        or under not in language.table["fractions"] | {"20": "", "100": ""}
    ):
        return f"{say_whole(over, language)} {say_whole(under, language)}"
    return _of_whole(match, language)


def _of_whole(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say odds, a mark, or a part."""
    count, over, under = match[1], match[2], match[3]
    if not count and are_odds(following(match)):
        return f"{say_whole(over, language)} in {say_whole(under, language)}"
    is_part = following(match) in {"of", "cup", "cups", "teaspoon", "mile", "inch"}
    has_mark = under in _WHOLE_SCORES and not is_part and is_mark(match, over, language)
    if int(over) >= int(under) or (not count and has_mark) or under not in language.table["fractions"]:
        return f"{say_whole(over, language)} out of {say_whole(under, language)}"
    return _fraction(count, over, under, match, language)


def _fraction(count: str | None, over: str, under: str, match: re.Match[str], language: ReadingLanguage) -> str:
    one, many = language.table["fractions"][under]
    if count:
        part = _one(one) if over == "1" else f"{say_whole(over, language)} {many}"
        return f"{say_whole(count, language)} and {part}"
    if over != "1":
        return f"{say_whole(over, language)} {many}"
    noun = following(match)
    if under == "2":
        is_noun = noun.isalpha() and noun.casefold() not in stop_words("en") and noun not in _HALVED
        return "half a" if is_noun and not noun.endswith("s") else "half"
    return _one(one) if noun != "of" else f"one {one}"


def _inches(match: re.Match[str], _: ReadingLanguage) -> str:
    """Say the inches of "2-1/4" wide"; before a noun, and behind a part alone, the singular."""
    is_noun = following(match).isalpha() and following(match) not in _EXTENTS
    return " inch " if is_noun or not _MIXED_NUMBER.search(match.string, 0, match.start()) else " inches "


def _one(part: str) -> str:
    """Put the article before a part: "a third", "an eighth"."""
    return f"an {part}" if part.startswith("eigh") else f"a {part}"


def _decimal_mark(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "4.8/5"."""
    return f"{say_number(match[1], language)} out of {say_whole(match[2], language)}"


def _part_of_unit(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say the unit of "1/4 tsp" and "2 1/2 tbsp", which stands apart from its number."""
    unit = language.units[match[1]]
    has_whole = _MIXED_NUMBER.search(match.string, 0, match.start())
    return f" {unit.many if has_whole else unit.one}"


def _ratio(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "3:1" and "Psalm 23:4"; two digits behind the colon were a time before."""
    if preceding(match).casefold() in language.table["scripture"].split():
        return f"{say_whole(match[1], language)} {say_whole(match[2].replace(',', ''), language)}{_last_verse(match, language)}"
    if _CLOCK.fullmatch(match[0]) and int(match[1]) + int(match[2]) != _WHOLE:
        return f"{say_whole(match[1], language)} {say_two_digits(int(match[2]), language)}"
    return f"{say_whole(match[1], language)} to {say_number(match[2], language)}{_last_verse(match, language)}"


def _last_verse(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say the "-7" of "John 4:4-7"."""
    return f" to {say_whole(match[3], language)}" if match[3] else ""


def _product(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "5 × 3" as a product, "1920x1080" and "3x4" as a size."""
    numbers = [number for number in match.group(1, 2, 3) if number]
    if match["unit"]:
        unit = language.units[match["unit"]]
        is_one = preceding(match).casefold() in {"a", "an", "the", "one"} and following(match).isalpha()
        return f"{' by '.join(_side(number, language) for number in numbers)} {unit.one if is_one else unit.many}"
    is_asked = " x " in match[0] and is_computed(match)
    if is_asked or ("×" in match[0] and " " in match[0]):
        return " times ".join(say_number(number, language) for number in numbers)
    return " by ".join(_side(number, language) for number in numbers)


def _side(number: str, language: ReadingLanguage) -> str:
    if number.isdigit() and len(number) > _FRAME_DIGITS and not number.endswith("00"):
        return f"{say_whole(number[:-2], language)} {say_two_digits(int(number[-2:]), language)}"
    return say_number(number, language)


def _score(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say "won 3-2"; without such a word near it is a range."""
    if f"{match[1]}/{match[2]}" in language.table["spoken_pairs"].split():
        return f"{say_whole(match[1], language)} {say_whole(match[2], language)}"
    if max(int(match[1]), int(match[2])) > _LARGEST_SCORE or not is_near(match, "scores", language, whole=True):
        return None
    other = "nil" if language.is_british and match[2] == "0" else say_whole(match[2], language)
    return f"{say_whole(match[1], language)} {other}"


def _feet_and_inches(match: re.Match[str], language: ReadingLanguage) -> str:
    return f"{say_whole(match[1], language)} foot {say_whole(match[2], language)}"
