"""Stock photographs: Pexels, Pixabay and Wikimedia Commons, each with author and licence."""

import html
import re
from math import ceil
from typing import Any, Final
from urllib.parse import quote, urlencode

from reelwright.dialects.answers import call, get_json, reading
from reelwright.dialects.fetching import is_pinned
from reelwright.dialects.searching import (
    HITS,
    LONGEST_QUERY,
    PEXELS_TERMS,
    PIXABAY_TERMS,
    PexelsSource,
    PixabaySource,
    StockSource,
    orientation_of,
)
from reelwright.errors import ProviderError
from reelwright.providers.calls import Carried
from reelwright.providers.pictures import MOST_RAW_BYTES, Credit, Painted, media_type_of
from reelwright.providers.setup import PictureSetup
from reelwright.providers.stock import FREE, SearchOrder, StockAnswer, StockHit, TakeOrder

_TAGS: Final = re.compile(r"<[^>]+>")
_LINK: Final = re.compile(r'href="([^"]+)"')
_FREE_LICENCES: Final = re.compile(r"CC0(?: 1\.0)?|CC BY \d\.\d(?: [a-z]{2,3})?|[Pp]ublic domain|PDM")
"""Licences that permit commercial use and changes with attribution alone: share-alike would bind the whole film."""


class _Photographs(StockSource):
    """What all sources share: the file of a hit."""

    _setup: PictureSetup

    def take(self, order: TakeOrder) -> Carried:
        """Fetch the file, without the key. A host that is not the source's own is not called."""
        hit = order.hit
        if not is_pinned(hit.url, self._base, self.hosts):
            raise ProviderError(f"{self.name} named a file on another host")
        raw = call(
            self._caller,
            self.name,
            "GET",
            hit.url,
            headers=self._headers(),
            seconds=order.seconds,
            most_bytes=MOST_RAW_BYTES,
        )
        painted = Painted(media_type=media_type_of(self.name, raw), size_bytes=len(raw), bill=FREE, credit=hit.credit)
        return Carried(painted, raw)

    def _headers(self) -> dict[str, str]:
        return {"Accept": "image/*"}


class PexelsStock(_Photographs, PexelsSource):
    """`GET {base}/v1/search`. Pexels asks for a link to it and for the photographer's name."""

    hosts = ("images.pexels.com",)

    def search(self, order: SearchOrder) -> StockAnswer:
        """Search once, in the film's language where Pexels has it."""
        found = self._found("/v1/search", order)
        with reading(self.name):
            return StockAnswer(hits=tuple(self._hit(one, order) for one in found["photos"]))

    def _hit(self, photo: Any, order: SearchOrder) -> StockHit:
        """Read one photograph. The file is asked for in the height that covers the film."""
        width, height = int(photo["width"]), int(photo["height"])
        covering = min(height, ceil(max(order.height, order.width * height / width)))
        author, page = str(photo["photographer"]), str(photo["url"])
        return StockHit(
            id=str(photo["id"]),
            url=f"{photo['src']['original']}?auto=compress&cs=tinysrgb&h={covering}",
            width=width,
            height=height,
            about=str(photo.get("alt") or ""),
            credit=Credit(
                provider=self.name,
                id=str(photo["id"]),
                page=page,
                author=author,
                author_page=photo.get("photographer_url"),
                **PEXELS_TERMS,
                text=f"Photo by {author} on Pexels: {page}",
            ),
        )


class PixabayStock(_Photographs, PixabaySource):
    """`GET {base}/api/`."""

    hosts = ("pixabay.com", "cdn.pixabay.com")

    def search(self, order: SearchOrder) -> StockAnswer:
        """Search once; squares take every orientation."""
        shape = {"portrait": "vertical", "landscape": "horizontal"}.get(orientation_of(order), "all")
        found = self._found("/api/", order, image_type="photo", orientation=shape)
        with reading(self.name):
            return StockAnswer(hits=tuple(self._hit(one) for one in found["hits"]))

    def _hit(self, photo: Any) -> StockHit:
        author, page = str(photo["user"]), str(photo["pageURL"])
        return StockHit(
            id=str(photo["id"]),
            url=str(photo["largeImageURL"]),
            width=int(photo["imageWidth"]),
            height=int(photo["imageHeight"]),
            about=str(photo.get("tags") or ""),
            credit=Credit(
                provider=self.name,
                id=str(photo["id"]),
                page=page,
                author=author,
                author_page=f"https://pixabay.com/users/{photo['user_id']}/",
                **PIXABAY_TERMS,
                text=f"Image by {author} on Pixabay: {page}",
            ),
        )


