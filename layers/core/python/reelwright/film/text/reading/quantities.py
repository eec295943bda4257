"""Numbers and what they count: money, units, percentages, ranges, scores, years and plain numbers."""
# ruff: noqa: RUF001 - signs and dashes of many languages are the subject here

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reelwright.film.text.abbreviations import abbreviation_of, is_abbreviation
from reelwright.film.text.reading.amounts import NUMBER, Amount, amount_of, is_singular, shifted, spelt, whole
from reelwright.film.text.reading.language import ReadingLanguage, Unit, either
from reelwright.film.text.reading.numerals import Gender
from reelwright.film.text.reading.powers import SUPERSCRIPTS
from reelwright.film.text.reading.rule import Rule, following, preceding, text_before
from reelwright.film.text.reading.scores import is_score_near

_SIGNS: Final = r"[-−+±~≈]"
_ATTACHED: Final = frozenset("kKMB")
"""Magnitudes of one letter: only right behind the digits or before a currency."""
_AFTER_CURRENCY: Final = frozenset({"mi", "bi", "tri", "F"})
"""Short magnitudes that are words elsewhere: only behind a currency, or before "de" and what is counted."""
_ZEROS_OF_THOUSAND: Final = 3
_PLURALS: Final[Mapping[str, str | tuple[str, ...]]] = {
    "es": "s",
    "fr": ("s", "x"),
    "pt": "s",
    "it": ("e", "i"),
    "de": "\0",
}
"""How a noun ends that more than one number counts; German numerals above one have no gender."""
_CENT_DIGITS: Final = 2
_VOWELS: Final = "aeéiou"
_FIRST_YEAR, _LAST_YEAR = 1100, 1999
_LARGEST_SCORE: Final = 30
_LONG_ARTICLE: Final = re.compile(r"z|s[^aeiou]|gn|ps|x|y|i[aeou]")
_ELIDED: Final = re.compile(r"\s[^\W\d_]+['’]")
"""A word that lost its vowel counts for no noun: "3-1 all'89°"."""
_RESOLUTIONS: Final = frozenset({"2K", "4K", "5K", "8K"})


