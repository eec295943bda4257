"""The style sheet's plain English, where a machine can check it: no phrase of the old private dialect in a clean room."""

import ast
from pathlib import Path

import pytest

from tests.house.checkout import Checkout, Source
from tests.house.dialect import dialect_in

ROOT = Path(__file__).resolve().parents[2]
CORE = "layers/core/python/reelwright"
NOT_YET = (f"{CORE}/film/text/reading",)
"""Rooms that still contain such phrases; remove a row when its room is rewritten. All other rooms are checked, new ones too."""
WORD_LISTS = {
    f"{CORE}/film/script/arc.py": ("nobody",),
    f"{CORE}/film/script/hooks.py": ("nobody",),
    f"{CORE}/film/text/negation.py": ("nobody",),
}
"""File -> phrases that are its data: words of users' scripts."""


def _checked() -> list[Source]:
    return [source for source in Checkout(ROOT).production if not source.path.as_posix().startswith(NOT_YET)]


def _source(text: str) -> Source:
    return Source(path=Path("example.py"), module="example", text=text)


def test_clean_rooms_hold_no_phrase_of_the_old_dialect() -> None:
    """CONTRIBUTING.md, style sheet: docstrings, strings and comments use standard terms and name their subject."""
    found = [
        f"{source.path}:{line}: {phrase!r}"
        for source in _checked()
        for line, phrase in dialect_in(source)
        if phrase.lower() not in WORD_LISTS.get(source.path.as_posix(), ())
    ]
    assert found == [], "say it in plain English (CONTRIBUTING.md, style sheet)"


def test_every_word_list_is_still_needed() -> None:
    """A file that no longer contains its word leaves `WORD_LISTS`, so that the list excuses nothing else."""
    found = {(source.path.as_posix(), phrase.lower()) for source in _checked() for _, phrase in dialect_in(source)}
    excused = {(path, word) for path, words in WORD_LISTS.items() for word in words}
    assert excused - found == set()


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ('"""Raises ValueError where the message is none of ours."""', "none of ours"),
        ('raise ValueError("there is no such job")', "there is no such"),
        ("x = 1  # whoever calls this", "whoever"),
        ('def f():\n    """Answer what was\n    asked, as it is."""', "what was asked"),
        ('say(f"{count} jobs were told to stop")', "were told"),
    ],
)
def test_the_dialect_is_found_in_docstrings_strings_and_comments(text: str, phrase: str) -> None:
    """A phrase may run over a line's end, and may stand in an f-string."""
    assert phrase in [found for _, found in dialect_in(_source(text))]


@pytest.mark.parametrize(
    "text",
    [
        '"""Clients poll for every job as it is processed; every user is content-agnostic."""',
        '"""The forever loop ends. Strings and springs are sorted. So many retries are safe."""',
        "nobody = whoever(somebody)",
    ],
)
def test_plain_english_and_names_of_code_are_not_dialect(text: str) -> None:
    """Phrases are matched as whole words, in prose only."""
    ast.parse(text)
    assert list(dialect_in(_source(text))) == []
