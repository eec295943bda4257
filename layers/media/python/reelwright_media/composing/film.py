"""Makes the finished film: its sound mixed, brought to loudness and encoded once, its pictures joined, both by copy."""

from pathlib import Path
from typing import Final

import av

from reelwright.film.makers import Progress
from reelwright.film.timeline.model import Timeline
from reelwright_media.canvas.outputs import written_whole
from reelwright_media.composing.joining import JoinedSegments
from reelwright_media.composing.mastering import master
from reelwright_media.composing.mixing import mix
from reelwright_media.composing.soundtrack import CopiedSound, write_sound

FASTSTART: Final = {"movflags": "+faststart"}
"""The index comes before the pictures, so that a browser plays while it loads."""
_MIXED, _MASTERED = 0.5, 0.9
_REPORT_EVERY_SECONDS: Final = 5.0


def mix_sound(timeline: Timeline, *, voices: list[Path], music: Path | None, out: Path, progress: Progress) -> None:
    """Write the whole sound of a timeline as AAC in an M4A file: one voice per shot, in order; no music if `music` is None.

    The sound has the preset's loudness and stays under its true peak; a film without voice and music gets a silent track,
    because players expect one. It is encoded once, as a restart at each scene would shift it by 40 ms per join. `out` is
    written atomically. Raises StepError if the voices do not match the timeline, ContentError if a sound cannot be read.
    """
    preset = timeline.preset
    progress(0.0, "Mixing voice and music")
    mixed = mix(timeline, voices=voices, music=music)
    progress(_MIXED, "Setting the loudness")
    sound = master(mixed, lufs=preset.loudness_lufs, peak_dbtp=preset.true_peak_dbtp)
    # Sound takes 0.4 MB per second of film, so only one copy is kept while it is encoded.
    del mixed
    progress(_MASTERED, "Encoding the sound")
    with written_whole(out) as part:
        write_sound(sound, part, bitrate=preset.audio_bitrate)
    progress(1.0, "Mixed the sound")


def compose_film(timeline: Timeline, *, segments: list[Path], sound: Path, out: Path, progress: Progress) -> None:
    """Write the film of a timeline: one segment per shot, in order, beside the sound of `mix_sound`. Nothing is encoded.

    `out` is written atomically. Raises StepError if the segments do not match the timeline, av.FFmpegError if the sound cannot
    be read.
    """
    progress(0.0, "Joining the scenes")
    with (
        JoinedSegments(timeline, segments) as joined,
        av.open(str(sound)) as heard,
        written_whole(out) as part,
        av.open(str(part), "w", format="mp4", options=FASTSTART) as container,
    ):
        container.metadata["title"] = timeline.title
        pictures = container.add_stream_from_template(joined.template)
        soundtrack = CopiedSound(heard, container)
        reported = 0.0
        for seconds, packet in joined.packets(pictures):
            soundtrack.write_until(seconds)
            container.mux(packet)
            if seconds - reported >= _REPORT_EVERY_SECONDS:
                reported = seconds
                progress(seconds / timeline.seconds, "Joining the scenes")
        soundtrack.finish()
    progress(1.0, "Composed the film")
