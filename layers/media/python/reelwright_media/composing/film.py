"""Composes the finished film: pictures joined by copy, sound mixed, brought to loudness and encoded once."""

from pathlib import Path
from typing import Final

import av

from reelwright.film.makers import Progress
from reelwright.film.timeline.model import Timeline
from reelwright_media.canvas.outputs import written_whole
from reelwright_media.composing.joining import JoinedSegments
from reelwright_media.composing.mastering import master
from reelwright_media.composing.mixing import mix
from reelwright_media.composing.soundtrack import Soundtrack

FASTSTART: Final = {"movflags": "+faststart"}
"""The index comes before the pictures, so that a browser plays while it loads."""
_MIXED, _MASTERED = 0.3, 0.6
_REPORT_EVERY_SECONDS: Final = 5.0


def compose_film(
    timeline: Timeline,
    *,
    segments: list[Path],
    voices: list[Path],
    music: Path | None,
    out: Path,
    progress: Progress,
) -> None:
    """Write the film of a timeline: one segment and one voice per shot, in order; no music if `music` is None.

    The sound has the preset's loudness and stays under its true peak; a film without voice and
    music gets a silent track, because players expect one. `out` is written atomically. Raises StepError if segments or
    voices do not match the timeline, ContentError if a sound cannot be read.
    """
    preset = timeline.preset
    progress(0.0, "Mixing voice and music")
    mixed = mix(timeline, voices=voices, music=music)
    progress(_MIXED, "Setting the loudness")
    sound = master(mixed, lufs=preset.loudness_lufs, peak_dbtp=preset.true_peak_dbtp)
    # Sound takes 0.4 MB per second of film, so only one copy is kept while the scenes are joined.
    del mixed
    progress(_MASTERED, "Joining the scenes")
    with (
        JoinedSegments(timeline, segments) as joined,
        written_whole(out) as part,
        av.open(str(part), "w", format="mp4", options=FASTSTART) as container,
    ):
        container.metadata["title"] = timeline.title
        pictures = container.add_stream_from_template(joined.template)
        soundtrack = Soundtrack(container, sound, bitrate=preset.audio_bitrate)
        reported = 0.0
        for seconds, packet in joined.packets(pictures):
            soundtrack.write_until(seconds)
            container.mux(packet)
            if seconds - reported >= _REPORT_EVERY_SECONDS:
                reported = seconds
                progress(_MASTERED + (1 - _MASTERED) * seconds / timeline.seconds, "Joining the scenes")
        soundtrack.finish()
    progress(1.0, "Composed the film")
