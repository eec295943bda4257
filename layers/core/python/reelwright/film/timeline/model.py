"""The edit decision list of one film. Lengths are whole frames, so that scenes join without gap or overlap."""

from typing import Literal

from reelwright.film.captions.lines import fewer_words
from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.captions.styles import STYLES, CaptionStyle, CaptionStyleName
from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.acting import ActKind
from reelwright.film.scenes.arrangements import Mat
from reelwright.film.scenes.brand import BrandColours, Corner
from reelwright.film.scenes.information.model import InformationKind, Location
from reelwright.film.scenes.model import Mood, PaletteCodes
from reelwright.film.text.faces import TitleFace
from reelwright.values import Value

Motion = Literal["push_in", "pull_out", "pan_left", "pan_right", "rise", "still"]
TransitionKind = Literal["cut", "crossfade", "slide", "push", "dip"]


class Transition(Value):
    """The transition into a shot. Its frames belong to the new shot, which also draws the end of the one before."""

    kind: TransitionKind = "cut"
    frames: int = 0


BeatKind = Literal["punch", "push", "detail", "aside", "wide"]
"""A change of the view within a shot: quickly nearer, slowly nearer, close to the subject, to one side, back to the whole."""


class Beat(Value):
    """A change of the view, at a time in seconds from the shot's first frame."""

    kind: BeatKind
    at_seconds: float


class ShotAct(Value):
    """What the shot's first subject does, from a time in seconds after the shot's first frame."""

    kind: ActKind
    at_seconds: float


class ShotEntrance(Value):
    """When a further subject of the shot appears, in seconds after the shot's first frame; `subject` is its position."""

    subject: int
    at_seconds: float


class TimedItem(Value):
    """A part of a shot's information: it enters shortly before its words, and is complete when they have been spoken.

    A single figure, which counts up, enters earlier, and is complete when its digits begin to be spoken.

    Times are seconds from the shot's first frame; the other fields are those of `scenes.information.Item`.
    """

    text: str
    label: str = ""
    value: float | None = None
    digits: tuple[int, int] | None = None
    enters_seconds: float
    spoken_seconds: float


class ShotInformation(Value):
    """The information that a shot shows, with its colours and face; fields as in `scenes.information.Information`."""

    kind: InformationKind
    items: tuple[TimedItem, ...]
    parts: tuple[int, int] | None = None
    persons: bool = False
    places: tuple[Location, ...] = ()
    palette: PaletteCodes
    face: TitleFace


class Shot(Value):
    """One scene on the screen.

    Keys are artefact keys. `clip_key`, if given, is a video that replaces the picture, looped or cut to the shot's length.
    The voice starts `voice_offset_seconds` after the shot's first frame.
    """

    index: int
    start_frame: int
    frames: int
    picture_key: str
    clip_key: str | None = None
    diorama_key: str | None = None
    """The picture in separate planes, which replaces the flat picture if there is no clip: its subjects move by parallax."""
    voice_key: str
    voice_offset_seconds: float
    motion: Motion
    transition: Transition
    captions: tuple[CaptionLine, ...]
    """Lines that start in this shot; times count from the start of the film."""
    mood: Mood
    information: ShotInformation | None = None
    """Drawn over the picture; not over a clip."""
    act: ShotAct | None = None
    entrances: tuple[ShotEntrance, ...] = ()
    """The further subjects that appear with their words."""
    beats: tuple[Beat, ...] = ()
    """Changes of the view, in order."""

    @property
    def end_frame(self) -> int:
        """Compute the first frame after the shot."""
        return self.start_frame + self.frames


class MusicCue(Value):
    """The music of the whole film; `mood` None is silence, `key` is the user's own file."""

    mood: Mood | None
    key: str | None = None
    gain: float = 0.32
    seed: int = 1


EffectKind = Literal["hit", "whoosh", "tick", "riser"]


