"""Exports a finished film for another platform: copies it if nothing differs, else encodes only the parts that differ."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

import av

from reelwright.errors import ContentError
from reelwright.film.makers import Progress
from reelwright.film.platforms.presets import Preset
from reelwright_media.canvas.encoder import FrameEncoder, house_stream
from reelwright_media.canvas.outputs import written_whole
from reelwright_media.canvas.planes import Planes, empty_planes, fill, mix, planes_of
from reelwright_media.canvas.segments import REPORT_EVERY_FRAMES
from reelwright_media.composing.film import FASTSTART
from reelwright_media.composing.fitting import Fitting
from reelwright_media.composing.mastering import master
from reelwright_media.composing.probing import FilmFacts, probe
from reelwright_media.composing.sound import fade, read_sound
from reelwright_media.composing.soundtrack import CopiedSound, Soundtrack

_SOFT_END_SECONDS: Final = 0.6
_FRAME_SLACK_SECONDS: Final = 1e-3
_MESSAGE: Final = "Exporting the film"


def export_film(film: Path, *, source: Preset, target: Preset, out: Path, threads: int, progress: Progress) -> None:
    """Write the film in the target's size, length and loudness; `source` is the preset of the composed film.

    Same size, short enough, same loudness: the file is copied unchanged. Another shape: pictures are fitted and encoded
    again, sound is copied. Too long: both fade out at the target's limit. `out` is written atomically. Raises
    ContentError if the film cannot be read.
    """
    facts = probe(film)
    cut = facts.seconds > target.max_seconds
    new_pictures = cut or (facts.width, facts.height, facts.fps) != (target.width, target.height, target.fps)
    new_sound = cut or not _as_loud(source, target)
    progress(0.0, _MESSAGE)
    with written_whole(out) as part:
        if not new_pictures and not new_sound:
            shutil.copyfile(film, part)
        else:
            _rewrite(
                film,
                part,
                facts=facts,
                target=target,
                new_pictures=new_pictures,
                new_sound=new_sound,
                threads=threads,
                progress=progress,
            )
    progress(1.0, "Exported the film")


def _as_loud(source: Preset, target: Preset) -> bool:
    return source.loudness_lufs == target.loudness_lufs and source.true_peak_dbtp <= target.true_peak_dbtp


class _SoundWriter(Protocol):
    """Writes sound in step with the pictures."""

    def write_until(self, seconds: float) -> None:
        """Write the sound before `seconds`."""

    def finish(self) -> None:
        """Write the rest."""


def _rewrite(
    film: Path,
    part: Path,
    *,
    facts: FilmFacts,
    target: Preset,
    new_pictures: bool,
    new_sound: bool,
    threads: int,
    progress: Progress,
) -> None:
    """Write the film with new pictures, new sound or both; an unchanged stream is copied packet by packet."""
    frames = min(round(facts.seconds * target.fps), target.max_seconds * target.fps)
    # Opened twice: demuxing one stream of a container discards the packets of the other.
    with (
        av.open(str(film)) as source,
        av.open(str(film)) as sounds,
        av.open(str(part), "w", format="mp4", options=FASTSTART) as container,
    ):
        if facts.title:
            container.metadata["title"] = facts.title
        pictures = source.streams.video[0]
        if new_pictures:
            stream = house_stream(container, (target.width, target.height), target.fps, threads)
            written = _fitted_pictures(source, FrameEncoder(container, stream), facts, target, frames)
        else:
            written = _copied_pictures(source, container, container.add_stream_from_template(pictures))
        if facts.sound is None:
            sound: _SoundWriter = _NoSound()
        elif new_sound:
            sound = _mastered_sound(film, facts, target, container, frames / target.fps)
        else:
            sound = CopiedSound(sounds, container)
        for count, seconds in enumerate(written):
            sound.write_until(seconds)
            if count % REPORT_EVERY_FRAMES == 0:
                progress(min(1.0, count / frames), _MESSAGE)
        sound.finish()


def _copied_pictures(
    source: av.container.InputContainer, container: av.container.OutputContainer, stream: av.VideoStream
) -> Iterator[float]:
    """Copy the pictures, yielding the time reached after each packet."""
    for packet in source.demux(source.streams.video[0]):
        if packet.dts is not None and packet.time_base is not None:
            reached = float(packet.dts * packet.time_base)
            packet.stream = stream
            container.mux(packet)
            yield reached


def _fitted_pictures(
    source: av.container.InputContainer, encoder: FrameEncoder, facts: FilmFacts, target: Preset, frames: int
) -> Iterator[float]:
    """Encode the pictures on the target's frame, yielding the time reached after each; a cut film fades to black."""
    fitting = Fitting((facts.width, facts.height), (target.width, target.height))
    black = empty_planes(target.width, target.height)
    fill(black)
    fade_frames = round(_SOFT_END_SECONDS * target.fps) if facts.seconds > target.max_seconds else 0
    for frame, picture in enumerate(_pictures_at(source, target.fps, frames)):
        dark = max(0.0, (frame + 1 - (frames - fade_frames)) / fade_frames) if fade_frames else 0.0

        def paint(planes: Planes, picture: Planes = picture, dark: float = dark) -> None:
            fitting.paint(picture, planes)
            if dark:
                mix(black, planes, dark)

        encoder.add(paint)
        yield (frame + 1) / target.fps
    encoder.finish()


def _pictures_at(source: av.container.InputContainer, fps: int, frames: int) -> Iterator[Planes]:
    """Yield the picture shown at each frame's time; the last one is repeated if the film ends early."""
    stream = source.streams.video[0]
    stream.thread_type = "AUTO"
    decoded = source.decode(stream)
    shown = next(decoded, None)
    if shown is None:
        raise ContentError("The film holds no pictures.")
    later = next(decoded, None)
    for frame in range(frames):
        while later is not None and (later.time or 0.0) <= frame / fps + _FRAME_SLACK_SECONDS:
            shown, later = later, next(decoded, None)
        yield planes_of(shown)


def _mastered_sound(
    film: Path, facts: FilmFacts, target: Preset, container: av.container.OutputContainer, seconds: float
) -> Soundtrack:
    sound = read_sound(film, most_seconds=seconds)
    if facts.seconds > target.max_seconds:
        fade(sound, out_seconds=_SOFT_END_SECONDS)
    loud = master(sound, lufs=target.loudness_lufs, peak_dbtp=target.true_peak_dbtp)
    return Soundtrack(container, loud, bitrate=target.audio_bitrate)


class _NoSound:
    """Writes no sound, for a film without a sound stream."""

    def write_until(self, seconds: float) -> None:
        """Write nothing."""

    def finish(self) -> None:
        """Write nothing."""
