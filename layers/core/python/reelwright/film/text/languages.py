"""Facts about a language that follow from its tag (BCP 47), before any text of it is seen."""

from typing import Final, Literal

Direction = Literal["ltr", "rtl"]

_RIGHT_TO_LEFT_LANGUAGES: Final = frozenset(
    "ar arc azb bal ckb dv fa glk he iw ji ks lrc mzn nqo pnb prs ps sd skr syr ug ur yi".split()  # noqa: SIM905 - data
)
"""Languages whose usual script runs from right to left (CLDR, `characterOrder`), with the old tags `iw` and `ji`."""
_RIGHT_TO_LEFT_SCRIPTS: Final = frozenset("adlm arab aran hebr mand mend nkoo rohg samr syrc thaa".split())  # noqa: SIM905 - data
"""ISO 15924 codes of the scripts that run from right to left and are in use."""
_SCRIPT_CODE_LETTERS: Final = 4
_HEAD_FIRST: Final = frozenset({"es", "fr", "it", "pt"})


def primary_language(language: str | None) -> str:
    """Extract the primary language, in lower case: `pt` of `pt-BR` and of `pt_BR`; empty for None."""
    return (language or "").lower().replace("_", "-").partition("-")[0]


def is_head_first(language: str | None) -> bool:
    """Check whether nouns of the language stand before what describes them: "chien guide", "caja de madera", "sangre azul"."""
    return primary_language(language) in _HEAD_FIRST


def direction_of(language: str | None) -> Direction:
    """Look up the base direction of lines in the language; it does not depend on their words.

    A script in the tag has priority (`ur-Latn` is left-to-right) over the language; unknown languages are left-to-right.
    """
    _, *subtags = (language or "").lower().replace("_", "-").split("-")
    script = next((tag for tag in subtags if len(tag) == _SCRIPT_CODE_LETTERS and tag.isalpha()), None)
    if script is not None:
        return "rtl" if script in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if primary_language(language) in _RIGHT_TO_LEFT_LANGUAGES else "ltr"
