"""Removes stage directions, speaker labels and scene headings, which are not spoken.

Ordinary prose has brackets, colons and capitals too. So a bracket within a sentence is kept unless its words are a known
direction, and a label is removed only if it is a known role, or a name that occurs again.
"""

import json
import re
from collections import Counter
from functools import cache
from importlib import resources
from typing import Final

from reelwright.film.text.characters import CLOSING_MARKS, SENTENCE_MARKS
from reelwright.film.text.markup.pauses import pause_mark
from reelwright.film.text.markup.tally import Tally

_STARRED: Final = re.compile(r"(?<![\w*])\*(?P<words>[^\s*][^*\n]{0,60}?)\*(?![\w*])")
_SQUARE: Final = re.compile(r"(?<!!)\[(?P<words>[^\[\]\n]{1,300})\](?![(\[:])")
_ROUND: Final = re.compile(r"\((?P<words>[^()\n]{1,120})\)")
_CITATION: Final = re.compile(r"(?<=[^\W_])(?:\[[1-9]\d{0,2}\])+(?=[\s.,;:!?)]|$)|(?<=[.!?,;])(?:\[\d{1,3}\])+")
_WORD: Final = re.compile(r"[^\W\d_][\w.'’-]*")  # noqa: RUF001 - an apostrophe
_LABEL: Final = re.compile(
    r"^[ \t]*(?P<name>[^\W\d_][\w.'’/ -]{0,38}?)[ \t]*(?P<aside>\([^()\n]{1,40}\))?[ \t]*[:：][ \t]*(?P<rest>.*)$"  # noqa: RUF001
)
_SLUG: Final = re.compile(r"^[ \t]*(?:\d+\.?[ \t]+)?(?:INT|EXT|INT\.?/EXT|I/E|EST)\.?[ \t]+\S.*$")
_CAMERA: Final = re.compile(
    r"^[ \t]*(?:FADE (?:IN|OUT|TO)|CUT TO|SMASH CUT|MATCH CUT|DISSOLVE TO|THE END)\b[^a-z]*[.:]?[ \t]*$"
)
_SCENE: Final = re.compile(
    r"^[ \t]*(?P<label>(?:scene|act|shot|slide|part|frame|panel|escena|acto|scène|acte|szene|akt|scena|atto|cena|ato)"
    r"[ \t]+(?:#?\d{1,3}|[ivx]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|uno|un|une|eins|due|dois|duas))"
    r"(?:[ \t]*(?:[:：.–—-]|\()[ \t]*(?P<rest>.*)|[ \t]*)$",  # noqa: RUF001 - colons and dashes look alike
    re.IGNORECASE,
)
_CHARACTER_CUE: Final = re.compile(r"^[ \t]*[^\Wa-z\d_][^\Wa-z]*(?:[ \t][^\Wa-z]+){0,2}(?:[ \t]*\([^()]*\))?[ \t]*$")
_BULLET_SIGN: Final = re.compile("[•▪◦‣●○■·]")
_BULLET: Final = re.compile(rf"^[ \t]*{_BULLET_SIGN.pattern}[ \t]+")
_MOST_WORDS: Final = 8
_MOST_WORDS_UNKNOWN: Final = 3
_MOST_NAME_WORDS: Final = 3
_FEWEST_REPEATS: Final = 2
_ENDS: Final = tuple(SENTENCE_MARKS)
_AFTER_SENTENCE: Final = (*SENTENCE_MARKS, *CLOSING_MARKS, "")


@cache
def _known(name: str) -> frozenset[str]:
    """Load a list of `directions.json`: words separated by spaces, phrases by `|`."""
    data = json.loads(resources.files(__package__).joinpath("directions.json").read_text("utf-8"))
    return frozenset(data[name].split("|") if "|" in data[name] else data[name].split())


