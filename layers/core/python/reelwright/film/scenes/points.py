"""The point of a thought in few words: a short sentence, else a clause that stands by itself.

Whatever is chosen is whole: no clause that another one completes ("they call when they are hungry"), no half of a
quantity or a name, nothing out of a negation.
"""

from itertools import pairwise
from typing import Final, NamedTuple

from reelwright.film.scenes.quoting import marked
from reelwright.film.text.characters import CLAUSE_MARKS, DASHES, STRAIGHT_APOSTROPHE, width_of
from reelwright.film.text.emphasis import is_small
from reelwright.film.text.negation import negates
from reelwright.film.text.quantities import quantities_of
from reelwright.film.text.sentences import split_clauses, split_sentences
from reelwright.film.text.tokens import letter_runs
from reelwright.film.text.wordlists import all_words, phrases
from reelwright.film.text.wordlists import words as listed
from reelwright.film.text.words import chunks_of

_QUESTION: Final = ("?", "\uff1f", "\u061f")
_OPEN_ENDS: Final = f"{CLAUSE_MARKS}{DASHES}"
"""A sentence that ends with one of these goes on in the next thought."""
_FEWEST_WORDS: Final = 3
_FEWEST_WORDS_DENIED: Final = 2
"""Words of a clause that says something: "the room goes", "not hot"."""
_EARLY_WORDS: Final = 5
"""A clause with its first "not" further behind is about something else."""
_FEWEST_WORDS_OF_A_HEAD: Final = 4
_LONGEST_CALM: Final = 6
"""Words of large type that a glance takes in."""


class _Clause(NamedTuple):
    """A clause without the word that joins it, and what stands around it in its sentence."""

    text: str
    place: float
    """From 0, the first of its thought, to 1, the last."""
    before: str
    after: str
    is_sentence: bool
    turns: bool = False
    """Whether it says what is the case behind a denial: "it isn't the cold, *it's the wind*"."""


def statement_of(thought: str, language: str, *, longest: int) -> str | None:
    """Find the sentence or clause of at most `longest` characters that says most by itself."""
    fitting = [clause for clause in _clauses(thought, language) if width_of(clause.text) <= longest]
    standing = [clause for clause in fitting if _stands(clause, language)]
    return max(standing, key=lambda clause: _telling(clause, language)).text if standing else None


def denial_of(thought: str, language: str, *, longest: int) -> str | None:
    """Find a clause of at most `longest` characters that denies or forbids something: a picture can show no "not"."""
    denied = [
        clause
        for clause in _clauses(thought, language)
        if width_of(clause.text) <= longest
        and _denies(clause.text, language)
        and not clause.text.endswith(_QUESTION)
        and _stands(clause, language)
        and not is_taken_back(clause.after, language)
        and (negates(" ".join(chunks_of(clause.text)[:_EARLY_WORDS]), language) or _forbids(clause.text, language))
    ]
    return max(denied, key=lambda clause: _denying(clause, language)).text if denied else None


def _clauses(thought: str, language: str) -> list[_Clause]:
    """List the sentences of a thought and the clauses of each."""
    found: list[_Clause] = []
    for sentence in split_sentences(thought, language):
        parts = split_clauses(sentence)
        start = thought.find(sentence)
        is_whole = sentence[-1:] not in _OPEN_ENDS and not sentence[:1].islower()
        whole = without_joint(marked(sentence), language)
        found.append(_Clause(whole, (start + len(sentence)) / len(thought), "", "", is_sentence=is_whole))
        end = 0
        for part in parts:
            at = max(end, sentence.find(part, end))
            end = at + len(part)
            place, before, after = (start + end) / len(thought), sentence[:at], sentence[end:].strip()
            text = without_joint(marked(part), language)
            head, joint, tail = _denied_half(text, language)
            if negates(tail, language):
                found.append(_Clause(tail, place, before + head, after, is_sentence=False))
            elif head:
                found.append(_Clause(head, place, before, f"{joint} {tail} {after}", is_sentence=False))
            elif len(parts) > 1:
                turns = negates(before, language) and _turns(part, language)
                found.append(_Clause(text, place, before, after, is_sentence=False, turns=turns))
    return found


