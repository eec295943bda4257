"""The saved brand on the command line: its file, and the uploads of logo and font."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from tests.unit.client.conftest import Shell

STORE = "http://127.0.0.1:4566/films/brands/ada/x?sig=1"


def opened(upload: str) -> httpx.Response:
    """Return the answer to an opened upload."""
    sent = {"upload": upload, "filename": "", "method": "PUT", "url": STORE, "headers": {"if-none-match": "*"}}
    return httpx.Response(201, json=sent)


def test_logo_and_font_are_uploaded_for_the_brand_and_saved_with_it(shell: "Shell", tmp_path: Path) -> None:
    """Both with the purpose that keeps them; the rest of the brand comes from the file."""
    files = {"brand.json": b'{"intro": "Mine"}', "logo.png": b"png", "own.TTF": b"ttf"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    brand = {"intro": "Mine", "logo": {"upload": "brand1"}, "font": {"upload": "brand2"}}
    stored = httpx.Response(200)
    shell.world.api.answers(opened("brand1"), stored, opened("brand2"), stored, httpx.Response(200, json=brand))
    paths = [str(tmp_path / name) for name in files]
    ended = shell("brand", "save", paths[0], "--logo", paths[1], "--font", paths[2])
    assert ended.exit_code == 0, ended.output
    asked = [json.loads(request.content) for request in shell.world.api.requests[::2]]
    assert [(one.get("content_type"), one.get("purpose")) for one in asked[:2]] == [
        ("image/png", "brand"),
        ("font/ttf", "brand"),
    ]
    assert asked[2] == brand
    assert "brand2" in ended.stdout
