"""The measured film by MoneyPrinterTurbo: `.peers/python/bin/python money_printer.py FOLDER OUT`.

Its own functions in the order and with the arguments of its `app/services/task.py`, for pictures of the user's own; every
setting is the default of its `VideoParams`, but for the order of the pictures (as given), the font (of the other films) and
the music (our bed). MPT_HOME names its folder. Runs with the interpreter of its own packages and imports nothing of ours.
"""

import shutil
import sys
from pathlib import Path
from typing import Any

from app.models.schema import MaterialInfo, VideoConcatMode, VideoParams  # type: ignore[import-not-found]
from app.services import video  # type: ignore[import-not-found]
from app.utils import utils  # type: ignore[import-not-found]


def main(folder: Path, out: Path) -> None:
    """Write the film to `out`."""
    place = Path(utils.storage_dir("local_videos", create=True))
    pictures = [shutil.copy(path, place) for path in sorted(folder.glob("[0-9].jpg"))]
    font = shutil.copy(folder / "Montserrat-Black.ttf", utils.font_dir())
    settings: Any = VideoParams(
        video_subject="Bees",
        video_source="local",
        video_materials=[MaterialInfo(provider="local", url=str(path), duration=0) for path in pictures],
        video_concat_mode=VideoConcatMode.sequential,
        font_name=Path(font).name,
    )
    clips = video.preprocess_video(
        materials=settings.video_materials,
        clip_duration=settings.video_clip_duration,
        image_motion=settings.image_motion,
    )
    combined, voice = folder / "combined.mp4", folder / "voice-short.wav"
    video.combine_videos(
        combined_video_path=str(combined),
        video_paths=[clip.url for clip in clips],
        audio_file=str(voice),
        video_aspect=settings.video_aspect,
        video_fit_mode=settings.video_fit_mode,
        video_concat_mode=settings.video_concat_mode,
        video_transition_mode=settings.video_transition_mode,
        max_clip_duration=settings.video_clip_duration,
        threads=settings.n_threads,
        clip_speed=settings.video_clip_speed,
    )
    video.generate_video(
        video_path=str(combined),
        audio_path=str(voice),
        subtitle_path=str(folder / "captions.srt"),
        output_file=str(out),
        params=settings,
        bgm_file_override=str(folder / "bed.wav"),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
