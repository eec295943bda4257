"""`Artefacts`: written once, read back whole, removed by prefix."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from reelwright.aws.artefacts import BucketArtefacts
from reelwright.aws.clients import client_config
from reelwright.errors import MissingArtefactError
from reelwright.ports import Artefacts

if TYPE_CHECKING:
    from tests.contract.conftest import Place

KEY = "artefacts/ada/ab12 é.json"


@pytest.fixture
def artefacts(place: "Place") -> Artefacts:
    """Return an empty bucket on the implementation in turn."""
    return place.artefacts()


def test_what_is_put_is_got(artefacts: Artefacts) -> None:
    """Byte for byte, the empty object too."""
    for body in (b"", b"{}", bytes(range(256)) * 300):
        artefacts.put(KEY, body, content_type="application/octet-stream")
        assert artefacts.get(KEY) == body


def test_the_first_writer_wins(artefacts: Artefacts) -> None:
    """The second is content and changes nothing, from bytes and from a file."""
    assert artefacts.put_once(KEY, b"first", content_type="text/plain")
    assert not artefacts.put_once(KEY, b"second", content_type="text/plain")
    assert artefacts.get(KEY) == b"first"


def test_files_go_up_once_and_come_down(artefacts: Artefacts, tmp_path: Path) -> None:
    """Like bytes; the fetched file replaces one that is there."""
    first, second, down = (tmp_path / name for name in ("first.mp4", "second.mp4", "down.mp4"))
    first.write_bytes(b"1" * 100_000)
    second.write_bytes(b"2")
    down.write_bytes(b"old")
    artefacts.put_file_once(KEY, first, content_type="video/mp4")
    artefacts.put_file_once(KEY, second, content_type="video/mp4")
    assert artefacts.fetch(KEY, down) == down
    assert down.read_bytes() == b"1" * 100_000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["down.mp4", "first.mp4", "second.mp4"]


def test_exists_says_whether_a_key_is_there(artefacts: Artefacts) -> None:
    """A key is whole: what begins like it is another one."""
    artefacts.put(KEY, b"x", content_type="text/plain")
    assert artefacts.exists(KEY)
    assert not artefacts.exists(KEY[:-1])


def test_what_is_missing_raises(artefacts: Artefacts, tmp_path: Path) -> None:
    """Reads and copies of nothing raise our error, and a failed fetch leaves no file."""
    with pytest.raises(MissingArtefactError):
        artefacts.get(KEY)
    with pytest.raises(MissingArtefactError):
        artefacts.fetch(KEY, tmp_path / "x")
    with pytest.raises(MissingArtefactError):
        artefacts.copy(KEY, "outputs/j/film.mp4")
    assert list(tmp_path.iterdir()) == []
    assert not artefacts.exists("outputs/j/film.mp4")


def test_a_copy_replaces_its_target(artefacts: Artefacts) -> None:
    """And leaves its source."""
    artefacts.put(KEY, b"new", content_type="text/plain")
    artefacts.put("outputs/j/a.txt", b"old", content_type="text/plain")
    artefacts.copy(KEY, "outputs/j/a.txt")
    assert (artefacts.get("outputs/j/a.txt"), artefacts.get(KEY)) == (b"new", b"new")


def test_a_prefix_is_removed_and_nothing_else(artefacts: Artefacts) -> None:
    """Every object under it, counted; again there is nothing left."""
    for key in ("outputs/j1/a", "outputs/j1/b/c", "outputs/j10/a"):
        artefacts.put(key, b"x", content_type="text/plain")
    assert [artefacts.remove_prefix("outputs/j1/") for _ in range(2)] == [2, 0]
    assert artefacts.exists("outputs/j10/a")


def test_the_empty_prefix_is_refused(artefacts: Artefacts) -> None:
    """It would be the whole bucket."""
    artefacts.put(KEY, b"x", content_type="text/plain")
    with pytest.raises(ValueError, match="whole bucket"):
        artefacts.remove_prefix("")
    assert artefacts.exists(KEY)


def test_an_url_names_key_time_and_file(artefacts: Artefacts) -> None:
    """The object need not be there; the file name is safe in a header, in any writing."""
    url = artefacts.url("outputs/j/film.mp4", seconds=900, filename='Der "Überblick"\r\n.mp4')
    assert "outputs/j/film.mp4" in url
    assert "900" in url
    assert "%C3%9Cberblick" in url or "%25C3%259Cberblick" in url
    assert "\n" not in url


def test_the_bucket_answers_a_check(artefacts: Artefacts) -> None:
    """Health asks whether the bucket is there."""
    artefacts.check()


def test_the_facts_of_an_object_are_its_length_and_what_changes_with_it(artefacts: Artefacts) -> None:
    """Same content, same tag; nothing is known of what is not there."""
    assert artefacts.facts(KEY) is None
    artefacts.put(KEY, b"first", content_type="text/plain")
    first = artefacts.facts(KEY)
    artefacts.put(KEY, b"other", content_type="text/plain")
    other = artefacts.facts(KEY)
    artefacts.put(KEY, b"first", content_type="text/plain")
    assert first is not None
    assert other is not None
    assert (first.size_bytes, other.size_bytes) == (5, 5)
    assert first.etag != other.etag
    assert artefacts.facts(KEY) == first


def test_an_upload_binds_key_type_length_and_time(artefacts: Artefacts) -> None:
    """Nothing is written by opening one; what is signed goes along as headers."""
    target = artefacts.upload("uploads/ada/u1", seconds=900, content_type="image/png", size_bytes=321)
    assert "uploads/ada/u1" in target.url
    assert "900" in target.url
    assert target.headers == {"content-type": "image/png", "content-length": "321", "if-none-match": "*"}
    assert artefacts.facts("uploads/ada/u1") is None


def test_an_upload_on_s3_signs_every_header_that_binds_it() -> None:
    """Unsigned, a header would be a wish: a larger, other or second file would pass."""
    signer = boto3.client(
        "s3",
        region_name="us-east-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
        config=client_config("s3", own_endpoint=False),
    )
    target = BucketArtefacts("films", signer).upload("uploads/ada/u1", seconds=60, content_type="a/b", size_bytes=1)
    (signed,) = parse_qs(urlsplit(target.url).query)["X-Amz-SignedHeaders"]
    assert set(target.headers) <= set(signed.split(";"))
