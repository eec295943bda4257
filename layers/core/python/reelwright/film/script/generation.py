"""Writing without a language model: typed templates for hooks and whole scripts.

Templates assert no checkable fact, so that a script says nothing false about an unchecked topic. Their slots follow
number: `{t}` the topic, `{c}` its short form, `{T}` and `{C}` with a capital, `{is} {was} {has} {does} {it} {them} {its}`
and the verb ending `{s}` agree with it, `{n}` is the film's length in seconds. `templates.json` holds them by genre:
hooks, beats (each with alternatives, in narrative order) and closes; the letters before a text name the kinds of
topic that it fits (plural, singular, gerund).
"""

import json
import random
from functools import cache
from importlib import resources
from itertools import combinations
from typing import Final

from reelwright.errors import ContentError
from reelwright.film.script.model import Genre, Idea
from reelwright.film.script.topic import Topic
from reelwright.film.text.speaking import speech_seconds
from reelwright.values import Value

READING_WORDS_PER_MINUTE: Final = 150.0
_FEWEST_BEATS: Final = 2
_SLOTS_OF_ONE: Final = {
    "s": "s",
    "is": "is",
    "was": "was",
    "has": "has",
    "does": "does",
    "it": "it",
    "them": "it",
    "its": "its",
}
_SLOTS_OF_MANY: Final = {"s": "", "is": "are", "was": "were", "has": "have", "does": "do"} | {
    "it": "they",
    "them": "them",
    "its": "their",
}
_LENGTH_WEIGHT: Final = 10.0
_NAMING_WEIGHT: Final = 0.25
_CHANCE_WEIGHT: Final = 0.6


class Template(Value):
    """One sentence or two with slots, for some kinds of topic."""

    kinds: str
    text: str


class GenreTemplates(Value):
    """The templates of one genre."""

    topic: str
    """The default topic for a prompt that names only the genre ("a comedy video")."""
    hooks: tuple[Template, ...]
    beats: tuple[tuple[Template, ...], ...]
    closes: tuple[Template, ...]


@cache
def genre_templates() -> dict[Genre, GenreTemplates]:
    """Load the templates of `templates.json` by genre, once per process."""
    data = json.loads(resources.files(__package__).joinpath("templates.json").read_text("utf-8"))
    return {
        genre: GenreTemplates(
            topic=row["topic"],
            hooks=_templates(row["hooks"]),
            beats=tuple(_templates(beat) for beat in row["beats"]),
            closes=_templates(row["closes"]),
        )
        for genre, row in data.items()
    }


def refuse_foreign(language: str) -> None:
    """Raise ContentError for a language without templates."""
    if not language.lower().startswith("en"):
        raise ContentError(
            f"Scripts from a prompt are written in English only, not in {language}: send your own `script_content`."
        )


def hook_texts(topic: Topic, genre: Genre, idea: Idea) -> tuple[str, ...]:
    """Fill every hook of the genre that fits the topic, in an order that the idea's seed decides."""
    fitting = [template for template in genre_templates()[genre].hooks if _fits(template, topic)]
    random.Random(f"hook|{topic.text}|{idea.seed}").shuffle(fitting)  # noqa: S311 - a repeatable choice, no secret
    return tuple(fill(template.text, topic, idea.seconds) for template in fitting)


def script_text(topic: Topic, genre: Genre, idea: Idea, hook: str, rewrite: int) -> str:
    """Join hook, body and close, as near to the requested length as the beats allow.

    Of all subsets of the beats, the one nearest in length is used. Among equals, subsets that name the topic often win
    (more so in a rewrite, because the old script may have lacked coherence); a seeded random term breaks ties.
    """
    rng = random.Random(f"script|{topic.text}|{idea.seed}|{rewrite}")  # noqa: S311 - a repeatable choice, no secret
    templates = genre_templates()[genre]
    beats = [rng.choice(fitting) for beat in templates.beats if (fitting := [one for one in beat if _fits(one, topic)])]
    close = rng.choice([one for one in templates.closes if _fits(one, topic)])
    ending = fill(close.text, topic, idea.seconds)
    bodies = [fill(beat.text, topic, idea.seconds) for beat in beats]
    naming = ["{c}" in beat.text or "{C}" in beat.text for beat in beats]
    lengths = [speech_seconds(body, READING_WORDS_PER_MINUTE) for body in bodies]
    frame = speech_seconds(f"{hook} {ending}", READING_WORDS_PER_MINUTE)

    def cost(chosen: tuple[int, ...]) -> float:
        miss = abs(frame + sum(lengths[index] for index in chosen) - idea.seconds) / idea.seconds
        named = sum(naming[index] for index in chosen) / len(chosen)
        return miss * _LENGTH_WEIGHT - named * _NAMING_WEIGHT * (1 + rewrite) + rng.random() * _CHANCE_WEIGHT

    subsets = [
        chosen for count in range(_FEWEST_BEATS, len(beats) + 1) for chosen in combinations(range(len(beats)), count)
    ]
    best = min(subsets, key=cost)
    return " ".join((hook, *(bodies[index] for index in best), ending))


def fill(text: str, topic: Topic, seconds: float) -> str:
    """Fill every slot of the template so that it agrees with the topic."""
    slots = dict(_SLOTS_OF_MANY if topic.kind == "plural" else _SLOTS_OF_ONE)
    slots |= {"t": topic.text, "T": _capital(topic.text), "c": topic.short, "C": _capital(topic.short)}
    return text.format(**slots, n=round(seconds / 5) * 5 or 5)


def _fits(template: Template, topic: Topic) -> bool:
    return topic.kind[0] in template.kinds


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _templates(rows: list[list[str]]) -> tuple[Template, ...]:
    return tuple(Template(kinds=kinds, text=text) for kinds, text in rows)
