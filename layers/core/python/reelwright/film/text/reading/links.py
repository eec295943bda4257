"""Addresses: web pages, e-mail, names with an at sign, tags."""

import re
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule

_TOP_LEVELS: Final = (
    "com|org|net|io|info|app|dev|tv|me|ai|edu|gov|eu|co|es|fr|it|br|de|pt|uk|mx|ar|ch|at|us|ca|be|cl|pe"
    "|ly|gg|fm|xyz|shop|store|online|nl|se|pl|jp|ie|nz|au"
)
_FILES: Final = (
    "pdf|docx?|xlsx?|pptx?|txt|csv|json|ya?ml|xml|html?|css|jsx?|tsx?|py|rb|java|cpp|php|sql|sh|exe|zip|gz|tar|png|jpe?g|gif|svg"
    "|mp[34]|avi|mov|wav|md|log|ini|cfg|conf|toml|lock|env|db|bak|apk|iso|psd|epub"
)
_SPELT_FILES: Final = frozenset("pdf csv xml html htm css js php sql sh png jpg svg txt py ts".split())  # noqa: SIM905 - data
_SPOKEN_TOP_LEVELS: Final = frozenset({"com", "org", "net", "info", "app", "dev", "edu", "gov", "es", "it", "co"})
_SMALL_WORDS: Final = {"en": frozenset({"my", "go", "to", "we", "be", "by", "so", "up", "do", "on"})}
"""Words of two letters in names of English sites; "be" and "my" are read so as countries too."""
_CAMEL: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=\d)(?=[A-Z])")


def link_rules() -> list[Rule]:
    """Return the rules of this file."""
    return [
        Rule(re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), lambda match, language: _address(match[0], language)),
        Rule(
            re.compile(
                rf"(?<![\w@])(?:https?://)?(?:www\.)?((?:[\w-]+\.)+(?:{_TOP_LEVELS}))(/[^\s<>\"”]*[\w/])?(?![\w.@-]\w)"
            ),
            lambda match, language: _address(match[1] + _short_path(match[2]), language),
        ),
        Rule(
            re.compile(r"(?<![\w/.:])~?(?:/[A-Za-z][\w.-]*){2,}/?(?!\w)"),
            lambda match, language: _address(match[0].rstrip("./"), language),
        ),
        Rule(re.compile(rf"(?<![\w@/.-])((?:\w[\w-]*)?)\.({_FILES})(?!\w|[.-]\w)"), _file),
        Rule(re.compile(r"(?<!\w)@(\w+)"), lambda match, language: f"{language.word('at')} {_name(match[1])}"),
        Rule(
            re.compile(r"(?<!\w)#(?!\d+[A-Z](?!\w))(?=\d*[^\W\d_])(\w+)"),
            lambda match, language: f"{language.word('hashtag')} {_name(match[1])}",
        ),
        Rule(re.compile(r"(?<!\w)#(?=\d)"), lambda _, language: f"{language.word('number')} "),
    ]


def _file(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "report_final.pdf" and ".docx"."""
    name = " ".join(re.findall(r"[^\W\d_]+|\d+", _CAMEL.sub(" ", match[1]))) if "_" in match[1] else match[1]
    ending = language.spelt(match[2]) if match[2] in _SPELT_FILES else match[2]
    return f"{name} {language.word('dot')} {ending}".strip()


def _short_path(path: str | None) -> str:
    """Keep the path of an address that people would say: one word; of a long one they say the host alone."""
    short = re.split(r"[?#]", path or "")[0].rstrip("/")
    return short if re.fullmatch(r"/[^\W\d_]{1,20}", short) else ""


def _address(address: str, language: ReadingLanguage) -> str:
    """Say an address piece by piece; the marks between have names."""
    marks = {".": "dot", "@": "at", "/": "slash", "-": "hyphen", "_": "underscore", "+": "plus"}
    pieces = re.findall(r"[^\W_]+|[.@/_+-]", address)
    return " ".join(language.word(marks[piece]) if piece in marks else _piece(piece, language) for piece in pieces)


def _piece(piece: str, language: ReadingLanguage) -> str:
    """Say a piece of an address: two letters that are no word by their names."""
    is_word = len(piece) > 2 or piece in _SPOKEN_TOP_LEVELS or piece.isdigit()  # noqa: PLR2004 - two letters are no word
    return piece if is_word or piece in _SMALL_WORDS.get(language.code, ()) else language.spelt(piece)


def _name(name: str) -> str:
    return _CAMEL.sub(" ", name).replace("_", " ")
