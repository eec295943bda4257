"""A film whose signed address expires plays on: the page reads the job again, and the player keeps its position."""

import re
import tempfile
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visits, follow, settled

if TYPE_CHECKING:
    from playwright.sync_api import Route

SECONDS = 8
FIRST_LIFE = timedelta(seconds=60)
POSITION = 2.0
PLAY = """(one, position) => {
  Object.assign(one, { muted: true, currentTime: position });
  one.play();
}"""


@cache
def film() -> bytes:
    """Encode a short grey film, as the product does: H.264 in MP4 with its index first."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
            stream: Any = container.add_stream("libx264", rate=5)
            stream.width = stream.height = 64
            stream.pix_fmt = "yuv420p"
            for _ in range(5 * SECONDS):
                frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 120, np.uint8), format="rgb24")
                container.mux(stream.encode(frame))
            container.mux(stream.encode())
        return path.read_bytes()


def play(route: "Route") -> None:
    """Answer as S3 does: with the bytes of the requested range, without which a player cannot seek."""
    whole = film()
    first = int(re.findall(r"\d+", route.request.headers.get("range", "bytes=0-"))[0])
    headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {first}-{len(whole) - 1}/{len(whole)}"}
    route.fulfill(status=206, content_type="video/mp4", headers=headers, body=whole[first:])


def test_an_address_that_expires_or_fails_is_replaced_and_the_position_kept(visit: Visits, site: Site) -> None:
    """Shortly before its end, and at an error of the player, the next address is taken; until then the first one stays."""
    reads: list[str] = []

    def read(route: "Route") -> None:
        answer = route.fetch(headers={**route.request.headers, "if-none-match": ""})
        body = answer.json()
        reads.append(f"&read={len(reads) + 1}")
        video = body["result"]["files"]["video"]
        life = FIRST_LIFE if len(reads) == 1 else timedelta(hours=12)
        video["url"] += reads[-1]
        video["expires_at"] = (datetime.now(timezone.utc) + life).isoformat()
        route.fulfill(json=body)

    with visit() as window:
        page = window.open("#/new")
        page.clock.install()
        page.route(re.compile(rf"/api/v1/jobs/{site.ids['film5']}(\?.*)?$"), read)
        page.route(re.compile(r"video\.mp4"), play)
        follow(page, f"#/films/{site.ids['film5']}")
        settled(page)
        video = page.locator("video")
        expect(video).to_have_attribute("src", re.compile("read=1$"))
        video.evaluate(PLAY, POSITION)
        expect(video).to_have_js_property("paused", value=False)
        page.clock.fast_forward(FIRST_LIFE.total_seconds() * 1000)
        expect(video).not_to_have_attribute("src", re.compile("read=1$"))
        expect(video).to_have_js_property("paused", value=False)
        assert video.evaluate("(one) => one.currentTime") >= POSITION
        second = video.get_attribute("src") or ""
        video.dispatch_event("error")
        expect(video).not_to_have_attribute("src", second)
        expect(video).to_have_js_property("paused", value=False)
        assert video.evaluate("(one) => one.currentTime") >= POSITION
