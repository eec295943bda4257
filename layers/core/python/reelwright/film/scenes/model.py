"""The scene plan: the thoughts of a script in order, each with the brief of its picture."""

from typing import Final, Literal

from reelwright.film.captions.styles import CaptionStyle, TitleStyle
from reelwright.film.scenes.acting import SceneAct
from reelwright.film.scenes.arrangements import ArrangementName, Mat
from reelwright.film.scenes.information.model import Information
from reelwright.film.scenes.treatments import Treatment
from reelwright.film.text.faces import TitleFace
from reelwright.values import Value

Mood = Literal["awe", "calm", "upbeat", "comedy", "tense", "drive"]
"""The moods that have music, palettes and motions."""

MOST_SUBJECTS: Final = 3
"""Subjects that one picture shows at most."""

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
    "earth",
    "black_hole",
    "storm",
    "snow",
    "field",
    "beach",
    "river",
    "bridge",
    "street",
    "old_town",
    "road",
    "railway",
    "market",
    "office",
    "school",
    "hospital",
    "laboratory",
    "bedroom",
    "gym",
    "stage",
    "stadium",
    "neurons",
    "dna",
    "circuit",
    "gradient",
    "halftone",
    "grid",
    "bokeh",
]
"""The painted backgrounds: landscapes, places, close-ups, and plain graphic ones for large type."""

PaletteCodes = tuple[str, str, str, str]
"""Top, middle, bottom and accent colour as `#rrggbb`."""


class PictureBrief(Value):
    """The content of one scene's picture. Every choice is made here; a painter only draws."""

    text: str
    """The words spoken over the picture; cloud picture models get them as context."""
    scenery: Scenery
    subjects: tuple[str, ...] = ()
    """Vector subjects as `set:name` (`noto:whale`, `fluent:rocket`), most important first, at most three."""
    headline: str | None = None
    """Large type on the picture: a quantity or the strongest words, at most 32 characters beside a subject and 80 alone."""
    palette: PaletteCodes | None = None
    """Replaces the scenery's colours; None keeps its own."""
    tint: PaletteCodes | None = None
    """The film's palette: each scenery takes its colours as far as it stays recognisable. `palette` comes first."""
    face: TitleFace = "anton"
    """The film's face for large type."""
    large_type: TitleStyle | None = None
    """How the headline is drawn; None: outlined, in the face."""
    treatment: Treatment = Treatment()
    """How scenery and subjects are printed."""
    arrangement: ArrangementName = "full"
    """Where subjects and headline are on an upright picture."""
    mood: Mood
    seed: int
    """Seed of all randomness in the picture: the same brief gives the same picture."""
    language: str | None = None
    """The film's language (BCP 47); sets the direction and the line breaks of type."""


class FilmLook(Value):
    """The look of one film, held through all its scenes."""

    mood: Mood
    palette: PaletteCodes
    face: TitleFace
    treatment: Treatment = Treatment()
    arrangement: ArrangementName = "full"
    mat: Mat | None = None
    """The mat of upright films, in the film's colours."""
    captions: CaptionStyle
    """The style of captions and titles, where neither request nor brand names one."""


class Material(Value):
    """A user's own picture or clip that a scene shows instead of a painted one. Step `decode_files` finds out which of both."""

    name: str
    """Its position in the request, for messages: `images.2`."""


class Entrance(Value):
    """A subject by its position in the brief, and that of its word in the scene's text (characters, end exclusive)."""

    subject: int
    start: int
    end: int


class Scene(Value):
    """One thought: spoken as one piece, shown as one picture."""

    index: int
    """0-based position in the film."""
    text: str
    keywords: tuple[str, ...]
    mood: Mood
    brief: PictureBrief
    """The picture's content. A scene with `material` has one too: its mood and words influence motion and thumbnail."""
    material: Material | None = None
    information: Information | None = None
    """What its words state in figures, dates, places or steps, shown with the picture or instead of its subjects."""
    act: SceneAct | None = None
    """What its subject does, by the verb of its words; None without a subject or such a verb."""
    entrances: tuple[Entrance, ...] = ()
    """The further subjects that appear with their words; the others are there from the start."""
    pause_seconds: float = 0.0
    """Silence after it requested by the script, in addition to that of its mood."""

    @property
    def in_words(self) -> str:
        """Say which information it shows and what its subject does, and why; empty for a picture alone."""
        parts = []
        if self.information is not None:
            parts.append(f"{self.information.kind}, because of {self.information.because}")
        if self.act is not None:
            parts.append(f"the subject acts ({self.act.kind}), because of the verb {self.act.verb}")
        return "; ".join(parts)


class ScenePlan(Value):
    """The whole film as thoughts, before anything is spoken or drawn."""

    title: str
    language: str
    mood: Mood
    """The film's mood; selects the music."""
    scenes: tuple[Scene, ...]
    look: FilmLook | None = None
    """None in plans of earlier versions."""
