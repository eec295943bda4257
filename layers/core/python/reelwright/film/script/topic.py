"""Finds the grammar of a topic, so that templates agree with it, and prompts that ask for facts."""

import re
from typing import Final, Literal

from reelwright.errors import ContentError
from reelwright.film.text.characters import APOSTROPHES, CLAUSE_MARKS, CLOSING_MARKS, OPENING_MARKS, SENTENCE_MARKS
from reelwright.film.text.cleaning import clean, speakable
from reelwright.film.text.sentences import split_sentences
from reelwright.values import Value

Kind = Literal["plural", "singular", "gerund"]

_MARKS: Final = f" {SENTENCE_MARKS}{CLAUSE_MARKS}{CLOSING_MARKS}{OPENING_MARKS}-"
_MOST_WORDS: Final = 9
_FILM: Final = r"(?:videos?|films?|shorts?|reels?|clips?|scripts?|story|stories|hooks?|posts?|movies?|tiktoks?)"
_COUNT: Final = r"(?:\d+|two|three|four|five|six|seven|ten|some|the|a|an|a few|my|our)"
_TRAILERS: Final = re.compile(
    rf"\s+(?:in|for|within)\s+(?:about\s+)?\d+\s*(?:s|sec|seconds?|minutes?)$|\s+(?:for|on)\s+{_FILM}$", re.IGNORECASE
)
_HAPPENINGS: Final = (
    (re.compile(r"^(?!.*\b(?:that|which|who)\b)(?:my|our|i|he|she|we|they|the)\b(?:\s\w+){0,3}?\s"
                r"(?:ate|was|were|had|got|went|saw|found|lost|broke|bought|took|left|said|did|ran|stole|won)\s", re.IGNORECASE),
     "the day ", "that day"),
    (re.compile(r"^(?!.*\b(?:that|which|who)\b)(?:my|our|i|he|she|we|they|people|the)\b(?:\s\w+){0,3}?\s"
                r"(?:is|are|am|has|have|can|cannot|will|does|do|should|need|want)\s", re.IGNORECASE),
     "the fact that ", "that fact"),
)  # fmt: skip
"""Rules that turn whole sentences into nouns, recognised by common verbs after a subject."""
_TAIL: Final = re.compile(
    r"\s+(?:that|which|who|whose|where|when|of|in|on|at|with|without|for|from|to|during|under|between|after|before)\s",
    re.IGNORECASE,
)
_NOT_GERUNDS: Final = frozenset(
    """king ring thing string spring morning evening ceiling building wing sling being nothing something everything
    anything wedding pudding lightning darling sibling duckling viking sterling offspring plumbing clothing""".split()  # noqa: SIM905 - words read better than quotes
)
_PLURALS: Final = frozenset(
    """people children men women mice geese feet teeth sheep fish police cattle oxen data""".split()  # noqa: SIM905 - words read better than quotes
)
_SINGULARS_IN_S: Final = frozenset(
    """physics mathematics economics politics news gas bus lens mars venus paris christmas tennis chess jesus atlas
    cosmos virus campus yes always plus diabetes athens texas robotics ethics gymnastics""".split()  # noqa: SIM905 - words read better than quotes
)
_PERSON: Final = re.compile(r"(?:er|or|ist|ian|man|woman|cat|dog|robot|king|queen|house|train|boy|girl)$")
_MASS: Final = frozenset(
    """water butter paper weather power laughter summer winter september october november december""".split()  # noqa: SIM905 - words read better than quotes
)
_LONGEST_SMALL_WORD: Final = 3
_NAMES: Final = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter halloween ramadan mercury venus earth mars jupiter saturn
    uranus neptune pluto africa america asia europe australia antarctica england france germany italy spain portugal
    greece egypt india china japan korea russia ukraine turkey brazil mexico canada iceland norway sweden paris london
    rome berlin tokyo venice amsterdam dubai einstein newton tesla darwin cleopatra caesar napoleon shakespeare mozart
    beethoven picasso roman greek egyptian french german italian spanish japanese chinese english american viking
    vikings romans google amazon apple netflix bitcoin""".split()  # noqa: SIM905 - words read better than quotes
)
"""Names at the start of a topic that keep their capital."""
_KEPT_CAPITALS: Final = re.compile(r"^(?:I\b|[A-Z]{2,}|[A-Z]\w*[A-Z0-9])")

_ASKS: Final = re.compile(
    r"\?|\b(?:why|how|explain(?:s|ed|ing)?|teach(?:es|ing)?|tutorial|guide|recipe|instructions|versus|vs)\b"
    r"|\b(?:top|best|signs|symptoms|benefits|causes|mistakes|history|invented|discovered)\b"
    rf"|\b{_COUNT}\s+(?:[\w-]+\s+){{0,2}}"
    r"(?:facts|things|reasons|secrets|tips|tricks|lessons|truths|ways|steps|exercises|habits|ideas|rules|myths|places)\b",
    re.IGNORECASE,
)
"""Words by which a prompt asks for an explanation, a comparison or a list."""
_ASKS_AT_START: Final = re.compile(
    r"^(?:what|when|who|whose|which|where|is|are|can|do|does|did|should)\b", re.IGNORECASE
)


class Topic(Value):
    """A topic as written within a sentence."""

    text: str
    """In full: "a cat that runs the house"."""
    short: str
    """For later sentences: "the cat"."""
    kind: Kind


def asks_for_facts(prompt: str, topic: str = "") -> bool:
    """Check whether prompt or topic asks why, how or what, or for a list: then only knowledge of the topic answers it."""
    starts = (clean(text).strip(_MARKS) for text in (prompt, topic))
    return bool(_ASKS.search(clean(prompt)) or any(map(_ASKS_AT_START.match, starts)))


def topic_of(wished: str) -> Topic:
    """Find the grammar of a topic such as "a cat that runs the house". Raises ContentError if nothing in it is speakable."""
    sentences = split_sentences(clean(wished))
    text = _lowered(_TRAILERS.sub("", sentences[0].strip(_MARKS) if sentences else ""))
    for pattern, noun, short in _HAPPENINGS:
        if pattern.match(text):
            return Topic(text=noun + _shortened(text), short=short, kind="singular")
    text = _shortened(text)
    if not speakable(text):
        raise ContentError('The prompt names no topic: say what the film is about, for example "black holes".')
    kind = _kind(text)
    if kind == "singular" and _needs_article(text):
        text = ("an " if text[0].lower() in "aeiou" else "a ") + text
    return Topic(text=text, short=_short(text, kind), kind=kind)


def _shortened(text: str) -> str:
    """Shorten a long topic: cut it at punctuation, else before the preposition nearest to the limit."""
    text = re.split(r"[,;:(]|\s(?:and|or)\s(?:its|their|his|her|why|how|what)\s|\s[–—-]\s|\n", text)[0].strip()  # noqa: RUF001 - dashes
    words = text.split()
    if len(words) <= _MOST_WORDS:
        return text
    edges = [match.start() for match in _TAIL.finditer(text) if 2 <= len(text[: match.start()].split()) <= _MOST_WORDS]  # noqa: PLR2004
    return text[: edges[-1]] if edges else " ".join(words[:_MOST_WORDS])


def _lowered(text: str) -> str:
    """Write the first word of a prompt in lower case, except names, initials and titles."""
    first, _, rest = text.partition(" ")
    titled = rest and all(word[:1].isupper() for word in rest.split() if len(word) > _LONGEST_SMALL_WORD)
    if _KEPT_CAPITALS.match(text) or titled or re.sub(rf"[{APOSTROPHES}]s$", "", first.lower()) in _NAMES:
        return text
    return text[:1].lower() + text[1:]


def _kind(text: str) -> Kind:
    words = text.lower().split()
    if words[0].endswith("ing") and len(words[0]) > 4 and words[0] not in _NOT_GERUNDS:  # noqa: PLR2004 - "sing"
        return "gerund"
    head = _TAIL.split(text.lower())[0].split()
    if "and" in head[1:-1]:
        return "plural"
    noun = head[-1]
    if noun in _PLURALS:
        return "singular" if words[0] in {"a", "an"} else "plural"
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and noun not in _SINGULARS_IN_S:
        return "plural"
    return "singular"


def _needs_article(text: str) -> bool:
    """Check whether a bare singular names one countable thing ("lighthouse keeper"), judged by its ending."""
    words = _TAIL.split(text)[0].split()
    determined = words[0].lower() in {
        "a",
        "an",
        "the",
        "my",
        "your",
        "our",
        "his",
        "her",
        "their",
        "this",
        "that",
        "every",
    }
    noun = words[-1].lower()
    return not determined and noun not in _MASS and text[0].islower() and bool(_PERSON.search(noun))


def _short(text: str, kind: Kind) -> str:
    if kind == "gerund":
        return text
    head = re.split(_TAIL.pattern.replace("|of|", "|"), text, maxsplit=1, flags=re.IGNORECASE)[0]
    return re.sub(r"^(?:an?)\s", "the ", head, flags=re.IGNORECASE)
