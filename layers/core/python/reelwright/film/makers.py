"""The ports of the makers of speech, pictures, clips, music and films, and the values that they exchange."""

from pathlib import Path
from typing import Final, NamedTuple, Protocol, runtime_checkable

from reelwright.film.captions.model import CaptionWord
from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.model import Mood, PictureBrief
from reelwright.film.timeline.model import Shot, Timeline
from reelwright.providers.calls import RawPlace
from reelwright.providers.clips import (
    Cancelled,
    FetchedClip,
    FilmingFacts,
    FootageOrder,
    FoundWork,
    Handle,
    Search,
    Standing,
    Submission,
)
from reelwright.providers.model import Bill
from reelwright.providers.pictures import Painted, PictureOrder
from reelwright.providers.stock import SearchOrder, StockAnswer, TakeOrder
from reelwright.values import Value


class Speech(Value):
    """A spoken text: mono 16-bit WAV, and the time of each word (seconds from the WAV's start).

    `words` holds exactly `text.words.words_of(text, language)`, in order, so captions match the script: text between white
    space, or smaller pieces in scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese). Their times rise
    and never overlap; no span is empty, so a silent word (an emoji, a dash) has a short one too.
    """

    wav: bytes
    words: tuple[CaptionWord, ...]
    seconds: float
    provider: str
    voice: str
    unspoken: tuple[str, ...] = ()
    """Words of the text that the voice cannot read ("蜂" in an English film), without punctuation, in order."""


class Progress(Protocol):
    """Receives the progress of a long step."""

    def __call__(self, fraction: float, message: str) -> None:
        """Report progress (0-1) and a sentence for the user. Cheap, so call it often; it may raise to cancel the step."""


class SpeechProvider(Protocol):
    """Speaks a text and times each word."""

    name: str

    def speak(self, text: str, *, language: str, voice: str | None, speed: float) -> Speech:
        """Speak `text` in a BCP 47 `language`; `voice` None selects the provider's best one; `speed` 1.0 is natural.

        Raises UnsupportedLanguageError if the provider has no voice for the language, ProviderError otherwise.
        """


class PictureProvider(Protocol):
    """Draws the picture of one scene."""

    name: str

    def paint(self, brief: PictureBrief, *, width: int, height: int, font: Path | None = None) -> bytes:
        """Paint a JPEG of at least the requested size and exactly its shape. Local providers are deterministic.

        `font` is a brand's, for the headline.
        """


@runtime_checkable
class OrderedPictures(Protocol):
    """A picture model of a cloud provider: a step orders a picture, whose bytes go to a signed place and are decoded there.

    Raises as `providers.pictures.PictureModel`.
    """

    name: str
    model: str
    is_cancellable: bool
    """Whether the work on an order can be stopped."""

    def estimate(self, order: PictureOrder) -> Bill:
        """Price the order before the call."""

    def paint(self, order: PictureOrder, raw: RawPlace) -> Painted:
        """Paint by one paid call, for a caller that books it."""


@runtime_checkable
class StockPictures(Protocol):
    """A source of stock photographs: a step searches, chooses and has the file put to a signed place. Free of charge."""

    name: str
    model: str

    def search(self, order: SearchOrder) -> StockAnswer:
        """Search by one call."""

    def take(self, order: TakeOrder, raw: RawPlace) -> Painted:
        """Have the file of a hit fetched by one call."""


class PaintedDiorama(NamedTuple):
    """A flat picture, and the same picture in planes of depth, in a file format private to painter and renderer."""

    picture: bytes
    diorama: bytes


@runtime_checkable
class DioramaProvider(PictureProvider, Protocol):
    """Also draws the picture of one scene in planes, so that the renderer can show parallax."""

    def paint_diorama(
        self, brief: PictureBrief, *, width: int, height: int, font: Path | None = None
    ) -> PaintedDiorama:
        """Paint the JPEG that `paint` returns, and its planes, of exactly the requested size."""


class ClipProvider(Protocol):
    """Makes the video clip of one scene."""

    name: str

    def film(self, brief: PictureBrief, picture: bytes, *, seconds: float, preset: Preset) -> bytes:
        """Make an MP4 (H.264, no sound) of `seconds` in the preset's size."""