def _denied_half(clause: str, language: str) -> tuple[str, str, str]:
    """Split a clause at its "and" if one half denies: "swim and never quarrel"; three empty texts without one."""
    spoken = chunks_of(clause)
    for place, (joint, following) in enumerate(pairwise(spoken)):
        head, tail = spoken[:place], spoken[place + 1 :]
        if joint.casefold() not in listed("coordinators", language) or not head:
            continue
        contrasts = following.casefold() in listed("contrasting", language)
        is_denied_head = negates(" ".join(head), language) and joint.casefold() in listed("joints", language)
        is_long = min(len(head), len(tail)) >= _FEWEST_WORDS
        if (negates(following, language) and not contrasts) or (is_denied_head and is_long):
            return " ".join(head), joint, " ".join(tail)
    return "", "", ""


def without_joint(clause: str, language: str) -> str:
    """Remove the "and" or "but" at the beginning of a clause."""
    first, _, rest = clause.partition(" ")
    return rest if first.casefold() in listed("coordinators", language) and rest else clause


def is_taken_back(after: str, language: str) -> bool:
    """Check whether a "but" or a correction follows: what comes before it is not the point."""
    if not after:
        return False
    clauses, adversatives = split_clauses(after), listed("adversatives", language)
    return _turns(clauses[0], language) or any(_first_word(clause) in adversatives for clause in clauses)


def _stands(clause: _Clause, language: str) -> bool:
    """Check whether a clause says something, and the same alone as in its sentence."""
    spoken = chunks_of(clause.text)
    asks = clause.text.endswith(_QUESTION)
    denies = _denies(clause.text, language) and not asks
    is_empty = all(is_small(word, language) for word in spoken)
    if is_empty and not ((denies or asks) and len(spoken) >= _FEWEST_WORDS + asks):
        return False
    if _is_revealed(clause):
        return True
    is_clear = denies or clause.turns or (clause.is_sentence and not asks)
    fewest = _FEWEST_WORDS_DENIED if is_clear else _FEWEST_WORDS
    return len(spoken) >= fewest and (clause.is_sentence or _is_independent(clause, language))


def _is_independent(clause: _Clause, language: str) -> bool:
    """Check that nothing completes a clause, and that it is no half of a contrast or proportion and no item of a list."""
    first = _first_word(clause.text)
    is_tied = _first_word(clause.after) in listed("ties", language)
    if clause.turns:
        return not is_tied
    is_half = _is_paired(clause, language) or (clause.before and first in listed("contrasting", language))
    is_denied = negates(clause.before, language) and not _denies(clause.text, language)
    return not (is_tied or _is_bound(clause, language) or is_half or is_denied or _lists(clause, language))


def _is_bound(clause: _Clause, language: str) -> bool:
    """Check whether a clause begins like one that depends on another, perhaps behind an adverb: "exactly like socks"."""
    first, second = (*letter_runs(clause.text.casefold())[:2], "", "")[:2]
    bound, of = listed("bound", language), listed("of", language)
    if not clause.before:  # German "der" and "das" begin a clause as articles, and bind only behind another clause
        bound -= listed("articles", language)
    return first in bound or (is_small(first, language) and second in (bound | of) - listed("conditions", language))


def _lists(clause: _Clause, language: str) -> bool:
    """Check whether a clause is one item of a list: its sentence goes on with a clause of one or two words."""
    nearest = [split_clauses(clause.before)[-1:], split_clauses(clause.after)[:1]]
    spoken = [chunks_of(without_joint(piece[0], language)) for piece in nearest if piece]
    short = [words for words in spoken if 0 < len(words) < _FEWEST_WORDS]
    if not clause.before and len(chunks_of(clause.text)) >= _FEWEST_WORDS_OF_A_HEAD:
        return False
    if clause.before and _pairs_nouns(clause.text, language):
        return True
    return any(not is_small(word, language) for words in short for word in words) and not _denies(clause.text, language)


