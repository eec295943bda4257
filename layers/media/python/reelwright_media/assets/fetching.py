"""Fills the asset folder as the manifest says. A repetition is a no-op; damaged files are replaced.

A file counts only with the right hash, and appears under its name only when complete (written beside, then renamed), so an
interrupted run leaves no partial file that a later one would trust.
"""

import hashlib
import importlib.util
import platform
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from reelwright.errors import MissingAssetError
from reelwright_media.assets import icons, words
from reelwright_media.assets.manifest import JoinedFile, Manifest, NpmPackage, WantedFile, WantedIcons, WantedWords

Download = Callable[[str, Path], Path]
"""Fetches `name@version` as a tarball into a folder: `download.download`, or a fake in tests."""
Prepare = Callable[[bytes, str], bytes]
"""Rewrites a model in one of its forms: `kokoro.prepared`, or a fake in tests."""


def fetch(manifest: Manifest, into: Path, *, download: Download, prepare: Prepare, say: Callable[[str], None]) -> int:
    """Write every missing or damaged asset of the manifest into the folder `into`; return the number of files written.

    `say` gets a line for each package. Raises MissingAssetError for the first asset that is not available; files
    that were written before it stay and are not fetched again.
    """
    into.mkdir(parents=True, exist_ok=True)
    written = 0
    for package in manifest.npm:
        written += _fetch_package(package, into, download, say)
    for joined in manifest.joined:
        written += _prepare_forms(joined, into, prepare, say)
    return written


def _fetch_package(package: NpmPackage, into: Path, download: Download, say: Callable[[str], None]) -> int:
    files = [wanted for wanted in package.files if not _file_is_good(into / wanted.to, wanted.sha256)]
    packs = [wanted for wanted in package.icons if not _pack_is_good(into / wanted.to, wanted.content_sha256)]
    tables = [wanted for wanted in package.words if not _file_is_good(into / wanted.to, wanted.table_sha256)]
    if not files and not packs and not tables:
        return 0
    say(f"fetching {package.pin} ({package.licence})")
    try:
        with (
            tempfile.TemporaryDirectory(prefix="reelwright-assets-") as folder,
            tarfile.open(download(package.pin, Path(folder))) as tarball,
        ):
            for wanted in files:
                _write(into / wanted.to, _member(tarball, package, wanted))
            for wanted_icons in packs:
                _write_pack(into / wanted_icons.to, _member(tarball, package, wanted_icons), wanted_icons)
            for wanted_words in tables:
                table = words.table(_member(tarball, package, wanted_words))
                _require_hash(wanted_words.to, hashlib.sha256(table).hexdigest(), wanted_words.table_sha256)
                _write(into / wanted_words.to, table)
    except tarfile.TarError as error:
        raise MissingAssetError(f"{package.pin}: the downloaded tarball is damaged ({error}); try again") from error
    return len(files) + len(packs) + len(tables)


def _member(tarball: tarfile.TarFile, package: NpmPackage, wanted: WantedFile | WantedIcons | WantedWords) -> bytes:
    """Read a member. Nothing is unpacked to disk, so no name in the tarball can choose a path."""
    try:
        opened = tarball.extractfile(f"package/{wanted.source}")
    except KeyError:
        opened = None
    if opened is None:
        raise MissingAssetError(f"{package.pin} has no file {wanted.source}")
    content = opened.read()
    _require_hash(f"{package.pin}: {wanted.source}", hashlib.sha256(content).hexdigest(), wanted.sha256)
    return content


def _write_pack(path: Path, document: bytes, wanted: WantedIcons) -> None:
    part = _part(path)
    icons.write_pack(icons.pictures(document, wanted.family), part)
    _keep_if(part, wanted.to, icons.content_sha256(part), wanted.content_sha256)
    part.replace(path)


def _write(path: Path, content: bytes) -> None:
    part = _part(path)
    part.write_bytes(content)
    part.replace(path)


def _prepare_forms(joined: JoinedFile, into: Path, prepare: Prepare, say: Callable[[str], None]) -> int:
    used = [one for one in joined.prepared if not one.machines or platform.machine() in one.machines]
    wanted = [one for one in used if not _file_is_good(into / one.to, one.sha256)]
    if not wanted:
        return 0
    say(f"preparing {', '.join(one.to for one in wanted)} from {len(joined.modules)} packages ({joined.licence})")
    model = joined_model(joined)
    for one in wanted:
        content = prepare(model, one.form)
        _require_hash(one.to, hashlib.sha256(content).hexdigest(), one.sha256)
        _write(into / one.to, content)
    return len(wanted)


def joined_model(joined: JoinedFile) -> bytes:
    """Join a model's parts from the installed packages. Raises MissingAssetError if one is missing or another."""
    model = b"".join(_module_file(module, joined.part).read_bytes() for module in joined.modules)
    _require_hash(joined.name, hashlib.sha256(model).hexdigest(), joined.sha256)
    return model


def _module_file(module: str, name: str) -> Path:
    spec = importlib.util.find_spec(module)
    folders = (spec.submodule_search_locations if spec else None) or []
    for folder in folders:
        if (Path(folder) / name).is_file():
            return Path(folder) / name
    raise MissingAssetError(f"the Python package {module.replace('_', '-')} is not installed: pip install it")


def _part(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f"{path.name}.part")


def _file_is_good(path: Path, sha256: str) -> bool:
    return path.is_file() and _sha256(path) == sha256


def _pack_is_good(path: Path, content_sha256: str) -> bool:
    try:
        return path.is_file() and icons.content_sha256(path) == content_sha256
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _keep_if(part: Path, what: str, found: str, expected: str) -> None:
    """Remove the part and raise MissingAssetError if its hash is wrong."""
    if found != expected:
        part.unlink()
    _require_hash(what, found, expected)


def _require_hash(what: str, found: str, expected: str) -> None:
    if found != expected:
        raise MissingAssetError(f"{what} is not the pinned file (SHA-256 {found[:12]}..., expected {expected[:12]}...)")
