"""The renderer of the product: shots to segments, segments to a film, a film to other platforms."""

from pathlib import Path

from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.makers import NO_FOOTAGE, Footage, Progress
from reelwright.film.platforms.presets import Preset
from reelwright.film.timeline.model import Shot, Timeline
from reelwright_media.canvas.segments import write_segment
from reelwright_media.captioning.lettered import Letterer
from reelwright_media.composing.exporting import export_film
from reelwright_media.composing.film import compose_film, mix_sound
from reelwright_media.shots.shots import shot_composition
from reelwright_media.typography import draw_lines


class FilmRenderer:
    """Implements `reelwright.film.makers.Renderer` with moviepy compositions and PyAV, in one process.

    `threads` is the number of x264's frame threads: 1 if several shots are rendered in parallel (least CPU), 2
    if one shot has two cores. One renderer may be used for any number of films, one call at a time.
    """

    def __init__(self, *, threads: int = 2, style: CaptionStyle | None = None, letterer: Letterer = draw_lines) -> None:
        self._threads = threads
        self._style = style
        self._letterer = letterer

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
        """Write the shot as a video-only MP4 of exactly `shot.frames` frames; see `Renderer.render_shot`.

        Raises ContentError if a picture or clip cannot be read, MissingArtefactError if a picture that a transition
        needs is missing.
        """
        composition = shot_composition(
            timeline,
            shot,
            footage=footage,
            previous=previous,
            opening=opening,
            logo=logo,
            style=(self._style or timeline.style).model_copy(update={"font": font}),
            letterer=self._letterer,
        )
        write_segment(
            composition,
            out,
            frames=shot.frames,
            fps=timeline.preset.fps,
            threads=self._threads,
            progress=progress,
            message=f"Rendering scene {shot.index + 1}/{len(timeline.shots)}",
        )

    def mix(self, timeline: Timeline, *, voices: list[Path], music: Path | None, out: Path, progress: Progress) -> None:
        """Write the film's sound; see `Renderer.mix` and `composing.film`."""
        mix_sound(timeline, voices=voices, music=music, out=out, progress=progress)

    def compose(self, timeline: Timeline, *, segments: list[Path], sound: Path, out: Path, progress: Progress) -> None:
        """Write the finished film; see `Renderer.compose` and `composing.film`."""
        compose_film(timeline, segments=segments, sound=sound, out=out, progress=progress)

    def export(self, film: Path, *, source: Preset, target: Preset, out: Path, progress: Progress) -> None:
        """Write the film for another platform; see `Renderer.export` and `composing.exporting`."""
        export_film(film, source=source, target=target, out=out, threads=self._threads, progress=progress)