def _pairs_nouns(clause: str, language: str) -> bool:
    """Check for two nouns, the end of a list: "my hat and your coat"."""
    before_nouns = all_words(("articles", "determiners", "nouns_follow"), language) - listed("in", language)
    spoken = [word.casefold() for word in chunks_of(clause)]
    joints = listed("joints", language)
    second = any(joint in joints and following in before_nouns for joint, following in pairwise(spoken))
    return second and spoken[0] in before_nouns


def _first_word(clause: str) -> str:
    return next(iter(letter_runs(clause.casefold())), "")


def _denies(text: str, language: str) -> bool:
    """Check whether a text denies or forbids something, or calls it wrong."""
    verdicts = listed("verdicts", language) & {run.casefold() for run in letter_runs(text)}
    return negates(text, language) or _forbids(text, language) or bool(verdicts)


def _forbids(text: str, language: str) -> bool:
    return text.casefold().startswith(phrases("stopping", language))


def _telling(clause: _Clause, language: str) -> float:
    """Weigh a clause: a denial, a whole sentence and a late one say most, one about "it" or "they" least."""
    spoken = chunks_of(clause.text)
    refers = _first_word(clause.text) in listed("referring", language)
    return (
        _worth_of_sentence(clause, language)
        + 3.0 * _is_revealed(clause)
        + 2.0 * _is_marked(clause, language)
        + 1.0 * any(one.shown for one in quantities_of(clause.text, language))
        + (1 - clause.place if clause.text.endswith(_QUESTION) else clause.place)
        - 2.0 * (refers and not clause.turns)
        - 2.0 * is_taken_back(clause.after, language)
        - 0.5 * max(0, len(spoken) - _LONGEST_CALM)
        + 0.3 * min(3, sum(not is_small(word, language) for word in spoken))
    )


def _is_revealed(clause: _Clause) -> bool:
    """Check for what a sentence leads to with a colon and names in a few words: "say the magic word: please"."""
    is_last = not clause.after and clause.before.rstrip().endswith((":", "\uff1a"))
    return is_last and len(chunks_of(clause.text)) <= _FEWEST_WORDS


def _is_paired(clause: _Clause, language: str) -> bool:
    """Check for half of a proportion: "the more you give, the more you have"."""
    first = _first_word(clause.text)
    beside = (split_clauses(clause.before)[-1:] or ("",))[0], (split_clauses(clause.after)[:1] or ("",))[0]
    return first in listed("proportions", language) and any(
        _first_word(one) in listed("proportions", language) for one in beside if one
    )


def _worth_of_sentence(clause: _Clause, language: str) -> float:
    """Weigh that a clause is a whole sentence: much if it is short or simple, nothing if it begins with a condition."""
    if not clause.is_sentence or _first_word(clause.text) in listed("conditions", language):
        return 0.0
    if is_taken_back(clause.text, language):
        return 2.6  # the half after a "but" says less without the other: "dogs bark, but cats don't"
    return 2.0 if _is_simple(clause) else 1.5


def _is_marked(clause: _Clause, language: str) -> bool:
    """Check for a question or a denial; a long sentence of several clauses is neither, but one of them may be."""
    asks = clause.text.endswith(_QUESTION) and len(chunks_of(clause.text)) >= _FEWEST_WORDS
    return asks or (_is_simple(clause) and _denies(clause.text, language))


def _is_simple(clause: _Clause) -> bool:
    return len(chunks_of(clause.text)) <= _LONGEST_CALM or len(split_clauses(clause.text)) == 1


def _denying(clause: _Clause, language: str) -> float:
    """Weigh a denial: the first short one says most."""
    return (
        _telling(clause, language)
        - 2 * clause.place
        - 0.3 * len(chunks_of(clause.text))
        - _worth_of_sentence(clause, language)
    )


def _turns(clause: str, language: str) -> bool:
    """Check whether a clause begins like a correction: "it's the wind"."""
    return clause.casefold().translate(STRAIGHT_APOSTROPHE).startswith(phrases("corrections", language))