class WikimediaStock(_Photographs):
    """Wikimedia Commons by `api.php`, without a key. Only pictures whose licence needs attribution alone are hits."""

    hosts = ("upload.wikimedia.org",)

    def search(self, order: SearchOrder) -> StockAnswer:
        """Search once, in English words; the operator's contact is in the User-Agent, as Wikimedia's policy wants."""
        query = {
            "action": "query",
            "format": "json",
            "formatversion": 2,
            "generator": "search",
            "gsrsearch": f"{order.query[:LONGEST_QUERY]} filetype:bitmap",
            "gsrnamespace": 6,
            "gsrlimit": HITS,
            "prop": "imageinfo",
            "iiprop": "url|size|mime|extmetadata",
            "iiurlwidth": 1920,
            "iiextmetadatafilter": "LicenseShortName|LicenseUrl|Artist|ImageDescription",
        }
        url = f"{self._base}/w/api.php?{urlencode(query, quote_via=quote)}"
        found = get_json(self._caller, self.name, url, headers=self._headers(), seconds=order.seconds)
        with reading(self.name):
            pages = sorted((found.get("query") or {}).get("pages") or [], key=lambda page: page.get("index", 0))
            hits = [self._hit(page, page["imageinfo"][0]) for page in pages if page.get("imageinfo")]
        return StockAnswer(hits=tuple(hit for hit in hits if hit is not None))

    def _headers(self) -> dict[str, str]:
        return {"Accept": "*/*", "User-Agent": f"Reelwright/1 ({self._setup.contact})"}

    def _hit(self, page: Any, info: Any) -> StockHit | None:
        """Read one picture; None if its licence or author is not clear, or its type is no photograph's."""
        facts = {name: str(one.get("value", "")) for name, one in (info.get("extmetadata") or {}).items()}
        licence, artist = facts.get("LicenseShortName", ""), facts.get("Artist", "")
        author = _plain(artist)
        is_photograph = info.get("mime") in ("image/jpeg", "image/png", "image/webp")
        if not is_photograph or not _FREE_LICENCES.fullmatch(licence) or not author:
            return None
        title, link = str(page["title"]).removeprefix("File:").rsplit(".", 1)[0], _LINK.search(artist)
        licence_page = facts.get("LicenseUrl") or None
        terms = f"{licence} ({licence_page})" if licence_page else licence
        where = str(info["descriptionurl"])
        return StockHit(
            id=str(page["pageid"]),
            url=str(info.get("thumburl") or info["url"]),
            width=int(info["width"]),
            height=int(info["height"]),
            about=f"{title} {_plain(facts.get('ImageDescription', ''))}"[:500],
            credit=Credit(
                provider=self.name,
                id=str(page["pageid"]),
                page=where,
                author=author,
                author_page=None if link is None else _absolute(link[1]),
                licence=licence,
                licence_page=licence_page,
                text=f"“{title}” by {author}, {terms}, via Wikimedia Commons: {where}; cropped",
            ),
        )


STOCK: Final[dict[str, type[PexelsStock | PixabayStock | WikimediaStock]]] = {
    "pexels": PexelsStock,
    "pixabay": PixabayStock,
    "wikimedia": WikimediaStock,
}


def _plain(markup: str) -> str:
    """Return the text of a value, which may be HTML."""
    return " ".join(html.unescape(_TAGS.sub(" ", markup)).split())[:200]


def _absolute(link: str) -> str | None:
    link = html.unescape(link)
    link = f"https:{link}" if link.startswith("//") else link
    return link if link.startswith("https://") else None