class SoundCue(Value):
    """A sound effect at a time of the film, in seconds: a hit or tick starts there, a whoosh is loudest, a riser ends."""

    kind: EffectKind
    at_seconds: float


class HookTitle(Value):
    """The first words of the film in large type; each appears when it is spoken.

    They replace the captions of the same words. Times are seconds of the film.
    """

    words: tuple[CaptionWord, ...]
    end_seconds: float
    intro: str = ""
    """A small line above, of the film's brand."""


class ClosingCard(Value):
    """The card after the last word, over the last picture: the title and a call to action.

    Either text may be empty, not both. Its frames are the last ones of the last shot.
    """

    title: str
    call: str
    frames: int


class Watermark(Value):
    """The logo that stands in a corner of the whole film: the key of its PNG."""

    key: str
    corner: Corner


class Timeline(Value):
    """A film as data: shots in order without gaps, captions, music, and the platform it is made for."""

    preset: Preset
    title: str
    language: str
    caption_style: CaptionStyleName
    """The caption style; see `captions.styles`."""
    look: CaptionStyle | None = None
    """The style of the film's look, for captions `auto` and for titles of films without captions."""
    mat: Mat | None = None
    """What covers the pictures around a window, through the whole film."""
    shots: tuple[Shot, ...]
    music: MusicCue
    hook: HookTitle | None = None
    closing: ClosingCard | None = None
    colours: BrandColours | None = None
    """The brand's colours of captions and titles; None: those of the caption style."""
    watermark: Watermark | None = None
    font: str | None = None
    """The key of the brand's font, as the sandbox wrote it; None: the built-in faces alone."""
    effects: tuple[SoundCue, ...] = ()
    """The sound effects, in order of time."""
    loop_frames: int = 0
    """The last frames, in which the film's first frame fades in, so that it leads into its beginning; 0: it ends."""

    @property
    def frames(self) -> int:
        """Return the film's length in frames."""
        return self.shots[-1].end_frame if self.shots else 0

    @property
    def seconds(self) -> float:
        """Return the film's length in seconds."""
        return self.frames / self.preset.fps

    @property
    def last_word_seconds(self) -> float:
        """Find the end of the last word; the film's end if nothing is spoken."""
        return max((word.end_seconds for line in self.captions for word in line.words), default=self.seconds)

    @property
    def music_ending_seconds(self) -> float | None:
        """Find the time of the music's last chord: the last word; None if the film loops, and the music with it."""
        return None if self.loop_frames else self.last_word_seconds

    @property
    def captions(self) -> tuple[CaptionLine, ...]:
        """List every caption line of the film in order."""
        return tuple(line for shot in self.shots for line in shot.captions)

    @property
    def burned_captions(self) -> tuple[CaptionLine, ...]:
        """List the lines drawn on the film: without those that the hook shows; empty with style `sidecar`.

        A style that pops uses short lines on wide screens too, where the caption files have long ones.
        """
        if self.caption_style == "sidecar":
            return ()
        begin = 0.0 if self.hook is None else self.hook.end_seconds
        drawn = tuple(line for line in self.captions if line.start_seconds >= begin)
        if self.style.painting != "pop":
            return drawn
        return tuple(shorter for line in drawn for shorter in fewer_words(line, self.language))

    @property
    def style(self) -> CaptionStyle:
        """Find the style of captions and titles: one that the request or the brand names, or that of the film's look."""
        if self.look is not None and self.caption_style in {"auto", "sidecar"}:
            on_mat = self.mat is not None and self.mat.holds_type(self.preset)
            return self.look.on_mat(self.mat.type) if self.mat is not None and on_mat else self.look
        named = STYLES.get(self.caption_style, STYLES["karaoke"])
        if self.colours is None:
            return named
        accent = self.colours.accent
        hook = named.hook.model_copy(update={"lit": accent})
        update = {"spoken": accent, "accent": accent, "box": self.colours.box, "hook": hook}
        return named.model_copy(update=update)
