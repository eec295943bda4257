"""Real films, for twins whose results are decoded for real."""

import io
from functools import lru_cache

import av
import numpy as np

_RATE, _WIDTH, _HEIGHT = 24, 270, 480


@lru_cache(maxsize=8)
def filmed_clip(seconds: float) -> bytes:
    """Film a pattern that moves, as H.264 with a silent pixel shape of a phone; half a second longer than asked for."""
    pattern = np.indices((_HEIGHT, _WIDTH)).sum(axis=0).astype(np.uint8)
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as film:
        stream = film.add_stream("libx264", rate=_RATE, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = _WIDTH, _HEIGHT, "yuv420p"
        for place in range(round((seconds + 0.5) * _RATE)):
            image = np.repeat(np.roll(pattern, 3 * place, axis=0)[:, :, None], 3, axis=2)
            film.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="rgb24")))
        film.mux(stream.encode(None))
    return file.getvalue()
