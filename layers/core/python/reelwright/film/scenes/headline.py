"""The headline on a picture: a quantity, a denial, or the point in few words. It must be true without its context.

So a quantity is shown whole or not at all, and no word is taken from a negation or from a name with a number.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reelwright.film.scenes.keyphrases import key_phrase
from reelwright.film.scenes.points import denial_of, statement_of, without_joint
from reelwright.film.scenes.quoting import bare, tears
from reelwright.film.text.characters import is_spaceless, width_of
from reelwright.film.text.emphasis import is_small
from reelwright.film.text.negation import clause_before, negates
from reelwright.film.text.quantities import Quantity, quantities_of
from reelwright.film.text.quantities.language import quantity_words
from reelwright.film.text.sentences import split_at_conjunctions, split_clauses, split_sentences
from reelwright.film.text.tokens import Token, letter_runs, tokens_of
from reelwright.film.text.wordlists import words
from reelwright.film.text.words import chunks_of, on_one_line

LONGEST_HEADLINE: Final = 32
"""Characters that stay readable in large type beside a subject on a phone."""
LONGEST_ALONE: Final = 48
"""The same for type that has the picture to itself."""
_LONGEST_SENTENCE: Final = 80
"""The same where nothing shorter says anything."""
_LONGEST_OF_KEYWORDS: Final = 24
"""Characters of words that are only the strongest, and no point."""
_OF_MUCH: Final = 4.0
_OF_AMOUNT: Final = 3.0
_OF_YEAR: Final = 2.0
_OF_SPAN: Final = 1.0
_OF_BARE: Final = 0.5
"""What figures are worth: money and thousands, other amounts, years, spans of time, large numbers without a noun."""
_LONGEST_SPACELESS: Final = 14
"""Letters of a clause in a script without spaces, each twice as wide as a Latin one."""
_TIMES: Final = " times"
_SHORTEST_WORD: Final = 4
"""Fewest letters of a one-word headline: shorter words are mostly function words."""


def headline_of(
    thought: str, keywords: tuple[str, ...], language: str, *, is_beside: bool, is_shown: bool
) -> str | None:
    """Choose the large type of a thought: a figure that is its point, a denial, its point in few words, or None.

    `is_beside`: a subject has its picture; `is_shown`: subject or place shows what the thought names.
    """
    figure = _best_figure(thought, language)
    longest = LONGEST_HEADLINE if is_beside else LONGEST_ALONE
    denial = denial_of(thought, language, longest=longest) if is_beside or is_shown else None
    if figure is not None and (figure.worth >= _OF_YEAR or (is_beside and figure.worth >= _OF_SPAN)):
        is_later = denial is not None and figure.worth < _OF_YEAR and thought.find(denial) > thought.find(figure.text)
        return denial if is_later else figure.text
    if denial is not None:
        return denial
    if is_shown and is_beside and len(split_sentences(thought, language)) == 1:
        return None
    statement = statement_of(thought, language, longest=longest) or (
        None if is_shown else _last_clause(thought, language)
    )
    said = statement or (None if figure is None else figure.text)
    if is_shown or is_beside:
        return said
    longer = strong_words(thought, keywords, language, longest=_LONGEST_SENTENCE)
    return said or key_phrase(thought, language) or (longer and without_joint(longer, language))


def _last_clause(thought: str, language: str) -> str | None:
    """Take the last clause in a script without spaces, where the point of a sentence stands; None if it is short or long."""
    clause = bare(split_clauses(split_sentences(thought, language)[-1])[-1])
    is_fitting = is_spaceless(clause[:1] or " ") and _SHORTEST_WORD <= len(clause) <= _LONGEST_SPACELESS
    return clause if is_fitting else None


class _Figure(NamedTuple):
    """A quantity as large type shows it, and its worth: a count has more than a span of time."""

    worth: float
    text: str


def figure_of(text: str, language: str = "en") -> str | None:
    """Find the quantity that is the point: whole, certain, not negated and not too long: "1,000x", "20 °C".

    Amounts come before spans of time, and both before what a condition names ("if they lived three years").
    """
    figure = _best_figure(text, language)
    return None if figure is None else figure.text


def _best_figure(text: str, language: str) -> _Figure | None:
    figures = [
        _Figure(_worth(quantity, text, language), written(text[quantity.start : end]))
        for quantity in quantities_of(text, language)
        for end in (_end_of(quantity, text, language), quantity.end)
        if (quantity.shown or _is_large(quantity, text, language))
        and not negates(clause_before(text, quantity.start), language)
    ]
    fitting = [figure for figure in figures if figure.worth > 0 and width_of(figure.text) <= LONGEST_HEADLINE]
    return max(fitting, key=lambda figure: figure.worth, default=None)


def _worth(quantity: Quantity, text: str, language: str) -> float:
    before = {run.casefold() for run in letter_runs(clause_before(text, quantity.start))}
    if before & words("conditions", language):
        return 0.0
    if not quantity.shown:
        return _OF_BARE
    spoken = {run.casefold() for run in letter_runs(text[quantity.start : quantity.end])}
    if quantity.kind == "time" or spoken & words("spans", language):
        if _is_attribute(text[: quantity.start], language):
            return _OF_BARE
        return _OF_SPAN + quantity.start / len(text) / 2  # "in ten days you win an hour": the last one is the point
    if quantity.kind in {"year", "date"}:
        return _OF_YEAR
    is_much = quantity.kind == "money" or bool(spoken & quantity_words(language).magnitudes)
    return _OF_MUCH if is_much else _OF_AMOUNT


def _is_attribute(before: str, language: str) -> bool:
    """Check whether "of" ties a quantity to a noun before it, which it describes: "a boy of ten years"."""
    noun, of = (*(token.text for token in tokens_of(before)[-2:]), "", "")[:2]
    return of.casefold() in words("of", language) and not is_small(noun, language)


def _is_large(quantity: Quantity, text: str, language: str) -> bool:
    """Check for a number without a noun that says something all the same: "more than a million"."""
    spoken = tuple(run.casefold() for run in letter_runs(text[quantity.start : quantity.end]))
    known = quantity_words(language)
    is_bound = any(spoken[: len(bound)] == bound for bound in known.bounds)
    return quantity.kind == "number" and is_bound and bool(known.magnitudes & set(spoken))


def _end_of(quantity: Quantity, text: str, language: str) -> int:
    """Find where a quantity ends, with what completes it: "two days later", "six litres of milk"."""
    following = tokens_of(text[quantity.end :])[:3]
    if not following or text[quantity.end :][: following[0].start].strip():
        return quantity.end
    if following[0].text.casefold() in words("apart", language):
        return quantity.end + following[0].end
    counts = quantity.kind in {"measure", "count"} and following[0].text.casefold() in words("of", language)
    return quantity.end + _noun_end(text[quantity.end :], following[1:], language) if counts else quantity.end


def _noun_end(behind: str, tokens: Sequence[Token], language: str) -> int:
    """Find the end of the noun behind "of": one word, or two before a mark; 0 if it may go on, as in "of baking soda and"."""
    end = 0
    for token in tokens:
        if is_small(token.text, language):
            break
        end = token.end
        if not behind[end : end + 1].isspace():
            break
    else:
        return 0 if len(tokens) > 1 else end
    return end


def strong_words(
    text: str, keywords: tuple[str, ...], language: str = "en", *, longest: int = _LONGEST_OF_KEYWORDS
) -> str | None:
    """Find the strongest phrase of at most `longest` characters: a whole sentence or clause, else the best keyword."""
    quantities = quantities_of(text, language)
    fitting = [
        phrase
        for phrase in phrases_of(text, language)
        if _is_strong(phrase, longest) and _holds_one(phrase, keywords) and not tears(phrase, text, quantities)
    ]
    if fitting:  # "The people" of a longer sentence says less than a clause of it
        return max(fitting, key=len)
    return next((word for word in keywords if _stands_alone(word, text, quantities, language)), None)


def written(figure: str) -> str:
    """Write a quantity as large type shows it: on one line, "1,000 times" as "1,000x"."""
    figure = on_one_line(figure)
    number = figure.removesuffix(_TIMES)
    return f"{number}x" if number != figure and number[-1:].isdigit() else figure


def phrases_of(text: str, language: str) -> Iterator[str]:
    """List the sentences, clauses and parts of clauses, each without punctuation around it.

    A piece of a sentence is left out if a negation comes before it in the sentence, because the negation may apply to it.
    """
    for sentence in split_sentences(text, language):
        clauses = split_clauses(sentence)
        parts = [part for clause in clauses for part in split_at_conjunctions(clause)]
        yield bare(sentence)
        for piece in (*clauses, *parts):
            if not negates(sentence[: sentence.find(piece)], language):
                yield bare(piece)


def _stands_alone(word: str, text: str, quantities: tuple[Quantity, ...], language: str) -> bool:
    """Check whether a keyword alone means the same as in its sentence, and fits."""
    sentences = [one for one in split_sentences(text, language) if word in one]
    negated = any(negates(sentence, language) for sentence in sentences)
    return width_of(word) <= LONGEST_HEADLINE and not negated and not tears(word, text, quantities)


def _holds_one(words: str, keywords: tuple[str, ...]) -> bool:
    return not keywords or any(keyword.casefold() in words.casefold() for keyword in keywords)


def _is_strong(words: str, longest: int) -> bool:
    several = len(chunks_of(words)) > 1
    return bool(words) and width_of(words) <= longest and (several or len(words) >= _SHORTEST_WORD)
