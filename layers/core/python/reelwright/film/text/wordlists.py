"""Words by purpose and language, for who looks for them in a script: `wordlists.json` holds them, one row a purpose."""

import json
from functools import cache
from importlib import resources

from reelwright.film.text.languages import primary_language


@cache
def _table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = json.loads(
        resources.files(__package__).joinpath("wordlists.json").read_text("utf-8")
    )
    return table


@cache
def phrases(purpose: str, language: str) -> tuple[str, ...]:
    """List the phrases of a purpose, longest first; row `*` holds those of every language. Empty if none are known."""
    row = _table()[purpose]
    joined = f"{row.get('*', '')}|{row.get(primary_language(language), '')}"
    return tuple(sorted((one for one in joined.split("|") if one), key=len, reverse=True))


@cache
def words(purpose: str, language: str) -> frozenset[str]:
    """List the single words of a purpose in one language."""
    return frozenset(_table()[purpose].get(primary_language(language), "").split())


@cache
def all_words(purposes: tuple[str, ...], language: str) -> frozenset[str]:
    """List the single words of several purposes in one language."""
    return frozenset[str]().union(*(words(purpose, language) for purpose in purposes))
