"""Scales frames of a clip to one size in the encoder's format: yuv420p in BT.709, limited range."""

from typing import Final

import av
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from reelwright_media.material.colours import TABLE_FORMAT, ColourSpace, ColourTable

_UNSPECIFIED: Final = 2
_HD_WIDTH, _HD_HEIGHT = 1280, 577
"""From this size on players read untagged film as BT.709, below as BT.601 (Chromium's and mpv's rule)."""


class Scaler:
    """Scales frames to one size; sizes count stored pixels, before any turn."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._in, self._out = VideoReformatter(), VideoReformatter()
        self._tables: dict[ColourSpace, ColourTable] = {}

    def scaled(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Scale the frame to the scaler's size and convert it to BT.709."""
        space = ColourSpace(frame.color_primaries, frame.color_trc)
        if space.is_bt709:
            return self._to_bt709(self._in, frame)
        wide = self._in.reformat(
            frame, *self._size, TABLE_FORMAT, src_colorspace=_matrix(frame), interpolation=Interpolation.BICUBIC
        )
        return self._to_bt709(self._out, self._table(space).through(wide))

    def _to_bt709(self, reformatter: VideoReformatter, frame: av.VideoFrame) -> av.VideoFrame:
        return reformatter.reformat(
            frame,
            *self._size,
            "yuv420p",
            src_colorspace=_matrix(frame),
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=Interpolation.BICUBIC,
        )

    def _table(self, space: ColourSpace) -> ColourTable:
        if space not in self._tables:
            self._tables[space] = ColourTable(space, *self._size)
        return self._tables[space]


def _matrix(frame: av.VideoFrame) -> int:
    """Return the matrix of YUV that the frame is tagged with, or else the one that players assume for its size."""
    if frame.colorspace != _UNSPECIFIED:
        return int(frame.colorspace)
    is_hd = frame.width >= _HD_WIDTH or frame.height >= _HD_HEIGHT
    return int(Colorspace.ITU709 if is_hd else Colorspace.ITU601)
