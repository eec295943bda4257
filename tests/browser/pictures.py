"""Answers for the bucket in the browser's tests: frames of the contact sheet as posters and scenes, and a short film."""

import io
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from PIL import Image

from infra.local.place import REPOSITORY
from tests.contact_sheet.sheet import FRAME, FRAMES, corner

if TYPE_CHECKING:
    from playwright.sync_api import Route

BUCKET: Final = re.compile(r"^https://[^/]*amazonaws\.com/")
_SHEET: Final = REPOSITORY / "docs" / "contact-sheet.jpg"
_FILMS: Final = 12
"""Films on the sheet."""


@cache
def frame(place: int) -> bytes:
    """Cut one frame out of the contact sheet, as JPEG."""
    left, top = corner(*divmod(place % (_FILMS * FRAMES), FRAMES))
    with Image.open(_SHEET) as sheet:
        cut = sheet.crop((left, top, left + FRAME[0], top + FRAME[1])).resize((360, 640), Image.Resampling.LANCZOS)
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