def quantity_rules(language: ReadingLanguage) -> list[Rule]:
    """Return the rules of this file for a language."""
    currencies = either(language.currencies)
    units = language.unit_pattern
    magnitudes = either(sign for sign in language.table["magnitudes"] if sign not in _ATTACHED)
    per = either({**language.table["per"], **language.units})
    of = r"(?:de |d['’]|di )"
    number = (
        rf"(?<![\w.,-])(?P<sign>{_SIGNS})? ?(?:(?P<before>{currencies}) ?)?(?P<minus>[-−])?(?P<first>{NUMBER})"
        rf"(?:(?P<dash> ?[-–—] ?)(?P<second>{NUMBER}))?"
        rf"(?:(?P<letter> ?[kKMB])(?= ?(?:{currencies}))|(?P<attached>[kKMB]| M(?= d[e'’]))(?![^\W_])"
        rf"| ?(?P<magnitude>{magnitudes})(?![^\W\d_]))?"
        rf"(?: ?{of}?(?P<unit>{units})(?![^\W_]|['’]\w)(?P<cents>\d\d(?!\d))?)?"
        rf"(?: ?/ ?(?P<per>{per})(?![^\W_])(?:/(?P<each>{per})(?![^\W_]))?)?(?!(?![{SUPERSCRIPTS}])[^\W_]|\.\d)"
    )
    dollars = (
        r"(?<![\w.,])(?:US|MX)?\$ ?(?P<first>\d{1,3}(?:,\d{3})+)(?:\.(?P<cents>\d\d))?(?![\d.,]\d)"
        r"(?: ?(?:MXN|USD|pesos|dólares))?"
    )
    glued = r"(?<![\w.,])(?P<first>\d+)(?P<unit>€)(?P<cents>\d\d)(?!\d)"
    return [
        *([Rule(re.compile(dollars), _american)] if language.code == "es" else []),
        Rule(re.compile(glued), _glued),
        Rule(re.compile(number), _quantity),
        Rule(re.compile(rf"(?<=\w\ws)/(?P<per>{per})(?![^\W_])"), lambda match, known: f" {_per(match['per'], known)}"),
    ]


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a number counts: a unit or a noun, with a magnitude between."""

    unit: Unit | None
    magnitude: str
    gender: Gender

    @property
    def is_noun(self) -> bool:
        """Say whether the number stands before a noun, which asks for its short form."""
        return self.unit is not None or bool(self.gender)


def _quantity(match: re.Match[str], language: ReadingLanguage) -> str | None:
    """Say one number or a range, with what it counts."""
    found = match.groupdict()
    if match[0].strip() in _RESOLUTIONS:
        return f"{whole(found['first'], language)} {language.spelt('K')}"
    magnitude = _magnitude(match, language)
    if _is_house_number(match) or (magnitude is None and (found["letter"] or found["attached"] or found["magnitude"])):
        return None
    if _is_plain_digits(found):
        return language.numerals.digits(found["first"])
    unit = _unit(found, language)
    signs = [language.word(name) for name in _sign_names(found)]
    if found["second"] and unit is None and not magnitude:
        return " ".join([*signs, _range(match, language)])
    counted = _Counted(unit, magnitude or "", unit.gender if unit else _counted_gender(match, language))
    return " ".join([*signs, *_measured(match, counted, language)])


def _measured(match: re.Match[str], counted: _Counted, language: ReadingLanguage) -> Iterator[str]:
    """Say the numbers of a match, what they count, and what that is measured by."""
    amount = amount_of(match["first"])
    if match["second"]:
        yield spelt(amount, language, counted.gender, before_noun=counted.is_noun)
        yield language.word("to")
        amount = amount_of(match["second"])
    yield _said(amount, counted, match, language)
    if match["cents"] and counted.unit:
        yield _cents_only(match["cents"], counted.unit, language)
    if match["per"]:
        yield _per(match["per"], language)
    if match["each"]:
        yield _per(match["each"], language)


def _per(sign: str, language: ReadingLanguage) -> str:
    """Say what a quantity is measured by: "por hora"."""
    whole_phrase = language.table.get("per_whole", {}).get(sign)
    return whole_phrase or f"{language.word('per')} {language.table['per'].get(sign) or language.units[sign].one}"


def _sign_names(found: dict[str, str | None]) -> list[str]:
    names = {"-": "minus", "−": "minus", "+": "plus", "±": "plus_minus", "~": "about", "≈": "about"}
    return [names[sign] for sign in (found["sign"], found["minus"]) if sign]


def _magnitude(match: re.Match[str], language: ReadingLanguage) -> str | None:
    sign = (match["letter"] or match["attached"] or match["magnitude"] or "").strip()
    if sign in _AFTER_CURRENCY and not (match["before"] or match.string.startswith(" de ", match.end())):
        return None
    words: dict[str, str] = language.table["magnitudes"]
    return words.get(sign)  # "12B" is a house number where B is no billion


def _is_house_number(match: re.Match[str]) -> bool:
    """Tell "Bloque 12B" from "12B de usuarios": a name stands before it, and nothing that it counts behind it."""
    if match["attached"] != "B" or match["before"] or match["unit"]:
        return False
    return preceding(match)[:1].isupper() and not following(match)[:1].islower()


def _is_plain_digits(found: dict[str, str | None]) -> bool:
    first = found["first"] or ""
    return len(first) > 1 and first.isdigit() and first[0] == "0" and not found["second"]


def _unit(found: dict[str, str | None], language: ReadingLanguage) -> Unit | None:
    if found["before"] and found["unit"] not in language.currencies:
        return language.currencies[found["before"]]
    return language.currencies.get(found["unit"] or "") or language.units.get(found["unit"] or "")


def _said(amount: Amount, counted: _Counted, match: re.Match[str], language: ReadingLanguage) -> str:
    """Say an amount with its magnitude and unit."""
    unit = counted.unit
    if counted.magnitude == "thousand":
        return _named(shifted(amount, _ZEROS_OF_THOUSAND), counted, language)
    if counted.magnitude:
        return _large(amount, counted, language)
    if unit and unit.cent and len(amount.fraction) == _CENT_DIGITS:
        return _money(amount, unit, language)
    return _named(amount, counted, language) if unit else _bare(amount, counted.gender, match, language)


def _named(amount: Amount, counted: _Counted, language: ReadingLanguage) -> str:
    """Say an amount and the unit in the number that follows it."""
    unit = counted.unit
    if unit is None:
        return spelt(amount, language, counted.gender, before_noun=counted.is_noun)
    is_percentage = unit.one in {language.word("percent"), language.word("permille")}
    gender: Gender = "" if is_percentage else counted.gender
    name = unit.one if is_singular(amount, language) else unit.many
    if language.code == "it" and amount.is_one and counted.gender == "f" and name[0] in _VOWELS:
        return f"un'{name}"
    return f"{spelt(amount, language, gender, before_noun=not is_percentage)} {_linked(amount, name, language)}"


def _linked(amount: Amount, name: str, language: ReadingLanguage) -> str:
    """Put "de" between whole millions and what they count."""
    is_millions = amount.whole and amount.whole % 10**6 == 0 and not amount.fraction
    return f"{_of(language.table['magnitude_words']['million'][3], name)}{name}" if is_millions else name


def _large(amount: Amount, counted: _Counted, language: ReadingLanguage) -> str:
    """Say millions and more by their name."""
    one, many, gender, of = language.table["magnitude_words"][counted.magnitude]
    name = one if is_singular(amount, language) else many
    words = f"{spelt(amount, language, gender, before_noun=True)} {name}"
    return words if counted.unit is None else f"{words} {_of(of, counted.unit.many)}{counted.unit.many}"


def _of(of: str, name: str) -> str:
    """Return the preposition before a name, joined where it loses its vowel: French "d'euros"."""
    if of.endswith("'"):
        return of if name[0] in _VOWELS else f"{of[:-1]}e "
    return f"{of} " if of else ""


def _money(amount: Amount, unit: Unit, language: ReadingLanguage) -> str:
    """Say whole money and its hundredths."""
    cents = int(amount.fraction)
    if not amount.whole and cents:
        return f"{language.numerals.cardinal(cents, before_noun=True)} {unit.cent if cents == 1 else unit.cents}"
    whole = _named(Amount(amount.whole), _Counted(unit, "", unit.gender), language)
    return f"{whole} {_cents_only(amount.fraction, unit, language)}" if cents else whole


def _cents_only(digits: str, unit: Unit, language: ReadingLanguage) -> str:
    """Say the hundredths behind the whole, with their name where the language says it."""
    cents = int(digits)
    name = (unit.cent if cents == 1 else unit.cents) if language.code in {"es", "pt"} else ""
    words = language.numerals.cardinal(cents, before_noun=bool(name))
    return " ".join(word for word in (language.word("cents"), words, name) if word)


def _glued(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "9€99"."""
    return _money(Amount(int(match["first"]), match["cents"]), language.currencies["€"], language)


