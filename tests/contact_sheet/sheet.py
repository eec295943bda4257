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
_BLOCK: Final = (FRAMES * (FRAME[0] + _GAP) + 2 * _GAP, FRAME[1] + _LABEL + _GAP)
"""Width and height of a film on the page."""
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
    rows = -(-len(films) // _FILMS_A_ROW)
    paper = np.full((rows * _BLOCK[1] + _GAP, _FILMS_A_ROW * _BLOCK[0] + _GAP, 3), _PAPER, np.uint8)
    for place, (name, frames) in enumerate(films.items()):
        left, top = corner(place, 0)
        cv2.putText(paper, name, (left, top - 10), cv2.FONT_HERSHEY_DUPLEX, 0.7, _INK, 1, cv2.LINE_AA)
        for number, frame in enumerate(frames[:FRAMES]):
            left, top = corner(place, number)
            paper[top : top + height, left : left + width] = cv2.resize(frame, FRAME, interpolation=cv2.INTER_AREA)
    return paper


def corner(place: int, number: int) -> tuple[int, int]:
    """Compute left and top of a frame on the page: of the film at this place, the frame with this number."""
    row, column = divmod(place, _FILMS_A_ROW)
    return _GAP + column * _BLOCK[0] + number * (FRAME[0] + _GAP), row * _BLOCK[1] + _LABEL


def jpeg(paper: Image) -> bytes:
    """Return the page as JPEG of at most `MAX_BYTES`, as good as that allows; raises ValueError where nothing fits."""
    for quality in _QUALITIES:
        data = bytes(cv2.imencode(".jpg", paper, [int(cv2.IMWRITE_JPEG_QUALITY), quality])[1])
        if len(data) <= MAX_BYTES:
            return data
    raise ValueError(f"the page does not fit into {MAX_BYTES} bytes")
