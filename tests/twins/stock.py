"""A twin of sources of photographs: an HTTP server that checks searches, answers as documented, and serves files.

Sources: the documentation of Pexels and Pixabay, and of MediaWiki's `imageinfo` with `extmetadata`.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import Field, StringConstraints, ValidationError

from tests.twins.dialects import KEY, Strict
from tests.twins.pictures import picture
from tests.twins.server import Fault

Query = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class PexelsSearch(Strict):
    """`GET /v1/search`."""

    query: Query
    orientation: Literal["landscape", "portrait", "square"]
    per_page: Annotated[int, Field(ge=1, le=80)]
    size: Literal["large", "medium", "small"]
    locale: Annotated[str, StringConstraints(pattern="^[a-z]{2}-[A-Z]{2}$")] | None = None


class PixabaySearch(Strict):
    """`GET /api/`."""

    key: Literal["key-of-the-twin-0123456789"]
    q: Query
    image_type: Literal["all", "photo", "illustration", "vector"]
    orientation: Literal["all", "horizontal", "vertical"]
    safesearch: Literal["true", "false"]
    per_page: Annotated[int, Field(ge=3, le=200)]
    lang: Annotated[str, StringConstraints(pattern="^[a-z]{2}$")] | None = None


class WikimediaSearch(Strict):
    """`GET /w/api.php`."""

    action: Literal["query"]
    format: Literal["json"]
    formatversion: Literal["2"]
    generator: Literal["search"]
    gsrsearch: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    gsrnamespace: Literal["6"]
    gsrlimit: Annotated[int, Field(ge=1, le=50)]
    prop: Literal["imageinfo"]
    iiprop: Literal["url|size|mime|extmetadata"]
    iiurlwidth: Annotated[int, Field(ge=1)]
    iiextmetadatafilter: str


@dataclass
class Photo:
    """One photograph or clip of a twin. `raw` None: a painted photograph."""

    number: int
    about: str = "a photograph"
    author: str = "Ada Lovelace"
    licence: str = "CC BY 4.0"
    width: int = 3000
    height: int = 4000
    raw: bytes | None = None
    host: str = ""
    """Another host of its file."""
    seconds: int = 12
    """Of a clip."""
    kept_seconds: float | None = None
    """The true length of a clip whose `seconds` are wrong."""
    ending: str = "jpg"

    @property
    def bytes(self) -> bytes:
        """Return the file."""
        return self.raw or picture(300, 400, self.number)

    def file(self, twin: "StockTwin") -> str:
        """Name the address of the file."""
        return f"{self.host or twin.base}/files/{self.number}.{self.ending}"


Source = tuple[str, type[Strict], Callable[["StockTwin"], dict[str, Any]]]
"""The path of a search, its parameters, and its answer."""


@dataclass
class StockTwin:
    """One source's server: `photos` answer every search. `sources`: what it has, by name; None: photographs."""

    name: Literal["pexels", "pixabay", "wikimedia"]
    photos: list[Photo] = field(default_factory=lambda: [Photo(number) for number in range(1, 7)])
    plan: list[Fault] = field(default_factory=list)
    searches: list[dict[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Why requests were invalid."""
    sources: Mapping[str, Source] | None = None
    port: int = 0

    @property
    def base(self) -> str:
        """The base URL for the configuration."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running_stock(twin: StockTwin) -> Iterator[StockTwin]:
    """Run the twin until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(twin))
    server.daemon_threads = True
    twin.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield twin
    finally:
        server.shutdown()
        server.server_close()


def _handler(twin: StockTwin) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_arguments: Any) -> None:
            """Log nothing."""

        def do_GET(self) -> None:
            twin.headers.append({name.lower(): value for name, value in self.headers.items()})
            fault = twin.plan.pop(0) if twin.plan else Fault()
            time.sleep(fault.silent_seconds)
            status, found = (fault.status, b"{}") if fault.status != 200 else _answer(twin, self.path)
            found = found if fault.body is None else fault.body
            self.send_response(status)
            for name, value in fault.headers:
                self.send_header(name, value)
            if fault.retry_after is not None:
                self.send_header("Retry-After", str(fault.retry_after))
            self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(found[: len(found) // 2] if fault.half else found)

    return Handler


def _answer(twin: StockTwin, target: str) -> tuple[int, bytes]:
    parts = urlsplit(target)
    if parts.path.startswith("/files/"):
        twin.files.append(parts.path)
        number = int(parts.path.removeprefix("/files/").partition(".")[0])
        return 200, next(photo.bytes for photo in twin.photos if photo.number == number)
    path, shape, answer = (twin.sources or _SOURCES)[twin.name]
    query = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True))
    if parts.path != path:
        twin.refused.append(target)
        return 404, b"{}"
    try:
        shape.model_validate(query)
    except ValidationError as error:
        twin.refused.append(str(error))
        return 401 if "key" in str(error) else 400, b"{}"
    if twin.name == "pexels" and twin.headers[-1].get("authorization") != KEY:
        return 401, b"{}"
    if twin.name == "wikimedia" and "@" not in twin.headers[-1]["user-agent"]:
        twin.refused.append("the User-Agent names no contact")
        return 403, b"{}"
    twin.searches.append(query)
    return 200, json.dumps(answer(twin)).encode()


def _pexels(twin: StockTwin) -> dict[str, Any]:
    photos = [
        {
            "id": photo.number,
            "width": photo.width,
            "height": photo.height,
            "url": f"https://www.pexels.com/photo/{photo.number}/",
            "photographer": photo.author,
            "photographer_url": "https://www.pexels.com/@ada",
            "photographer_id": 1,
            "avg_color": "#445566",
            "src": {"original": photo.file(twin), "large2x": photo.file(twin), "portrait": photo.file(twin)},
            "liked": False,
            "alt": photo.about,
        }
        for photo in twin.photos
    ]
    return {"total_results": len(photos), "page": 1, "per_page": 40, "photos": photos}


def _pixabay(twin: StockTwin) -> dict[str, Any]:
    hits = [
        {
            "id": photo.number,
            "pageURL": f"https://pixabay.com/photos/{photo.number}/",
            "type": "photo",
            "tags": photo.about,
            "largeImageURL": photo.file(twin),
            "imageWidth": photo.width,
            "imageHeight": photo.height,
            "user_id": 7,
            "user": photo.author,
        }
        for photo in twin.photos
    ]
    return {"total": len(hits), "totalHits": len(hits), "hits": hits}


def _wikimedia(twin: StockTwin) -> dict[str, Any]:
    pages = [
        {
            "pageid": photo.number,
            "ns": 6,
            "title": f"File:Picture {photo.number}.jpg",
            "index": place,
            "imageinfo": [
                {
                    "size": 1000,
                    "width": photo.width,
                    "height": photo.height,
                    "thumburl": photo.file(twin),
                    "url": photo.file(twin),
                    "descriptionurl": f"https://commons.wikimedia.org/wiki/File:Picture_{photo.number}.jpg",
                    "mime": "image/jpeg",
                    "extmetadata": {
                        "LicenseShortName": {"value": photo.licence, "source": "commons-desc-page"},
                        "LicenseUrl": {"value": "https://creativecommons.org/licenses/by/4.0"},
                        "Artist": {"value": f'<a href="//commons.wikimedia.org/wiki/User:Ada">{photo.author}</a>'},
                        "ImageDescription": {"value": f"<b>{photo.about}</b>"},
                    },
                }
            ],
        }
        for place, photo in enumerate(twin.photos, 1)
    ]
    return {"batchcomplete": True, "query": {"pages": pages[::-1]}}


_SOURCES: dict[str, Source] = {
    "pexels": ("/v1/search", PexelsSearch, _pexels),
    "pixabay": ("/api/", PixabaySearch, _pixabay),
    "wikimedia": ("/w/api.php", WikimediaSearch, _wikimedia),
}
