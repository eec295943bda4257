"""Frames of many films on one page."""

from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]

FRAME: Final = (198, 352)
"""Width and height of a frame on the page."""
FRAMES: Final = 4
MAX_BYTES: Final = 1_500_000
_FILMS_A_ROW: Final = 2
_GAP: Final = 8
_LABEL: Final = 34
_PAPER, _INK = (24, 20, 18), (235, 232, 228)
"""BGR."""
_QUALITIES: Final = (88, 80, 70, 55)


def frames_of(film: Path, count: int) -> list[Image]:
    """Return `count` frames of a film as BGR: from the middles of as many equal parts of it."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        total = stream.frames
        wanted = {int((place + 0.5) * total / count) for place in range(count)}
        return [
            np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
            for index, frame in enumerate(container.decode(stream))
            if index in wanted
        ]


def picture_of(data: bytes) -> Image:
    """Return an encoded picture as BGR."""
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def page(films: dict[str, list[Image]]) -> Image:
    """Return the page: two films a row, each with its name over its frames."""
    width, height = FRAME
    block = (FRAMES * (width + _GAP) + 2 * _GAP, height + _LABEL + _GAP)
    rows = -(-len(films) // _FILMS_A_ROW)
    paper = np.full((rows * block[1] + _GAP, _FILMS_A_ROW * block[0] + _GAP, 3), _PAPER, np.uint8)
    for place, (name, frames) in enumerate(films.items()):
        left = _GAP + place % _FILMS_A_ROW * block[0]
        top = place // _FILMS_A_ROW * block[1]
        cv2.putText(paper, name, (left, top + _LABEL - 10), cv2.FONT_HERSHEY_DUPLEX, 0.7, _INK, 1, cv2.LINE_AA)
        for number, frame in enumerate(frames[:FRAMES]):
            at = left + number * (width + _GAP)
            small = cv2.resize(frame, FRAME, interpolation=cv2.INTER_AREA)
            paper[top + _LABEL : top + _LABEL + height, at : at + width] = small
    return paper


def jpeg(paper: Image) -> bytes:
    """Return the page as JPEG of at most `MAX_BYTES`, as good as that allows; raises ValueError where nothing fits."""
    for quality in _QUALITIES:
        data = bytes(cv2.imencode(".jpg", paper, [int(cv2.IMWRITE_JPEG_QUALITY), quality])[1])
        if len(data) <= MAX_BYTES:
            return data
    raise ValueError(f"the page does not fit into {MAX_BYTES} bytes")
