"""Patterns for numbers, currencies and units that do not depend on the language."""

# ruff: noqa: RUF001 - signs, dashes and marks of many scripts are the subject

import re
from typing import Final

_NARROW_SPACES: Final = "\u00a0\u202f\u2009"
"""Spaces used within a number or before its unit: no-break, narrow no-break, thin."""
FRACTIONS: Final = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
SIGNS: Final = "-−–+±~≈"
RANGE_DASHES: Final = "-–—"

CURRENCY: Final = (
    r"(?:(?:US|CA|AU|NZ|HK|[ACRS])?\$|[€£¥₹₪₩₽₺₴₫₱฿¢₦₿]"
    r"|(?:USD|EUR|GBP|CHF|JPY|INR|BRL|MXN|CAD|AUD|COP|ARS|CLP|PEN|NZD|SGD|HKD|kr|Kč|zł|Fr\.))"
)
_DIGITS: Final = rf"\d+(?:[.,'’{_NARROW_SPACES}]\d+)*"
NUMBER: Final = (
    rf"(?:{_DIGITS}[⁄/]\d+|{_DIGITS}[{FRACTIONS}]?|[{FRACTIONS}])"
    rf"(?:[eE][-+]?\d+)?[{SUPERSCRIPTS}]*"
)
MAGNITUDE_LETTERS: Final = r"(?:k|K|m|M|B|T|bn|mn|tn|Mio|Mrd|mln|mld)"
UNIT_SYMBOLS: Final = (
    r"(?:%|‰|°\s?[CFK]?|℃|℉|º[CF]?|′|″|×"
    r"|(?:[kcmµμn]?m|km|in|ft|yd|mi|[kmµμ]?g|t|lbs?|oz|[mcd]?l|[mcd]?L|[kMGT]?B|[kMGT]b|[kMGT]?W|[kMG]?Wh|[kMG]?Hz|[kM]?V|mA|mAh"
    r"|A|K|J|N|T|Pa|bar|db|dB|[µμmn]?s|min|h|d|px|dpi|fps|rpm|bpm|mph|kph|kmh|kcal|cal|x|pts?|ha|tsp|[Tt]bsp)[²³]?(?:/[A-Za-z]{1,4}[²³]?)?)"
)
"""Units as symbols, directly after the number or after a space; case-sensitive."""

NUMBER_CHUNK: Final = re.compile(
    rf"(?P<sign>[{SIGNS}]?)(?P<money>{CURRENCY})?(?P<sign_inside>[{SIGNS}]?)(?P<number>{NUMBER})"
    rf"(?P<range>[{RANGE_DASHES}]{CURRENCY}?{NUMBER})?"
    rf"(?P<magnitude>{MAGNITUDE_LETTERS}(?![A-Za-z²³]))?(?P<unit>[{_NARROW_SPACES}]?(?:{UNIT_SYMBOLS}|{CURRENCY}))?"
)
CURRENCY_CHUNK: Final = re.compile(CURRENCY)
UNIT_CHUNK: Final = re.compile(UNIT_SYMBOLS)
MAGNITUDE_CHUNK: Final = re.compile(MAGNITUDE_LETTERS)
YEAR: Final = re.compile(r"1[0-9]\d\d|20\d\d|21\d\d")
YEAR_OR_DECADE: Final = re.compile(rf"(?:{YEAR.pattern})s?")
TIME: Final = re.compile(r"(?:[01]?\d|2[0-4])[:.h][0-5]\d(?:[:.][0-5]\d)?")
ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th|er|ère|e|è|ème|º|ª|\.?[ºª])")
FRACTION: Final = re.compile(r"(?P<over>\d{1,2})[⁄/](?P<under>\d{1,3})")
GROUP_OF_THREE: Final = re.compile(r"\d{3}(?!\d)")
ROMAN: Final = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
ADDRESS: Final = re.compile(r"\w+://|www\.|\S+@\S+\.|[\w-]+\.(?:com|org|net|io|gov|edu|de|fr|es|it|uk|eu)\b|[@#]\w")
"""A web or mail address, a handle or a hashtag: its digits are no quantity."""
EAST_ASIAN: Final = re.compile(
    rf"(?P<figure>(?:{CURRENCY})?{NUMBER}(?:[-–~～]{NUMBER})?[十百千万萬亿億兆]*(?:"
    r"年|个月|月|日|天|小时|時間|时|分钟|分|秒|公里|千米|厘米|毫米|米|公斤|千克|克|吨|度|元|円|圓|块|人|倍|岁|歳|次|个|個|种|件|位|名|回|本|枚"
    r"|メートル|キロメートル|キロ|センチ|グラム|トン|パーセント|ドル|ユーロ|％|%|℃|度))"
)
"""A number and its counter word without a space between, as in Chinese and Japanese."""