@runtime_checkable
class OrderedClips(Protocol):
    """A clip model of a cloud provider: a step submits an order, looks at the work, and fetches it to a signed place.

    Raises as `providers.clips.LongWork`.
    """

    name: str
    model: str
    facts: FilmingFacts

    def price(self, order: FootageOrder) -> Bill:
        """Price the order before it is submitted."""

    def submit(self, submission: Submission) -> Handle:
        """Begin the work by one paid call, for a caller that books it."""

    def poll(self, handle: Handle) -> Standing:
        """Look at the work."""

    def fetch(self, handle: Handle, raw: RawPlace) -> FetchedClip:
        """Have the result of ready work put to its place."""

    def find(self, search: Search) -> FoundWork:
        """Find the work of a token, where `facts.finds`."""

    def cancel(self, handle: Handle) -> Cancelled:
        """Stop the work, where `facts.cancellable`; idempotent."""


@runtime_checkable
class StockClips(Protocol):
    """A source of stock clips: a step searches, chooses and has the file put to a signed place. Free of charge."""

    name: str
    model: str

    def search(self, order: SearchOrder) -> StockAnswer:
        """Search by one call."""

    def take(self, order: TakeOrder, raw: RawPlace) -> FetchedClip:
        """Have the file of a hit fetched by one call."""


class StillFitter(Protocol):
    """Crops pictures of the decoding function to a film's shape: the most salient part is kept, nothing is stretched."""

    def fit(self, still: bytes, *, width: int, height: int) -> bytes:
        """Make a JPEG of exactly this size. Deterministic."""


class MusicProvider(Protocol):
    """Composes a music bed."""

    def play(self, mood: Mood, *, seconds: float, seed: int, ending_seconds: float | None) -> bytes:
        """Compose a 48 kHz stereo 16-bit WAV of exactly `seconds`, at one loudness for all moods.

        It rises up to its last chord at `ending_seconds`; None composes a piece without ending that plays in a loop.
        """


class Footage(NamedTuple):
    """The files of a shot, in order of preference: `clip` (video), `diorama` (layered picture), `picture` (flat)."""

    picture: Path | None
    clip: Path | None = None
    diorama: Path | None = None


NO_FOOTAGE: Final = Footage(None)


class Renderer(Protocol):
    """Renders shots, mixes the sound, joins both to a film, and exports films."""

    def render_shot(
        self,
        timeline: Timeline,
        shot: Shot,
        *,
        footage: Footage,
        out: Path,
        progress: Progress,
        previous: Footage = NO_FOOTAGE,
        opening: Footage = NO_FOOTAGE,
        logo: Path | None = None,
        font: Path | None = None,
    ) -> None:
        """Write the shot as a video-only MP4 of exactly `shot.frames` frames, one closed GOP chain, joinable by copy.

        `previous` is the previous shot's footage, required if the transition has frames; a transition from a clip that
        is missing is a cut. `logo` is the file of the timeline's watermark, `font` that of its font.
        `opening` is the first shot's, required for the last shot of a film that loops.
        """

    def mix(self, timeline: Timeline, *, voices: list[Path], music: Path | None, out: Path, progress: Progress) -> None:
        """Mix voice, ducked music and effects to the preset's loudness; write the whole sound as an M4A file."""

    def compose(self, timeline: Timeline, *, segments: list[Path], sound: Path, out: Path, progress: Progress) -> None:
        """Join the segments by stream copy beside the mixed sound; write a faststart MP4."""

    def export(self, film: Path, *, source: Preset, target: Preset, out: Path, progress: Progress) -> None:
        """Write the film in the target's size and shape: a copy if both are equal, else fitted and re-encoded."""


class ThumbnailPainter(Protocol):
    """Designs the thumbnail of a film."""

    def thumbnail(
        self,
        brief: PictureBrief,
        title: str,
        *,
        width: int,
        height: int,
        picture: bytes | None = None,
        font: Path | None = None,
    ) -> bytes:
        """Draw a JPEG with the strongest scene's picture and the title in large type.

        `picture`, the user's own JPEG of exactly this size, replaces the painted scene. `font` is a brand's.
        """
