"""The ports of the makers of speech, pictures, clips, music and films, and the values that they exchange."""

from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from reelwright.film.captions.model import CaptionWord
from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.model import Mood, PictureBrief
from reelwright.film.timeline.model import Shot, Timeline
from reelwright.values import Value


class Speech(Value):
    """A spoken text: mono 16-bit WAV, and the time of each word (seconds from the WAV's start).

    `words` holds exactly `text.words.words_of(text, language)`, in order, so captions match the script: the text
    between white space, or smaller pieces in scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese). Their
    times rise, never overlap and are never empty; a silent word (an emoji, a dash) has a short time too.
    """

    wav: bytes
    words: tuple[CaptionWord, ...]
    seconds: float
    provider: str
    voice: str
    unspoken: tuple[str, ...] = ()
    """Words of the text that the voice cannot read ("蜂" in an English film), without their marks, in order."""


class Progress(Protocol):
    """Receives the progress of a long step."""

    def __call__(self, fraction: float, message: str) -> None:
        """Report the share done (0-1) and a sentence for the user. Cheap to call often; may raise to cancel."""


class SpeechProvider(Protocol):
    """Speaks a text and times each word."""

    name: str

    def speak(self, text: str, *, language: str, voice: str | None, speed: float) -> Speech:
        """Speak `text` in a BCP 47 `language`; `voice` None takes the provider's best one; `speed` 1.0 is natural.

        Raises UnsupportedLanguageError if the provider has no voice for the language, ProviderError otherwise.
        """


class PictureProvider(Protocol):
    """Draws the picture of one scene."""

    name: str

    def paint(self, brief: PictureBrief, *, width: int, height: int) -> bytes:
        """Paint a JPEG of at least the requested size and exactly its shape. Local providers are deterministic."""


class PaintedDiorama(NamedTuple):
    """A flat picture, and the same in planes of depth: a file format private to the painter and the renderer."""

    picture: bytes
    diorama: bytes


@runtime_checkable
class DioramaProvider(PictureProvider, Protocol):
    """Draws the picture of one scene also in planes, so that the camera can move through its depth."""

    def paint_diorama(self, brief: PictureBrief, *, width: int, height: int) -> PaintedDiorama:
        """Paint the JPEG that `paint` returns, and its planes, of exactly the requested size."""


class ClipProvider(Protocol):
    """Makes the video clip of one scene."""

    name: str

    def film(self, brief: PictureBrief, picture: bytes, *, seconds: float, preset: Preset) -> bytes:
        """Make an MP4 (H.264, no sound) of `seconds` in the preset's size."""


class StillFitter(Protocol):
    """Crops pictures of the decoding function to a film's shape: the most salient part is kept, nothing is stretched."""

    def fit(self, still: bytes, *, width: int, height: int) -> bytes:
        """Make a JPEG of exactly this size. Deterministic."""


class MusicProvider(Protocol):
    """Composes a music bed."""

    def play(self, mood: Mood, *, seconds: float, seed: int) -> bytes:
        """Compose a 48 kHz stereo 16-bit WAV of exactly `seconds`, faded at both ends, at one loudness for all moods."""


class Renderer(Protocol):
    """Turns shots into film."""

    def render_shot(
        self,
        timeline: Timeline,
        shot: Shot,
        *,
        picture: Path,
        previous_picture: Path | None,
        clip: Path | None,
        out: Path,
        progress: Progress,
        previous_clip: Path | None = None,
        diorama: Path | None = None,
        previous_diorama: Path | None = None,
    ) -> None:
        """Write the shot as a video-only MP4 of exactly `shot.frames` frames, one closed GOP chain, joinable by copy.

        `previous_picture` is the picture of the shot before, required if the transition has frames.
        `previous_clip` is its moving film, where it had one; without it such a shot is followed by a cut. `diorama` and
        `previous_diorama` are the pictures in planes, where they have them: what moves with depth, in their place.
        """

    def compose(
        self,
        timeline: Timeline,
        *,
        segments: list[Path],
        voices: list[Path],
        music: Path | None,
        out: Path,
        progress: Progress,
    ) -> None:
        """Join the segments by stream copy, mix voice and ducked music to the preset's loudness, write a faststart MP4."""

    def export(self, film: Path, *, source: Preset, target: Preset, out: Path, progress: Progress) -> None:
        """Write the film in the target's size and shape: copied where they are equal, else fitted and re-encoded."""


class ThumbnailPainter(Protocol):
    """Designs the thumbnail of a film."""

    def thumbnail(
        self, brief: PictureBrief, title: str, *, width: int, height: int, picture: bytes | None = None
    ) -> bytes:
        """Draw a JPEG with the strongest scene's picture and the title in large type.

        `picture`, a JPEG of the user's own in this very size, takes the place of a painted scene.
        """
