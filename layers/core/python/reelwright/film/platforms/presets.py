"""Presets of the platforms.

Safe zones are margins that the platform's own buttons and texts may cover (top, right, bottom, left), as shares of the
frame. Loudness is the integrated programme loudness (ITU-R BS.1770): YouTube, TikTok and music services attenuate films
above about -14 LUFS (observed; none publishes a figure for video), and mostly leave quieter ones unchanged. AES TD1008
(2021) recommends -18 for speech and -16 for music. The true peak of -1.5 dBTP is half a decibel below TD1008's -1, so
that lossy re-encoding does not clip.
"""

from typing import Final, Literal, Self

from reelwright.values import Value

CaptionPosition = Literal["top", "middle", "bottom"]


class SafeZone(Value):
    """Margins that stay free of text, as shares (0-1) of height (top, bottom) and width (left, right)."""

    top: float
    right: float
    bottom: float
    left: float


class Preset(Value):
    """The limits and layout of one platform. Sizes in pixels, even; lengths in seconds."""

    name: str
    width: int
    height: int
    max_seconds: int
    safe_zone: SafeZone
    caption_centre: float
    """Height of the caption's centre as a share of the frame's height (0 top, 1 bottom)."""
    type_above: float = 0.09
    type_below: float = 0.09
    """How far captions and hook may reach above and below that centre, as shares of the frame's height."""
    thumbnail_width: int
    thumbnail_height: int
    fps: int = 30
    loudness_lufs: float = -14.0
    true_peak_dbtp: float = -1.5
    audio_bitrate: int = 224_000

    @property
    def portrait(self) -> bool:
        """Check whether the frame is higher than wide."""
        return self.height > self.width

    def with_captions_at(self, position: CaptionPosition | None) -> Self:
        """Move captions (and the hook) to a position in the safe zone; None keeps the platform's own.

        `bottom` is the platform's own position; `top` mirrors it: the same distance from the zone's upper edge.
        """
        zone = self.safe_zone
        low = self.caption_centre
        heights = {"top": 1 + zone.top - zone.bottom - low, "middle": (1 + zone.top - zone.bottom) / 2, "bottom": low}
        return self if position is None else self.model_copy(update={"caption_centre": round(heights[position], 4)})


_VERTICAL_ZONE: Final = SafeZone(top=0.13, right=0.12, bottom=0.21, left=0.05)
"""Union of the overlays of Shorts, TikTok and Reels on a 9:16 frame (their own ad-spec templates, 2025)."""
_WIDE_ZONE: Final = SafeZone(top=0.05, right=0.05, bottom=0.10, left=0.05)
"""Title-safe area of EBU R 95 (90 % of each side), lower margin for the player's bar."""


def _vertical(name: str, max_seconds: int) -> Preset:
    return Preset(
        name=name,
        width=1080,
        height=1920,
        max_seconds=max_seconds,
        safe_zone=_VERTICAL_ZONE,
        caption_centre=0.70,
        type_above=0.105,
        thumbnail_width=1080,
        thumbnail_height=1920,
    )


PRESETS: Final[dict[str, Preset]] = {
    preset.name: preset
    for preset in (
        _vertical("shorts", 180),  # YouTube Shorts: up to 3 minutes since October 2024 (YouTube Help)
        _vertical("tiktok", 600),  # TikTok: 10 minutes recorded in the app (TikTok Support)
        _vertical("reels", 180),  # Instagram Reels: 3 minutes since January 2025 (Instagram)
        Preset(
            name="youtube_wide",  # YouTube: 16:9; limited by the 30 minutes of a job, not by YouTube
            width=1920,
            height=1080,
            max_seconds=900,
            safe_zone=_WIDE_ZONE,
            caption_centre=0.82,
            type_above=0.12,
            type_below=0.08,
            thumbnail_width=1280,
            thumbnail_height=720,
        ),
        Preset(
            name="square",  # feed video 1:1 (Instagram, LinkedIn)
            width=1080,
            height=1080,
            max_seconds=600,
            safe_zone=SafeZone(top=0.06, right=0.06, bottom=0.08, left=0.06),
            caption_centre=0.78,
            type_above=0.11,
            type_below=0.14,
            thumbnail_width=1080,
            thumbnail_height=1080,
        ),
    )
}

PLATFORMS: Final[dict[str, str]] = {
    "youtube": "shorts",
    "youtube_shorts": "shorts",
    "shorts": "shorts",
    "tiktok": "tiktok",
    "instagram": "reels",
    "reels": "reels",
    "youtube_wide": "youtube_wide",
    "landscape": "youtube_wide",
    "square": "square",
}
"""Platform name in a request to preset. `youtube` means Shorts, because the product makes short videos."""

ASPECTS: Final[dict[str, str]] = {"9:16": "shorts", "16:9": "youtube_wide", "1:1": "square"}
"""Aspect in a request to the preset of that shape, used if the platform's own aspect differs."""


def preset_for(platform: str, aspect: str | None = None) -> Preset:
    """Look up the preset of a platform, in the shape of `aspect` if one is given.

    Raises KeyError for a name that is not in `PLATFORMS` or `ASPECTS`; requests are validated against both.
    """
    preset = PRESETS[PLATFORMS[platform]]
    if aspect is None:
        return preset
    shape = PRESETS[ASPECTS[aspect]]
    if (shape.width, shape.height) == (preset.width, preset.height):
        return preset
    return shape.model_copy(update={"max_seconds": preset.max_seconds})


def moved_captions(preset: Preset) -> float | None:
    """Look up the height of captions that a request has moved; None if they are at the platform's own height."""
    own = PRESETS.get(preset.name)
    return None if own is None or own.caption_centre == preset.caption_centre else preset.caption_centre
