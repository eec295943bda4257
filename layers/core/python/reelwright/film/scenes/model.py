"""The scene plan: the thoughts of a script in order, each with the brief of its picture."""

from typing import Literal

from reelwright.values import Value

Mood = Literal["awe", "calm", "upbeat", "comedy", "tense", "drive"]
"""The moods that music, palettes and motion know."""

Scenery = Literal[
    "underwater",
    "abyss",
    "trench",
    "sunset_sea",
    "space",
    "mountains",
    "city",
    "aurora",
    "rays",
    "forest",
    "desert",
    "kitchen",
    "room",
    "paper",
]
"""The painted backgrounds. Below the threshold of the concept table a scene gets scenery and large type only."""


class PictureBrief(Value):
    """The content of one scene's picture. Every choice is made here; a painter only draws."""

    text: str
    """The words spoken over the picture; cloud picture models get them as context."""
    scenery: Scenery
    subjects: tuple[str, ...] = ()
    """Vector subjects as `set:name` (`noto:whale`, `fluent:rocket`), most important first, at most three."""
    headline: str | None = None
    """Large type on the picture, at most 24 characters: a figure or the strongest words; None for none."""
    palette: tuple[str, str, str, str] | None = None
    """Top, middle, bottom and accent colour as `#rrggbb`; None takes the scenery's own."""
    mood: Mood
    seed: int
    """Everything random in the picture comes from here: the same brief gives the same picture."""
    language: str | None = None
    """The film's language (BCP 47): it decides in which direction type runs, and where it breaks."""


class Material(Value):
    """A user's own picture or clip that a scene shows instead of a painted one. Step `decode_files` finds out which of both."""

    name: str
    """Its place in the request, for messages: `images.2`."""


class Scene(Value):
    """One thought: spoken as one piece, shown as one picture."""

    index: int
    """0-based place in the film."""
    text: str
    keywords: tuple[str, ...]
    mood: Mood
    brief: PictureBrief
    """What a painter shows. A scene with `material` has one too: its mood and words shape motion and thumbnail."""
    material: Material | None = None
    pause_seconds: float = 0.0
    """The silence behind it that the script asks for, besides the one that its mood has."""


class ScenePlan(Value):
    """The whole film as thoughts, before anything is spoken or drawn."""

    title: str
    language: str
    mood: Mood
    """The film's mood: it picks the music."""
    scenes: tuple[Scene, ...]