def without_starred_actions(text: str, left_out: Tally) -> str:
    """Remove actions between asterisks, `*laughs*`; emphasis, `*really*`, is left to Markdown.

    A whole line in asterisks that starts with a lower-case letter and ends without punctuation is always an action:
    `*door creaks*`.
    """

    def instead(found: re.Match[str]) -> str:
        words = found["words"]
        line = text[text.rfind("\n", 0, found.start()) + 1 :].split("\n", 1)[0].strip()
        alone = line == found[0] and words[:1].islower() and not words.endswith(_ENDS)
        if _is_pause(words):
            return pause_mark(words)
        if not (_begins_with(words, "actions") or alone):
            return found[0]
        left_out["stage_directions"] += 1
        return " "

    return _STARRED.sub(instead, text) if "*" in text else text


def with_pauses(text: str) -> str:
    """Replace every `[pause]`, `[pause 500ms]` and `(beat)` by a pause mark."""
    for opening, pattern in (("[", _SQUARE), ("(", _ROUND)):
        if opening not in text:
            continue
        text = pattern.sub(lambda found: pause_mark(found["words"]) if _is_pause(found["words"]) else found[0], text)
    return text


def without_bracketed(text: str, left_out: Tally) -> str:
    """Remove directions in brackets and citation numbers."""
    if "[" in text:
        text, count = _CITATION.subn("", text)
        left_out["citations"] += count
    for opening, pattern, is_direction in (("[", _SQUARE, _is_square_direction), ("(", _ROUND, _is_round_direction)):
        if opening not in text:
            continue
        kept: list[str] = []
        end = 0
        for found in pattern.finditer(text):
            if is_direction(text, found):
                kept.append(text[end : found.start()])
                left_out["stage_directions"] += 1
                end = found.end()
        text = "".join((*kept, text[end:]))
    return text


def without_labels(text: str, left_out: Tally) -> str:
    """Remove scene headings, production notes and the names of speakers."""
    lines = text.split("\n")
    labels = [_label_of(line) for line in lines]
    names = _speakers(labels)
    screenplay = any(_SLUG.match(line) for line in lines)
    structured = screenplay or bool(names or left_out["timestamps"]) or any(_SCENE.match(line) for line in lines)
    return "\n".join(
        _spoken(line, label, names, left_out, structured=structured, screenplay=screenplay)
        for line, label in zip(lines, labels, strict=True)
    )


def without_bullets(text: str) -> tuple[str, frozenset[int]]:
    """Remove bullet signs; also returns the numbers of the lines that had one."""
    if not _BULLET_SIGN.search(text):
        return text, frozenset()
    lines = text.split("\n")
    items = frozenset(number for number, line in enumerate(lines) if _BULLET.match(line))
    return "\n".join(_BULLET.sub("", line) for line in lines), items


def _is_pause(words: str) -> bool:
    """Check whether the words are only a pause and its length."""
    found = {word.casefold().strip(".") for word in _WORD.findall(words)}
    pauses = _known("pauses")
    return not found.isdisjoint(pauses) and found <= pauses | _known("pause_lengths")


def _begins_with(words: str, *lists: str) -> bool:
    found = _WORD.search(words)
    return found is not None and any(found[0].casefold().rstrip(".") in _known(name) for name in lists)


def _is_square_direction(text: str, found: re.Match[str]) -> bool:
    words = found["words"].strip()
    if words.casefold() in _known("kept") or not any(map(str.isalpha, words)):
        return False
    if _begins_with(words, "actions", "scenery"):
        return True
    between_sentences = _opens_sentence(text, found) and _closes_line_or_sentence(text, found)
    return between_sentences and (_fills_line(text, found) or len(words.split()) <= _MOST_WORDS)


