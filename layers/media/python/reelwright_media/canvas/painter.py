"""Paints a moviepy composition into planes: known clips directly, everything else through its RGB frame and mask."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from reelwright_media.canvas.composition import CompositeVideoClip, compute_position
from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.planes import Planes, RgbImage, copy, fill, halve, planes_from_rgb

Alpha = npt.NDArray[np.float32]


class CompositionPainter:
    """Paints the frames of one composition, whose size and the planes' size are the same, even one.

    `generic_frames` counts the clips that were painted through RGB.
    """

    def __init__(self, composition: CompositeVideoClip, scratch: Planes) -> None:
        self._composition = composition
        self._scratch = scratch
        self.generic_frames = 0

    def paint(self, t: float, planes: Planes) -> None:
        """Paint the frame at `t` seconds; every pixel of `planes` is written."""
        playing = [clip for clip in self._composition.clips if _plays(clip, t)]
        # Nothing below the topmost covering clip is visible, so it is neither decoded nor painted.
        covering = [
            place
            for place, clip in enumerate(playing)
            if isinstance(clip, PaintedClip) and clip.covers(t - clip.start) and _fills(clip, planes)
        ]
        if not covering:
            self._paint_background(t, planes)
        for clip in playing[covering[-1] if covering else 0 :]:
            if isinstance(clip, PaintedClip) and clip.can_paint():
                clip.paint(t - clip.start, planes, self._scratch)
            else:
                self._paint_generic(clip, t - clip.start, planes)

    def _paint_background(self, t: float, planes: Planes) -> None:
        background = self._composition.bg
        if isinstance(background, PaintedClip) and background.covers(t) and _fills(background, planes):
            background.paint(t, planes, self._scratch)
            return
        fill(planes)
        if not self._composition.created_bg or any(self._composition.bg_color or ()):
            self._paint_generic(background, t - background.start, planes)

    def _paint_generic(self, clip: Any, t: float, planes: Planes) -> None:
        """Blend any moviepy clip onto the planes by its picture, mask and position."""
        self.generic_frames += 1
        plain = clip.as_plain() if isinstance(clip, PaintedClip) else clip
        image = _rgb(plain.get_frame(t))
        alpha = _alpha(plain, t, image)
        height, width = image.shape[:2]
        place = compute_position((width, height), (planes.width, planes.height), plain.pos(t), plain.relative_pos)
        _lay(image, alpha, int(place[0]), int(place[1]), planes)


def _plays(clip: Any, t: float) -> bool:
    """Like moviepy's `is_playing` for one time, without parsing `t` as text (0.2 ms a frame)."""
    return bool(t >= clip.start and (clip.end is None or t < clip.end))


def _fills(clip: PaintedClip, planes: Planes) -> bool:
    return tuple(clip.size) == (planes.width, planes.height)


def _rgb(frame: npt.NDArray[Any]) -> RgbImage:
    """Convert a moviepy frame (grey, RGB or RGBA, any number type) to 8-bit RGB."""
    colour = np.repeat(frame[:, :, None], 3, axis=2) if frame.ndim == 2 else frame[:, :, :3]  # noqa: PLR2004 - grey has two axes
    return np.ascontiguousarray(np.clip(colour, 0, 255).astype(np.uint8, copy=False))


def _alpha(clip: Any, t: float, image: RgbImage) -> Alpha:
    """Return the clip's opacity, 0-1, as large as its picture.

    A mask of another size is aligned at the top left and transparent beyond its edges, as in moviepy.
    """
    height, width = image.shape[:2]
    if clip.mask is None:
        return np.ones((height, width), np.float32)
    mask = np.asarray(clip.mask.get_frame(t), np.float32)[:height, :width]
    if mask.shape == (height, width):
        return mask
    alpha = np.zeros((height, width), np.float32)
    alpha[: mask.shape[0], : mask.shape[1]] = mask
    return alpha


def _lay(image: RgbImage, alpha: Alpha, left: int, top: int, planes: Planes) -> None:
    """Blend a picture at any position of the planes; parts outside are cut off."""
    height, width = image.shape[:2]
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + width, planes.width), min(top + height, planes.height)
    if x0 >= x1 or y0 >= y1:
        return
    box = (x0 & ~1, y0 & ~1, x1 + (x1 & 1), y1 + (y1 & 1))  # chroma needs even edges
    inner = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
    edges = (y0 - box[1], box[3] - y1, x0 - box[0], box[2] - x1)
    colour = cv2.copyMakeBorder(image[inner], *edges, cv2.BORDER_REPLICATE)
    opacity = cv2.copyMakeBorder(alpha[inner], *edges, cv2.BORDER_CONSTANT, value=0)
    target = planes.region(*box)
    source = planes_from_rgb(np.asarray(colour, np.uint8))
    if opacity.min() >= 1:
        copy(source, target)
        return
    chroma_opacity = halve(np.asarray(opacity, np.float32))
    for plane, into, share in zip(source, target, (opacity, chroma_opacity, chroma_opacity), strict=True):
        below = into.astype(np.float32)
        np.copyto(into, np.rint(below + (plane - below) * share).astype(np.uint8))
