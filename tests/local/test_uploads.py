"""Own pictures on the real road: opened, sent to the store, shown in a film; and what is refused."""

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import httpx
import numpy as np
import pytest

from tests.unit.media.material import made_fonts

if TYPE_CHECKING:
    from tests.local.conftest import Stack

pytestmark = pytest.mark.local
SCRIPT = "The beach is empty in the morning, and the whole long day still lies before us like the sea."


def test_an_uploaded_picture_is_shown_and_a_bad_file_ends_its_job_by_name(stack: "Stack", tmp_path: Path) -> None:
    """The store takes the signed upload under IAM, once; the steps may read it, crop it, and judge what is none.

    The font of the saved brand goes the same way, from its own prefix.
    """
    picture, broken, font = tmp_path / "beach.png", tmp_path / "broken.jpg", tmp_path / "own.ttf"
    font.write_bytes(made_fonts.font("Empty mrning"))
    image = np.full((300, 400, 3), (200, 120, 20), np.uint8)
    cv2.imwrite(str(picture), image)
    broken.write_bytes(b"\xff\xd8\xff\xe0 no picture at all")
    with stack.client() as client:
        shown = client.upload(picture)
        fields = {"script": SCRIPT, "stop_after": "pictures", "use_cache": False}
        saved_brand = client.save_brand({"font": {"upload": client.upload(font, purpose="brand").upload}})
        film = client.create(**fields, images=[{"upload": shown.upload, "scene": 0}], brand="saved")  # type: ignore[arg-type] # names of fields, checked by the server
        bad = client.create(**fields, images=[{"upload": client.upload(broken).upload}])  # type: ignore[arg-type] # as above
        done = client.wait(film.job_id, timeout_seconds=600)
        failed = client.wait(bad.job_id, timeout_seconds=600)
        saved = client.download(done, tmp_path / "film")
    assert done.state == "COMPLETED", done.error
    assert saved_brand.font is not None
    kept = stack.aws("s3").list_objects_v2(
        Bucket=stack.outputs["BucketName"], Prefix=f"artefacts/{stack.subject()}/decode_files/"
    )
    assert [one["Key"] for one in kept["Contents"] if one["Key"].endswith(".otf")]
    assert done.result is not None
    assert done.result.model_dump()["details"]["images"]["0"] == "images.0"
    cropped = cv2.imread(str(saved["picture_1"]))
    assert cropped is not None
    assert cropped.shape == (1920, 1080, 3)
    assert np.abs(cropped.mean(axis=(0, 1)) - (200, 120, 20)).max() < 6
    assert failed.state == "FAILED"
    assert failed.error is not None
    assert failed.error.model_dump()["code"] == "unusable_content"
    assert "images.0 is damaged" in str(failed.error.model_dump()["message"])


def test_an_upload_takes_the_announced_number_of_bytes_once(stack: "Stack") -> None:
    """The signed URL binds length, type and first write: a larger, smaller, other or second file is refused by the store."""
    bearer = {"authorization": f"Bearer {stack.token()}"}
    body = {"filename": "beach.png", "content_type": "image/png", "bytes": 4}
    opened = httpx.post(f"{stack.url}/api/v1/uploads", json=body, headers=bearer, timeout=60)
    assert opened.status_code == 201, opened.text
    url, headers = opened.json()["url"], opened.json()["headers"]

    def put(content: bytes, **other: str) -> int:
        sent = {name: value for name, value in headers.items() if name != "content-length"}
        return httpx.put(url, content=content, headers=sent | other, timeout=60).status_code

    assert put(b"12345") == 403
    assert put(b"123") == 403
    assert put(b"1234", **{"content-type": "text/html"}) == 403
    assert put(b"1234") == 200
    assert put(b"5678") == 412
