"""Stock clips: the videos of Pexels and Pixabay, each with author and licence."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from reelwright.dialects.answers import reading
from reelwright.dialects.fetching import fetch_bytes
from reelwright.dialects.searching import (
    PEXELS_TERMS,
    PIXABAY_TERMS,
    PexelsSource,
    PixabaySource,
    StockSource,
    orientation_of,
)
from reelwright.providers.calls import Carried
from reelwright.providers.clips import FetchedClip
from reelwright.providers.pictures import Credit
from reelwright.providers.stock import FREE, SearchOrder, StockAnswer, StockHit, TakeOrder

_MP4: Final = "video/mp4"


class _File(NamedTuple):
    """One size of a clip."""

    url: str
    width: int
    height: int


class _Footage(StockSource):
    """What both sources share: the file of a hit."""

    def take(self, order: TakeOrder) -> Carried:
        """Fetch the file, without the key. A host that is not the source's own is not called."""
        raw = fetch_bytes(
            self._caller,
            self.name,
            order.hit.url,
            base=self._base,
            hosts=self.hosts,
            headers={},
            seconds=order.seconds,
        )
        return Carried(FetchedClip(size_bytes=len(raw), bill=FREE), raw)


class PexelsFootage(_Footage, PexelsSource):
    """`GET {base}/videos/search`. Pexels asks for a link to it and for the author's name."""

    hosts = ("videos.pexels.com", "player.vimeo.com")

    def search(self, order: SearchOrder) -> StockAnswer:
        """Search once, in the film's language where Pexels has it, for clips of the film's shape."""
        found = self._found("/videos/search", order)
        with reading(self.name):
            hits = [self._hit(one, order) for one in found["videos"]]
        return StockAnswer(hits=tuple(hit for hit in hits if hit is not None))

    def _hit(self, video: Any, order: SearchOrder) -> StockHit | None:
        """Read one clip; its own words are those of its page's address, as the answer has no others."""
        files = [
            _File(str(one["link"]), int(one["width"]), int(one["height"]))
            for one in video["video_files"]
            if one.get("file_type") == _MP4 and one.get("width") and one.get("height")
        ]
        author, page = str(video["user"]["name"]), str(video["url"])
        credit = Credit(
            provider=self.name,
            id=str(video["id"]),
            page=page,
            author=author,
            author_page=video["user"].get("url"),
            text=f"Video by {author} on Pexels: {page}",
            **PEXELS_TERMS,
        )
        about = page.rstrip("/").rsplit("/", 1)[-1].replace("-", " ")
        return _hit_of(_covering(files, order), about=about, seconds=float(video["duration"]), credit=credit)


class PixabayFootage(_Footage, PixabaySource):
    """`GET {base}/api/videos/`."""

    hosts = ("pixabay.com", "cdn.pixabay.com")

    def search(self, order: SearchOrder) -> StockAnswer:
        """Search once. The API has no parameter for the orientation: clips of the film's shape come first, in its own order."""
        found = self._found("/api/videos/", order, video_type="film")
        with reading(self.name):
            hits = [self._hit(one, order) for one in found["hits"]]
        shaped = [hit for hit in hits if hit is not None]
        return StockAnswer(hits=tuple(sorted(shaped, key=lambda hit: not _is_shaped(hit, order))))

    def _hit(self, video: Any, order: SearchOrder) -> StockHit | None:
        files = [
            _File(str(one["url"]), int(one["width"]), int(one["height"]))
            for one in video["videos"].values()
            if one.get("url") and one.get("width") and one.get("height")
        ]
        author, page = str(video["user"]), str(video["pageURL"])
        credit = Credit(
            provider=self.name,
            id=str(video["id"]),
            page=page,
            author=author,
            author_page=f"https://pixabay.com/users/{video['user_id']}/",
            text=f"Video by {author} on Pixabay: {page}",
            **PIXABAY_TERMS,
        )
        about = str(video.get("tags") or "")
        return _hit_of(_covering(files, order), about=about, seconds=float(video["duration"]), credit=credit)


FOOTAGE: Final[dict[str, type[PexelsFootage | PixabayFootage]]] = {"pexels": PexelsFootage, "pixabay": PixabayFootage}


def _hit_of(file: _File | None, *, about: str, seconds: float, credit: Credit) -> StockHit | None:
    if file is None:
        return None
    return StockHit(
        id=credit.id,
        url=file.url,
        width=file.width,
        height=file.height,
        seconds=seconds,
        about=about[:500],
        credit=credit,
    )


def _covering(files: Iterable[_File], order: SearchOrder) -> _File | None:
    """Choose the smallest size whose crop has every pixel of the film, else the largest."""
    by_size = sorted(files, key=lambda file: file.width * file.height)
    covering = (file for file in by_size if file.width >= order.width and file.height >= order.height)
    return next(covering, by_size[-1] if by_size else None)


def _is_shaped(hit: StockHit, order: SearchOrder) -> bool:
    return orientation_of(order) == orientation_of(order.model_copy(update={"width": hit.width, "height": hit.height}))
