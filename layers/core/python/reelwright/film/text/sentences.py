"""Cleaning a text and splitting it into sentences and clauses, in any language, without losing a letter."""

import re
import unicodedata
from typing import Final

from reelwright.film.text.characters import CLAUSE_END, DASHES, EMOJI, OPENING_MARKS, SENTENCE_END, is_spaceless

_LINE_BREAKS: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_KEPT_FORMATS: Final = "\u200c\u200d"
"""Joiners that change how Arabic, Persian and Indic letters look; every other format character goes."""
_DROPPED_CATEGORIES: Final = {"Cc", "Cf", "Cs", "Co"}

_TERMINATOR: Final = re.compile(SENTENCE_END)
_ABBREVIATIONS: Final = frozenset(
    """mr mrs ms dr prof sr jr st vs etc e.g i.e u.s u.k u.n a.m p.m no nr vol fig inc ltd co corp dept est approx gen
    capt sgt lt col rev hon gov sen rep ph.d m.d b.c a.d d.c z.b d.h u.a bzw ca usw hr fr str sra srta dra ud uds p.ej
    ee.uu mme mlle m jan feb mar apr jun jul aug sep sept oct nov dec""".split()  # noqa: SIM905 - data, one line a group
)
"""Words that end in a full stop without ending a sentence, without that stop."""
_ENDING_ABBREVIATIONS: Final = frozenset(
    """etc a.m p.m inc ltd u.s u.k co corp jr sr no usw ph.d m.d b.c a.d d.c u.n""".split()  # noqa: SIM905 - words read better than quotes
)
"""Abbreviations that may also close a sentence: they do where a capital follows (but `no` only without a number)."""
_CLAUSE_MARK: Final = re.compile(rf"{CLAUSE_END}|\s[-{DASHES}](?=\s)|[—]")
_LONGEST_ENUMERATOR: Final = 3
_LAST_DAY_OF_MONTH: Final = 31


def clean(text: str) -> str:
    """Return the text as it will be spoken and shown: NFC, without control characters and emoji, spaces single.

    Line breaks stay, one at a time, because they end sentences. Cleaning twice changes nothing more.
    """
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    text = EMOJI.sub(" ", text)
    kept = (
        character
        for character in text
        if character == "\n" or character in _KEPT_FORMATS or unicodedata.category(character) not in _DROPPED_CATEGORIES
    )
    text = unicodedata.normalize("NFC", "".join(kept))
    text = re.sub(rf"(?<![^\W_])[{_KEPT_FORMATS}]+|[{_KEPT_FORMATS}]+(?!\w)", "", text)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def speakable(text: str) -> bool:
    """Return whether a voice has anything to say: at least one letter or number."""
    return any(character.isalnum() for character in text)


def split_sentences(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the sentences of the text in order, trimmed; their letters are exactly the text's.

    Sentences end at `.!?…`, their full-width, Arabic and Indic sisters, and at line breaks; not within decimals, after
    initials and abbreviations, or before a small letter. A piece with nothing to say joins the one before it.
    """
    pieces = [piece for line in text.split("\n") for piece in _split_line(line.strip(), language)]
    sentences: list[str] = []
    for piece in pieces:
        if (sentences and not speakable(piece)) or (sentences and not speakable(sentences[-1])):
            sentences[-1] = f"{sentences[-1]} {piece}"
        else:
            sentences.append(piece)
    return tuple(sentences)


def split_clauses(sentence: str) -> tuple[str, ...]:
    """Return the clauses of one sentence, cut behind commas, semicolons, colons and dashes; never within a number."""
    clauses, start = [], 0
    for mark in _CLAUSE_MARK.finditer(sentence):
        after = sentence[mark.end() : mark.end() + 1]
        if after.isspace() or mark.group() == "—" or (after and is_spaceless(mark.group()[0])):
            clauses.append(sentence[start : mark.end()].strip())
            start = mark.end()
    clauses.append(sentence[start:].strip())
    return tuple(_glued([clause for clause in clauses if clause]))


def _glued(clauses: list[str]) -> list[str]:
    """Join clauses that hold nothing to say to their neighbour."""
    whole: list[str] = []
    for clause in clauses:
        if whole and not (speakable(clause) and speakable(whole[-1])):
            whole[-1] = f"{whole[-1]} {clause}"
        else:
            whole.append(clause)
    return whole


def _split_line(line: str, language: str) -> list[str]:
    sentences, start = [], 0
    for mark in _TERMINATOR.finditer(line):
        if _ends_sentence(line, start, mark, language):
            sentences.append(line[start : mark.end()].strip())
            start = mark.end()
    sentences.append(line[start:].strip())
    return [sentence for sentence in sentences if sentence]


def _ends_sentence(line: str, start: int, mark: re.Match[str], language: str) -> bool:
    rest = line[mark.end() :]
    if not rest:
        return True
    if is_spaceless(mark.group()[0]):
        return True
    if not rest[0].isspace():
        # "Wait!Now" and "你好!再见": a terminator that is no full stop, or one between spaceless letters, still ends.
        return is_spaceless(rest[0])
    following = rest.lstrip().lstrip(f"{OPENING_MARKS}¿¡—-")[:1]
    if following.islower():
        return False
    return mark.group() != "." or not _stop_belongs_to_word(line[start : mark.start()], following, language)


def _stop_belongs_to_word(before: str, following: str, language: str) -> bool:
    word = re.split(rf"[\s{re.escape(OPENING_MARKS)}]", before)[-1]
    if word.isdigit():
        enumerates = before.strip() == word and len(word) <= _LONGEST_ENUMERATOR
        ordinal = language.startswith("de") and int(word) <= _LAST_DAY_OF_MONTH
        return enumerates or ordinal
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    folded = word.casefold()
    if folded in _ENDING_ABBREVIATIONS:
        return folded == "no" and following.isdigit()
    return folded in _ABBREVIATIONS
