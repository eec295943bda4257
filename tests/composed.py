"""A film with its sound in one call, for tests and measurements."""

from pathlib import Path
from tempfile import TemporaryDirectory

from reelwright.film.makers import Progress
from reelwright.film.timeline.model import Timeline
from reelwright_media.composing.film import compose_film, mix_sound


def compose_whole(
    timeline: Timeline,
    *,
    segments: list[Path],
    voices: list[Path],
    music: Path | None,
    out: Path,
    progress: Progress = lambda _fraction, _message: None,
) -> None:
    """Mix the sound, and compose the film with it."""
    with TemporaryDirectory() as folder:
        sound = Path(folder) / "sound.m4a"
        mix_sound(timeline, voices=voices, music=music, out=sound, progress=progress)
        compose_film(timeline, segments=segments, sound=sound, out=out, progress=progress)
