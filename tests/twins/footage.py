"""Twins of Pexels and Pixabay as sources of clips, by their documentation."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from tests.twins.dialects import Strict
from tests.twins.stock import Photo, Query, Source, StockTwin
from tests.twins.works import mp4


class PexelsVideos(Strict):
    """`GET /videos/search`."""

    query: Query
    orientation: Literal["landscape", "portrait", "square"]
    per_page: Annotated[int, Field(ge=1, le=80)]
    size: Literal["large", "medium", "small"]
    locale: Annotated[str, StringConstraints(pattern="^[a-z]{2}-[A-Z]{2}$")] | None = None


class PixabayVideos(Strict):
    """`GET /api/videos/`."""

    key: Literal["key-of-the-twin-0123456789"]
    q: Query
    video_type: Literal["all", "film", "animation"]
    safesearch: Literal["true", "false"]
    per_page: Annotated[int, Field(ge=3, le=200)]
    lang: Annotated[str, StringConstraints(pattern="^[a-z]{2}$")] | None = None


def video(number: int, seconds: int = 12, *, film: Callable[[float], bytes] = mp4, **facts: Any) -> Photo:
    """Make a clip of a twin: its file says how long it is, for decoders in memory."""
    given: dict[str, Any] = {"width": 1080, "height": 1920, "about": "a whale in the sea"} | facts
    raw = film(given.get("kept_seconds") or seconds)
    return Photo(number, seconds=seconds, raw=raw, ending="mp4", **given)


def footage_twin(name: Literal["pexels", "pixabay"]) -> StockTwin:
    """Build one source with six clips."""
    return StockTwin(name, sources=_SOURCES, photos=[video(number) for number in range(1, 7)])


def _pexels(twin: StockTwin) -> dict[str, Any]:
    return {
        "page": 1,
        "per_page": 40,
        "total_results": 6,
        "url": "x",
        "videos": [_pexels_video(twin, one) for one in twin.photos],
    }


def _pexels_video(twin: StockTwin, clip: Photo) -> dict[str, Any]:
    sizes = [
        (clip.width * 2, clip.height * 2, "uhd"),
        (clip.width, clip.height, "hd"),
        (clip.width // 4, clip.height // 4, "sd"),
    ]
    return {
        "id": clip.number,
        "width": clip.width * 2,
        "height": clip.height * 2,
        "url": f"https://www.pexels.com/video/{clip.about.replace(' ', '-')}-{clip.number}/",
        "image": "https://images.pexels.com/videos/1/still.jpg",
        "duration": clip.seconds,
        "user": {"id": 680589, "name": clip.author, "url": "https://www.pexels.com/@ada"},
        "video_files": [
            {
                "id": place,
                "quality": quality,
                "file_type": "video/mp4",
                "width": width,
                "height": height,
                "fps": 23.976,
                "link": clip.file(twin) + ("" if quality == "hd" else f"?{quality}"),
            }
            for place, (width, height, quality) in enumerate(sizes)
        ],
        "video_pictures": [{"id": 1, "picture": "https://images.pexels.com/videos/1/pictures/0.png", "nr": 0}],
    }


def _pixabay(twin: StockTwin) -> dict[str, Any]:
    return {"total": 6, "totalHits": 6, "hits": [_pixabay_video(twin, one) for one in twin.photos]}


def _pixabay_video(twin: StockTwin, clip: Photo) -> dict[str, Any]:
    none = {"url": "", "width": 0, "height": 0, "size": 0, "thumbnail": ""}
    medium = {"url": clip.file(twin), "width": clip.width, "height": clip.height, "size": 3_000_000, "thumbnail": "x"}
    tiny = {
        "url": f"{clip.file(twin)}?tiny",
        "width": clip.width // 4,
        "height": clip.height // 4,
        "size": 1,
        "thumbnail": "x",
    }
    return {
        "id": clip.number,
        "pageURL": f"https://pixabay.com/videos/id-{clip.number}/",
        "type": "film",
        "tags": clip.about,
        "duration": clip.seconds,
        "videos": {"large": none, "medium": medium, "small": medium, "tiny": tiny},
        "views": 4462,
        "downloads": 1464,
        "likes": 18,
        "comments": 0,
        "user_id": 7,
        "user": clip.author,
        "userImageURL": "https://cdn.pixabay.com/user/x.png",
    }


_SOURCES: dict[str, Source] = {
    "pexels": ("/videos/search", PexelsVideos, _pexels),
    "pixabay": ("/api/videos/", PixabayVideos, _pixabay),
}
