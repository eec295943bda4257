"""The list of assets as data (`assets.toml`): which package, which file of it, and the SHA-256 it must have."""

import tomllib
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from reelwright.values import Value

MANIFEST: Final = Path(__file__).with_name("assets.toml")


Family = Literal["things", "people"]
"""The icons that a pack keeps: things without skin tones, or the persons that films use in all skin tones."""


class WantedFile(Value):
    """One file of a package, kept as it is under the name `to`."""

    source: str = Field(alias="from")
    to: str
    sha256: str


class WantedWords(Value):
    """A `data.json` of emojibase, kept as a smaller table (see `words`) under the name `to`.

    `sha256` is of the source, `table_sha256` of the table.
    """

    source: str = Field(alias="from")
    to: str
    sha256: str
    table_sha256: str


class WantedIcons(Value):
    """An Iconify JSON of a package, kept as a zip of its pictures (see `icons`) under the name `to`.

    `sha256` is of the JSON; `content_sha256` is over names and pictures in the zip, since the zip's own bytes depend
    on the machine's zlib.
    """

    source: str = Field(alias="from")
    to: str
    sha256: str
    content_sha256: str
    family: Family = "things"


class NpmPackage(Value):
    """A pinned npm package, its files to keep, and their licence."""

    name: str
    version: str
    licence: str
    credit: str
    files: tuple[WantedFile, ...] = ()
    icons: tuple[WantedIcons, ...] = ()
    words: tuple[WantedWords, ...] = ()

    @property
    def pin(self) -> str:
        """`name@version`, npm's form of a pin."""
        return f"{self.name}@{self.version}"


class PreparedFile(Value):
    """One form of a model (see `kokoro.FORMS`), kept under the name `to`.

    `machines`: names by `platform.machine()` of those that use the form; on others it is not written. Empty: all.
    """

    form: str
    to: str
    sha256: str
    machines: tuple[str, ...] = ()


class JoinedFile(Value):
    """A model that installed Python packages hold in parts: `part` of each module, in order. Only its forms are kept."""

    name: str
    modules: tuple[str, ...]
    part: str
    sha256: str
    licence: str
    credit: str
    prepared: tuple[PreparedFile, ...]


class Manifest(Value):
    """Every asset."""

    npm: tuple[NpmPackage, ...] = ()
    joined: tuple[JoinedFile, ...] = ()


def load(path: Path = MANIFEST) -> Manifest:
    """Read a manifest from a TOML file; raises pydantic's ValidationError if it is wrong."""
    return Manifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