def _is_round_direction(text: str, found: re.Match[str]) -> bool:
    words = found["words"].strip()
    if any(map(str.isdigit, words)) or words.casefold() in _known("kept") or len(words.split()) > _MOST_WORDS:
        return False
    if _begins_with(words, "actions") and len(words.split()) <= _MOST_NAME_WORDS:
        return True
    if not _fills_line(text, found):
        return False
    short = words[:1].islower() and len(words.split()) <= _MOST_WORDS_UNKNOWN and not words.endswith(_ENDS)
    return _begins_with(words, "actions", "scenery") or short or (words.isupper() and len(words) > 1)


def _fills_line(text: str, found: re.Match[str]) -> bool:
    before = text[: found.start()].rpartition("\n")[2]
    after = text[found.end() :].partition("\n")[0]
    return not before.strip() and not after.strip()


def _opens_sentence(text: str, found: re.Match[str]) -> bool:
    before = text[: found.start()].rpartition("\n")[2].rstrip()
    return before[-1:] in _AFTER_SENTENCE


def _closes_line_or_sentence(text: str, found: re.Match[str]) -> bool:
    after = text[found.end() :].partition("\n")[0].lstrip()
    return not after or not after[0].islower()


def _speakers(labels: list[re.Match[str] | None]) -> frozenset[str]:
    """Find the names before a colon that are speakers: known roles, names that occur again, and with capitals all such."""
    found = [label for label in labels if label is not None]
    if not found:
        return frozenset()
    repeated = Counter(label["name"].strip() for label in found if _may_be_name(label["name"]))
    with_aside = {label["name"].strip() for label in found if label["aside"]}
    known = {
        name
        for name, count in repeated.items()
        if count >= _FEWEST_REPEATS or _is_role(name) or (name.isupper() and name in with_aside)
    }
    in_capitals = {name for name in repeated if name.isupper()}
    return frozenset(known if known.isdisjoint(in_capitals) else known | in_capitals)


def _label_of(line: str) -> re.Match[str] | None:
    return _LABEL.match(line) if ":" in line or "：" in line else None  # noqa: RUF001 - the full-width colon


def _may_be_name(name: str) -> bool:
    words = name.split()
    if len(words) > _MOST_NAME_WORDS or not name[:1].isupper():
        return False
    return _is_role(name) or not any(word.casefold() in _known("prose_labels") for word in words)


def _is_role(name: str) -> bool:
    folded = name.casefold().strip()
    words = folded.split()
    return folded in _known("role_phrases") or (
        words[0] in _known("roles") and (len(words) == 1 or words[-1].isdecimal() or len(words[-1]) == 1)
    )


def _spoken(
    line: str,
    label: re.Match[str] | None,
    names: frozenset[str],
    left_out: Tally,
    *,
    structured: bool,
    screenplay: bool,
) -> str:
    """Cut a line to its spoken part."""
    if _SLUG.match(line) or _CAMERA.match(line):
        left_out["scene_headings"] += 1
        return ""
    scene = _SCENE.match(line)
    if scene is not None:
        left_out["scene_headings"] += 1
        rest = (scene["rest"] or "").rstrip(" )")
        if not rest.endswith(_ENDS):
            return ""
        return _spoken(rest, _label_of(rest), names, left_out, structured=True, screenplay=screenplay)
    if screenplay and _CHARACTER_CUE.match(line):
        left_out["speaker_labels"] += 1
        return ""
    return _without_label(line, label, names, left_out, structured=structured)


def _without_label(
    line: str, label: re.Match[str] | None, names: frozenset[str], left_out: Tally, *, structured: bool
) -> str:
    if label is None and structured and line.strip(" \t.#-").casefold() in _known("sections"):
        left_out["scene_headings"] += 1
        return ""
    if label is None:
        return line
    name = label["name"].strip()
    folded = name.casefold()
    if folded in _known("production") and (structured or name.isupper()):
        left_out["stage_directions"] += 1
        return ""
    if name in names or (structured and folded in _known("sections")):
        left_out["speaker_labels"] += 1
        left_out["stage_directions"] += label["aside"] is not None
        return label["rest"]
    return line
