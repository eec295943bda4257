"""Icon packs keep what can be a subject, and open one picture at a time."""

import json
import zipfile
from pathlib import Path

from reelwright_media.assets import icons


def document(*names: str, hidden: str = "") -> bytes:
    """Return an Iconify JSON of these icons."""
    listed = {name: {"body": f"<g id='{name}'/>", **({"hidden": True} if name == hidden else {})} for name in names}
    return json.dumps({"width": 32, "height": 33, "icons": listed}).encode()


def test_skin_tones_flags_and_hidden_icons_are_left_out() -> None:
    """The neutral picture of each subject stays; words like 'light' in a name of its own stay too."""
    left_out = ("wave-medium", "wave-medium-dark", "wave-dark-light", "flag-fr", "boy-light-skin-tone", "zero")
    kept = ("flag-in-hole", "police-car", "police-car-light", "wave")

    assert [name for name, _ in icons.pictures(document(*left_out, *kept, hidden="zero"))] == list(kept)


def test_a_picture_is_a_whole_svg_of_the_icon_s_size(tmp_path: Path) -> None:
    """What is read back can be rasterised as it is."""
    pack = tmp_path / "set.zip"
    icons.write_pack(icons.pictures(document("cat")), pack)

    svg = icons.read(pack, "cat")

    assert svg is not None
    assert svg.startswith("<svg ")
    assert 'viewBox="0 0 32 33"' in svg
    assert "<g id='cat'/>" in svg


def test_an_unknown_icon_is_none(tmp_path: Path) -> None:
    """A planner's slip costs a subject, never the picture."""
    pack = tmp_path / "set.zip"
    icons.write_pack(icons.pictures(document("cat")), pack)

    assert icons.read(pack, "dog") is None


def test_the_content_hash_ignores_how_well_it_was_packed(tmp_path: Path) -> None:
    """The same pictures have the same content hash whatever the machine's zlib makes of them."""
    entries = icons.pictures(document("cat", "dog"))
    packed, stored = tmp_path / "packed.zip", tmp_path / "stored.zip"
    icons.write_pack(entries, packed)
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as pack:
        for name, svg in entries:
            pack.writestr(f"{name}.svg", svg)

    assert icons.content_sha256(packed) == icons.content_sha256(stored)
    icons.write_pack(entries[:1], packed)
    assert icons.content_sha256(packed) != icons.content_sha256(stored)