def _american(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "$1,500.50" as Mexico writes it: with a comma between thousands and a point before cents."""
    unit = language.currencies["MXN" if "MX" in match[0] or match[0].endswith("pesos") else "$"]
    return _money(Amount(int(match["first"].replace(",", "")), match["cents"] or "00"), unit, language)


def _follows_abbreviation(match: re.Match[str], language: ReadingLanguage) -> bool:
    """Say whether an abbreviation numbers something: "Art. 1"."""
    tokens = text_before(match).split()
    return bool(tokens) and is_abbreviation(tokens[-1], language.code)


def _bare(amount: Amount, gender: Gender, match: re.Match[str], language: ReadingLanguage) -> str:
    """Say a number that nothing measures; four digits may be a year."""
    written = match["first"]
    if (
        language.code == "de"
        and written.isdigit()
        and _FIRST_YEAR <= amount.whole <= _LAST_YEAR
        and _is_year(match, language)
    ):
        return language.numerals.year(amount.whole)
    words = spelt(amount, language, gender, before_noun=bool(gender))
    return _italian_one(words, following(match)) if language.code == "it" else words


def _italian_one(words: str, noun: str) -> str:
    """Return the form of "un" that stands before a noun: uno zaino, un'ora."""
    if words == "un" and _LONG_ARTICLE.match(noun):
        return "uno"
    return words


def _is_year(match: re.Match[str], language: ReadingLanguage) -> bool:
    """Tell "im Jahr 1999" from "1999 Menschen"."""
    return preceding(match).casefold() in language.listed("gender", "years") or not language.is_noun(following(match))


def _counted_gender(match: re.Match[str], language: ReadingLanguage) -> Gender:
    """Return the gender of what follows; empty where the number counts nothing: "el número 1 del mundo"."""
    before = preceding(match).casefold()
    amount = amount_of(match["second"] or match["first"])
    if (
        amount.fraction
        or before in language.listed("romans", "chapters")
        or before == language.word("number").casefold()
        or _follows_abbreviation(match, language)
        or _ELIDED.match(match.string, match.end())
    ):
        return ""
    after = following(match)
    row = abbreviation_of(after, language.code) if after else None
    after = row.spoken if row and row.spoken and row.role in {"number", "ending"} else after
    if amount.whole != 1 and not after.endswith(_PLURALS[language.code]):
        return ""
    return language.gender_of(after) if after else ""


def _range(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say two numbers with a dash between: a score, years, or from one to the other."""
    written = (match["first"], match["second"])
    amounts = [amount_of(number) for number in written]
    is_score = max(amount.whole for amount in amounts) <= _LARGEST_SCORE and is_score_near(match, language)
    gender = _counted_gender(match, language)
    one, other = (
        _one_of_range(number, amount, gender, language) for number, amount in zip(written, amounts, strict=True)
    )
    is_number = max(amount.whole for amount in amounts) >= _FIRST_YEAR and _follows_abbreviation(match, language)
    joint = "" if is_number else language.word("versus" if is_score else "to")  # "Loi n° 2016-41"
    return " ".join(filter(None, (one, joint, other)))


def _one_of_range(written: str, amount: Amount, gender: Gender, language: ReadingLanguage) -> str:
    if written.isdigit() and _FIRST_YEAR <= amount.whole <= _LAST_YEAR:
        return language.numerals.year(amount.whole)
    return spelt(amount, language, gender, before_noun=bool(gender))
