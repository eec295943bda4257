"""Finds phrases of the project's old private dialect in docstrings, other string literals and comments."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from tests.house.checkout import Source

PHRASES = (
    # Riddles instead of a standard term: "cannot be read", "not found", "invalid", "unchanged".
    r"none of ours",
    r"one of ours",
    r"there is no such",
    r"none that",
    r"those there are",
    r"so many\b(?! \w+s\b)",
    r"as (?:it|they) (?:is|are|was|were)\b(?=[.,;:)]|$)",
    r"is content\b(?!-)",
    # A pronoun instead of a role: caller, owner, operator, client.
    r"whoever",
    r"nobody",
    r"somebody",
    # A relative clause as a noun: "the request", "the limit".
    r"what (?:is|was) (?:asked|told|left to|made of)",
    r"what (?:it|they|one) (?:is|are|was|were|has|have|wants?)\b",
    # Code that talks, wants, rests or lies somewhere.
    r"(?:is|are|was|were) told\b",
    r"told (?:to|of)\b",
    r"tells? (?:of|it|them|how|whether|who|what)\b",
    r"wants? (?:to|the|it|no|them|a)\b",
    r"as \S+ wants? (?:it|them)\b",
    r"(?:lies|lie) (?:in|under|at|there|below)\b",
    r"knows (?:no|nothing|of)\b",
    r"left alone\b",
    r"hears? of\b",
    r"rings\b",
    # Old words for a retry, a repeat, an end.
    r"again and again",
    r"for ever\b",
    r"comes? back to life",
    r"is given up",
    r"(?:no|nothing) more of\b",
    r"mended?\b",
    r"heals?\b",
)
"""Regular expressions, matched at the start of a word, in any case."""

_FINDER = re.compile("|".join(rf"\b(?:{phrase})" for phrase in PHRASES), re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """A piece of prose in a file, with its white space collapsed."""

    line: int
    text: str


def dialect_in(source: Source) -> Iterator[tuple[int, str]]:
    """Yield line number and wording of each phrase in a file; the line is where its literal or comment begins."""
    for text in texts_of(source):
        for found in _FINDER.finditer(text.text):
            yield text.line, found[0]


def texts_of(source: Source) -> Iterator[Text]:
    """Yield docstrings, string literals (also the constant parts of f-strings) and comments."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield Text(node.lineno, " ".join(node.value.split()))
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT:
            yield Text(token.start[0], token.string)
