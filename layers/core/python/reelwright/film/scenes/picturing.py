"""The words for picture models: one style for all pictures of a film, what each picture shows, and what none may show.

Models understand English best, so style and rules are English; words of the film are quoted in its language only where no
text model has said what the picture shows.
"""

import colorsys
import random
from typing import Final

from reelwright.film.scenes.model import Mood, PaletteCodes, Scene, ScenePlan, Scenery
from reelwright.film.scenes.people import is_person
from reelwright.film.scenes.places import is_graphic
from reelwright.film.script.describing import PictureWords
from reelwright.film.text.tokens import letter_runs

_LOOKS: Final[dict[Mood, tuple[str, ...]]] = {
    "awe": ("cinematic wide photograph, deep space, soft volumetric light", "matte painting, vast scale, fine detail"),
    "calm": ("quiet photograph in soft daylight, shallow depth of field", "gouache illustration with soft edges"),
    "upbeat": ("bright photograph in morning sun, crisp and lively", "flat illustration with clean bold shapes"),
    "comedy": ("playful studio photograph, plain background, soft shadows", "rounded clay-like illustration"),
    "tense": ("low-key photograph, hard side light, deep shadows", "graphic-novel illustration, strong contrast"),
    "drive": ("dynamic photograph, low angle, hard light", "poster illustration with bold diagonal shapes"),
}
"""The looks that fit a film's mood; the film's seed chooses one."""
_HUES: Final = (
    *((0.03, "red"), (0.08, "orange"), (0.13, "amber"), (0.19, "yellow"), (0.42, "green"), (0.52, "teal")),
    *((0.58, "sky blue"), (0.69, "blue"), (0.79, "violet"), (0.93, "pink"), (1.01, "red")),
)
"""The end of each hue's range, as a share of the circle, and its name."""
_LONGEST_SUBJECT: Final = 2
"""Words of a subject that is searched for: a longer name describes an icon ("umbrella with rain drops")."""
_DARK, _LIGHT, _GREY = 0.28, 0.72, 0.12
_RULES: Final = """\
One clear subject, whole in the picture; the lower third is calm, because captions lie on it. The picture fills the frame.
No text, letters, numbers, signs, logos, watermarks, borders or split screens: what is written elsewhere is not drawn.
People are anonymous, with natural faces and hands, seldom close to the camera; no likeness of a real person."""


def style_of(plan: ScenePlan, *, seed: int, banned: tuple[str, ...] = ()) -> str:
    """Write the style that all pictures of a film share: look by mood, colours by palette, rules. Deterministic."""
    chance = random.Random(f"{seed}|pictures")  # noqa: S311 - a repeatable choice, not a secret
    look = chance.choice(_LOOKS[plan.mood])
    tint = plan.scenes[0].brief.tint
    colours = "" if tint is None else f" Colours of the series: {', '.join(colours_of(tint))}."
    bans = f"\nNever show: {', '.join(banned)}." if banned else ""
    return f"Style of the whole series: {look}.{colours}\n{_RULES}{bans}"


def prompt_of(scene: Scene, words: PictureWords | None, *, title: str) -> str:
    """Say what the picture of a scene shows: in the words of a text model, else by the scene's subjects, place and sentence."""
    if words is not None:
        return words.shows
    brief = scene.brief
    named = [name_of(subject) for subject in brief.subjects]
    subject = f"Subject: {' with '.join(named)}." if named else "Show one concrete thing or place that it is about."
    place = "" if is_graphic(brief.scenery) else f" Place: {_place(brief.scenery)}."
    about = f" The film: “{title}”." if title else ""
    return f"A picture for the sentence “{scene.text}” (its meaning, not its words). {subject}{place}{about}"


def query_of(scene: Scene, words: PictureWords | None, *, banned: tuple[str, ...] = ()) -> tuple[str, str] | None:
    """Return the search words of a scene for stock photographs, and their language; never the whole sentence.

    None if nothing is left that is not banned.
    """
    language = scene.brief.language or "en"
    names = [name_of(subject) for subject in scene.brief.subjects]
    named = [name for name in names if len(letter_runs(name)) <= _LONGEST_SUBJECT][:1]
    place = [] if is_graphic(scene.brief.scenery) else [_place(scene.brief.scenery)]
    options = [
        ([] if words is None else [words.search], "en"),
        ([*named, *place] if named else [], "en"),
        (named, "en"),
        (list(scene.keywords[:2]) if names and not named else [], language),
        (place, "en"),
        (list(scene.keywords[:2]), language),
    ]
    for parts, tongue in options:
        query = " ".join(parts)
        if query and not mentions(query, banned):
            return query, tongue
    return None


def mentions(text: str, banned: tuple[str, ...]) -> bool:
    """Check whether a text has a banned thing, also in the plural ("cats" of "cat")."""
    padded = f" {text.casefold()} "
    return any(f" {thing.casefold().removesuffix('s')}" in padded for thing in banned)


def name_of(subject: str) -> str:
    """Return the English name of a vector subject: `noto:spouting-whale` is a spouting whale, a person a person at work."""
    name = subject.partition(":")[2].replace("-", " ")
    return name.removeprefix("person ") if is_person(subject) else name


def colours_of(palette: PaletteCodes) -> tuple[str, ...]:
    """Name the colours of a palette, each once: "deep blue", "pale amber", "grey"."""
    return tuple(dict.fromkeys(_colour(code) for code in palette))


def _colour(code: str) -> str:
    red, green, blue = (channel / 255 for channel in bytes.fromhex(code[1:]))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    tone = "deep " if lightness < _DARK else "pale " if lightness > _LIGHT else ""
    name = "grey" if saturation < _GREY else next(name for end, name in _HUES if hue < end)
    return f"{tone}{name}"


def _place(scenery: Scenery) -> str:
    return scenery.replace("_", " ")
