"""Imports moviepy with less overhead. All packages import moviepy's names from here only.

By default the import starts the ffmpeg of imageio-ffmpeg (125 ms), fails without one, and loads a `.env` file
from any parent folder into the process. With `auto-detect` it uses an ffmpeg from PATH if there is one and works without (only
moviepy's file readers use it); PyAV does all our decoding and encoding.
"""

import os
from typing import Final

_IMPORT_SETTINGS: Final = {"FFMPEG_BINARY": "auto-detect", "PYTHON_DOTENV_DISABLED": "1"}
_ours = [name for name in _IMPORT_SETTINGS if name not in os.environ]
for _name in _ours:
    os.environ[_name] = _IMPORT_SETTINGS[_name]

from moviepy.Clip import Clip  # noqa: E402 - the settings above must stand before the import reads them
from moviepy.Effect import Effect  # noqa: E402
from moviepy.tools import compute_position  # noqa: E402
from moviepy.video.compositing.CompositeVideoClip import CompositeVideoClip  # noqa: E402
from moviepy.video.fx.CrossFadeIn import CrossFadeIn  # noqa: E402
from moviepy.video.fx.SlideIn import SlideIn  # noqa: E402
from moviepy.video.VideoClip import VideoClip  # noqa: E402

for _name in _ours:
    del os.environ[_name]

__all__ = [
    "Clip",
    "CompositeVideoClip",
    "CrossFadeIn",
    "Effect",
    "SlideIn",
    "VideoClip",
    "compute_position",
]
