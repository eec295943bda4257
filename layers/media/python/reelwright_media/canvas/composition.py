"""moviepy, imported the cheap way. Every room takes moviepy's names from here and from nowhere else.

Left alone, the import starts the ffmpeg of imageio-ffmpeg (125 ms), insists on finding one, and loads a `.env` file
from any parent folder into the process. With `auto-detect` it takes an ffmpeg from PATH where there is one (only a
moviepy file reader would ever use it) and is content without; all decoding and encoding of ours is PyAV's.
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
