"""Icon packs: an Iconify JSON (100 MB for Fluent) becomes a zip whose pictures open one by one in milliseconds.

Skin tones (the neutral picture of each stays), flags of countries and hidden entries are left out: they are no subjects of
scenes, and nine tenths of the bytes. The persons that films use have a pack of their own, in all skin tones.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from reelwright.film.scenes.people import ICONS as PERSONS
from reelwright_media.assets.manifest import Family

_TONED: Final = re.compile(r"^(?P<base>.+?)(-(medium-light|medium-dark|light|medium|dark))+$")
_NEVER: Final = re.compile(r"skin-tone|-tone[1-5]|^flag-(?!in-hole$)|^emoji-u")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date a zip can hold: entries carry no time of packing."""


def pictures(document: bytes, family: Family = "things") -> list[tuple[str, str]]:
    """Select the icons of an Iconify JSON that a pack keeps, as (name, SVG), sorted by name."""
    icon_set: dict[str, Any] = json.loads(document)
    icons: dict[str, dict[str, Any]] = icon_set["icons"]
    width, height = icon_set.get("width", 16), icon_set.get("height", 16)
    return [
        (name, _svg(icon["body"], icon.get("width", width), icon.get("height", height)))
        for name, icon in sorted(icons.items())
        if (name in PERSONS if family == "people" else _kept(name, icon, icons))
    ]


def _kept(name: str, icon: dict[str, Any], icons: dict[str, dict[str, Any]]) -> bool:
    toned = _TONED.match(name)
    is_tone = toned is not None and f"{toned['base']}-medium" in icons  # a "police-car-light" has no such sister
    return not (icon.get("hidden") or is_tone or _NEVER.search(name))


def _svg(body: str, width: int, height: int) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">{body}</svg>'
    )


def write_pack(entries: Iterable[tuple[str, str]], out: Path) -> None:
    """Write the pictures as a zip of `<name>.svg`."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as pack:
        for name, svg in entries:
            pack.writestr(zipfile.ZipInfo(f"{name}.svg", _EPOCH), svg, zipfile.ZIP_DEFLATED, 9)


def content_sha256(pack: Path) -> str:
    """Hash names and pictures in their order; raises BadZipFile or zlib.error for a damaged pack."""
    digest = hashlib.sha256()
    for name, svg in _entries(pack):
        digest.update(name.encode() + b"\0" + svg + b"\0")
    return digest.hexdigest()


def _entries(pack: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(pack) as opened:
        for entry in opened.infolist():
            yield entry.filename, opened.read(entry)


@cache
def names(pack: Path) -> frozenset[str]:
    """List the icons of a pack by name, without `.svg`."""
    return frozenset(Path(entry).stem for entry in _opened(pack).namelist())


@cache
def _opened(pack: Path) -> zipfile.ZipFile:
    """Open a pack for the life of the process: its list of thousands of names takes longer to read than an icon."""
    return zipfile.ZipFile(pack)


def read(pack: Path, name: str) -> str | None:
    """Read the SVG of an icon; None if the pack has no icon of that name."""
    if name not in names(pack):
        return None
    return _opened(pack).read(f"{name}.svg").decode()
