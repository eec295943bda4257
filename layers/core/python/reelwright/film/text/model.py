"""The parsed script, read once for all users of it: passages of sentences of clauses of words."""

from typing import Literal

from reelwright.film.text.breaking import Breaking
from reelwright.film.text.markup.tally import LeftOut
from reelwright.film.text.words import sentence_of
from reelwright.values import Value

WordKind = Literal["word", "figure", "currency", "unit", "time", "year", "ordinal", "code", "url", "mark"]
"""`figure` is a number in digits or words; `code` holds digits and is no number (F-16); `mark` is not spoken."""
WordDirection = Literal["ltr", "rtl", "neutral"]


class Word(Value):
    """One word: a chunk of the script with its marks, or a piece of one where a script has no spaces."""

    written: str
    """As in the script."""
    shown: str
    """As shown in captions."""
    kind: WordKind
    direction: WordDirection
    """Of its letters; `neutral` for marks and numbers, which follow the line."""
    breaking: Breaking


class Clause(Value):
    """Words up to a comma, colon or dash."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Join the words, with spaces if their script uses them."""
        return sentence_of(word.shown for word in self.words)


class Sentence(Value):
    """Clauses up to a full stop or its like, or to the end of a line."""

    text: str
    """As in the script, cleaned."""
    clauses: tuple[Clause, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """List the words of all clauses in order."""
        return tuple(word for clause in self.clauses for word in clause.words)


class Passage(Value):
    """Sentences between two pauses that the script requests."""

    text: str
    """Cleaned; sentences from separate lines are separated by line breaks."""
    sentences: tuple[Sentence, ...]
    pause_seconds: float = 0.0
    """The silence after them requested by the script; 0 for none."""


class Script(Value):
    """The spoken part of a script."""

    language: str
    passages: tuple[Passage, ...]
    """In order; empty if nothing in the script can be spoken."""
    left_out: dict[LeftOut, int]
    """Number of unspoken pieces of the script by kind; kinds without any are absent."""

    @property
    def text(self) -> str:
        """Join the cleaned text of all passages."""
        return "\n".join(passage.text for passage in self.passages)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """List the sentences of all passages in order."""
        return tuple(sentence for passage in self.passages for sentence in passage.sentences)

    @property
    def words(self) -> tuple[Word, ...]:
        """List the words of all sentences in order."""
        return tuple(word for sentence in self.sentences for word in sentence.words)

    @property
    def pause_seconds(self) -> float:
        """Add up the seconds of all pauses."""
        return sum(passage.pause_seconds for passage in self.passages)
