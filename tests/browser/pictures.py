"""Answers for the bucket in the browser's tests: frames of the contact sheet as posters and scenes, and a short film."""

import io
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from PIL import Image

from infra.local.place import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Route

BUCKET: Final = re.compile(r"^https://[^/]*amazonaws\.com/")
_SHEET: Final = REPOSITORY / "docs" / "contact-sheet.jpg"
_WIDTH, _HEIGHT = 198, 352
_LEFTS: Final = (8, 214, 420, 626, 848, 1054, 1260, 1466)
_TOPS: Final = (34, 428, 822, 1216, 1610, 2004)
FRAMES: Final = len(_LEFTS) * len(_TOPS)


@cache
def frame(place: int) -> bytes:
    """Cut one frame out of the contact sheet, as JPEG."""
    row, column = divmod(place % FRAMES, len(_LEFTS))
    left, top = _LEFTS[column], _TOPS[row]
    with Image.open(_SHEET) as sheet:
        cut = sheet.crop((left, top, left + _WIDTH, top + _HEIGHT)).resize((360, 640), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    cut.save(written, "JPEG", quality=85)
    return written.getvalue()


def answer(route: "Route") -> None:
    """Answer a request for a picture with a frame; other files are missing."""
    path = route.request.url.partition("?")[0]
    found = re.search(r"(\d+)(?:\.preview)?\.jpg$", path)
    if found is None:
        route.fulfill(status=404, body="")
        return
    route.fulfill(status=200, content_type="image/jpeg", body=frame(int(found[1])))
