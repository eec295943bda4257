"""Names of letters and digits: versions, formulas, machines, programming languages."""

import re
from typing import Final

from reelwright.film.text.reading.english.figures import (
    SERIAL_DIGITS,
    in_plural,
    say_number,
    say_serial,
    say_two_digits,
    say_whole,
)
from reelwright.film.text.reading.english.short import is_english_word
from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.rule import Rule
from reelwright.film.text.reading.shortened import formula_rule, is_pronounceable

_RUNS: Final = re.compile(r"\d+|[A-Z]?[a-z]+|[A-Z]+|[.]")
_LINES_OF_A_PICTURE: Final = frozenset({"360", "480", "720", "1080", "1440", "2160"})
_LONGEST_SPELT: Final = 2


def name_rules(language: ReadingLanguage) -> list[Rule]:
    """List the rules of this file."""
    special = "|".join(map(re.escape, sorted(language.table["acronyms"]["said"], key=len, reverse=True)))
    return [
        Rule(
            re.compile(rf"(?<![\w-])(?:{special})(?!\w|-\d+[a-z])"),
            lambda match, known: known.table["acronyms"]["said"][match[0]],
        ),
        Rule(re.compile(r"(?<![^\W_])[b-df-hj-np-tv-z]{2,3}(?=[²³⁰-⁹])"), lambda match, _: " ".join(match[0].upper())),
        formula_rule(),
        Rule(re.compile(r"(?<!\w)([A-Z])\+\+(?!\w)"), lambda match, _: f"{match[1]} plus plus"),
        Rule(re.compile(r"(?<!\w)([A-Z])#(?!\w)"), lambda match, _: f"{match[1]} sharp"),
        Rule(re.compile(r"(?<![\w.])\.([A-Z]{2,4})(?!\w)"), lambda match, _: f"dot {match[1].lower()}"),
        Rule(re.compile(r"(?<![^\W_])([A-Z][a-z]+)([A-Z]{2,3})(?![^\W_])"), _camel),
        Rule(re.compile(r"(?<!\w)[fF]/(\d+(?:\.\d+)?)(?!\w)"), lambda match, known: f"F {say_number(match[1], known)}"),
        Rule(re.compile(r"(?<!\w)(?:v\.?\s?|V(?=\d+\.))(\d+(?:\.\d+)*)(?!\w)"), _version),
        Rule(re.compile(r"(?<![\w.,])\d+(?:\.\d+){2,}(?!\w)"), _version),
        Rule(
            re.compile(r"(?<![\w.,$-])(\d{1,3})([A-Z])s(?!\w)"),  # "5Ks"
            lambda match, known: f"{say_whole(match[1], known)} {match[2]}'s",
        ),
        Rule(re.compile(r"(?<![\w.,])802\.(\d{1,2})([a-z]{0,2})(?!\w)"), _network),
        Rule(re.compile(r"(?<![\w.,$-])(\d{2})ers(?!\w)"), _team),
        Rule(re.compile(r"(?<!\w)[x×](\d+)(?!\w)"), lambda match, known: f"times {say_whole(match[1], known)}"),  # noqa: RUF001
        Rule(re.compile(r"(?<![\w.,$-])[A-Za-z]{1,6}-\d+(?:[A-Za-z]|[A-Z]{2,3})?(?![\w-]|[.,]\d)"), _mixed),
        Rule(
            re.compile(r"(?<![\w.,$-])(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z\d]+(?:-[A-Z]?\d+[A-Z]{0,2})?(?!\w|[.,]\d)"),
            _mixed,
        ),
    ]


def _camel(match: re.Match[str], _language: ReadingLanguage) -> str:
    """Say a name that ends in letters: ChatGPT, OpenAI."""
    return f"{match[1]} {' '.join(match[2])}"


def _version(match: re.Match[str], language: ReadingLanguage) -> str:
    version = f"{language.word('version')} " if match[0][0] in "vV" else ""
    return version + " point ".join(say_whole(part, language) for part in re.findall(r"\d+", match[0]))


def _network(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "802.11ax", the standard of wireless networks."""
    return " ".join(["eight oh two point", say_whole(match[1], language), *match[2].upper()])


def _team(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say "the 49ers" and "the 76ers"."""
    said = say_whole(match[1], language)
    return f"{said}rs" if said.endswith("e") else f"{said}ers"


def _mixed(match: re.Match[str], language: ReadingLanguage) -> str:
    """Say a name run by run: H2O, F-16, 1080p, MP3, COVID-19."""
    runs = _RUNS.findall(match[0].replace("-", " "))
    if runs[-1] == "s" and runs[-2].isdigit() and len(runs) > 2:  # noqa: PLR2004 - letters, digits and the plural
        return " ".join([*(_run(run, runs, language) for run in runs[:-2]), in_plural(_run(runs[-2], runs, language))])
    return " ".join(_run(run, runs, language) for run in runs)


def _run(run: str, runs: list[str], language: ReadingLanguage) -> str:
    if run.isdigit():
        if run in _LINES_OF_A_PICTURE and not {"p", "i"}.isdisjoint(runs):
            return f"{say_whole(run[:-2], language)} {say_two_digits(int(run[-2:]), language)}"
        is_serial = len(run) in SERIAL_DIGITS and runs[0].isupper()  # "A380", "CS101"
        return say_serial(run, language) if is_serial else say_whole(run, language)
    if run in language.listed("acronyms", "words") or run in language.table["spoken_prefixes"].split():
        return run.lower()
    short = (
        len(run) <= _LONGEST_SPELT
        or (run.isupper() and not is_pronounceable(run) and not is_english_word(run))
        or run in language.listed("acronyms", "letters")
    )
    return " ".join(run.upper()) if short else run.lower() if run.isupper() else run
