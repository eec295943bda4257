"""The caption clips of one shot."""

from itertools import zip_longest

from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.timeline.model import Shot, Timeline
from reelwright_media.captioning.lettered import Letterer
from reelwright_media.captioning.lineclip import LineClip, LineDrawing


def caption_clips(timeline: Timeline, shot: Shot, *, style: CaptionStyle, letterer: Letterer) -> list[LineClip]:
    """Build a clip for every line that is on the screen during the shot; times count from the shot's first frame.

    A line may extend from one shot into the next, so all lines of the film are checked. If two lines overlap, the
    earlier one ends when the later one starts. `Timeline.burned_captions` decides which lines are drawn at all.
    """
    fps = timeline.preset.fps
    shot_start, shot_end = shot.start_frame / fps, shot.end_frame / fps
    lines = sorted(timeline.burned_captions, key=lambda line: line.start_seconds)
    clips = []
    for line, after in zip_longest(lines, lines[1:]):
        end = min(line.end_seconds, after.start_seconds) if after else line.end_seconds
        if not line.words or line.start_seconds >= shot_end or end <= max(shot_start, line.start_seconds):
            continue
        drawing = LineDrawing(line, preset=timeline.preset, language=timeline.language, style=style, letterer=letterer)
        clip = LineClip(drawing, starts_at=line.start_seconds, seconds=end - line.start_seconds)
        clips.append(clip.with_start(line.start_seconds - shot_start))
    return clips
