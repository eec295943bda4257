"""The asset folder is brought to what the manifest says, from a package folder made here: no network."""

import hashlib
import json
import tarfile
from pathlib import Path

import pytest

from reelwright.errors import MissingAssetError
from reelwright_media.assets import icons
from reelwright_media.assets.fetching import fetch
from reelwright_media.assets.manifest import MANIFEST, Manifest

VOICE = b"the voice of a test"
MODULE, PART = (
    "reelwright_media.assets",
    "assets.toml",
)  # any installed package with a file stands for a model's packages
MODEL = MANIFEST.read_bytes()
ICONS = json.dumps({"width": 32, "height": 32, "icons": {"cat": {"body": "<path d='M0 0h9v9z'/>"}}}).encode()


class FakeRegistry:
    """Packs the files it holds into tarballs, as npm does, and counts how often it was asked."""

    def __init__(self, files: dict[str, bytes], folder: Path) -> None:
        self.asked: list[str] = []
        self._package = folder / "package"
        for name, content in files.items():
            (self._package / name).parent.mkdir(parents=True, exist_ok=True)
            (self._package / name).write_bytes(content)

    def download(self, pin: str, into: Path) -> Path:
        """Return the one tarball there is, whatever the pin."""
        self.asked.append(pin)
        path = into / "package.tgz"
        with tarfile.open(path, "w:gz") as tarball:
            tarball.add(self._package, arcname="package")
        return path


def sha256(content: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def icons_sha256(document: bytes, folder: Path) -> str:
    """Return the content hash that the pack of an icon document must have."""
    pack = folder / "expected.zip"
    icons.write_pack(icons.pictures(document), pack)
    return icons.content_sha256(pack)


def manifest(folder: Path, *, voice_sha256: str = sha256(VOICE)) -> Manifest:
    """Return a manifest of one package with one file and one icon set."""
    return Manifest.model_validate(
        {
            "npm": [
                {
                    "name": "voices",
                    "version": "1.0.0",
                    "licence": "MIT",
                    "credit": "a test",
                    "files": [{"from": "voices/a.bin", "to": "voices/a.bin", "sha256": voice_sha256}],
                    "icons": [
                        {
                            "from": "icons.json",
                            "to": "icons/set.zip",
                            "sha256": sha256(ICONS),
                            "content_sha256": icons_sha256(ICONS, folder),
                        }
                    ],
                }
            ]
        }
    )


@pytest.fixture
def registry(tmp_path: Path) -> FakeRegistry:
    """Return a registry that has what the manifest wants."""
    return FakeRegistry({"voices/a.bin": VOICE, "icons.json": ICONS}, tmp_path / "registry")


def fetched(listed: Manifest, into: Path, registry: FakeRegistry) -> int:
    """Fetch silently from the fake registry."""
    return fetch(listed, into, download=registry.download, prepare=prepare, say=lambda _: None)


def test_every_wanted_file_is_written_and_nothing_else(tmp_path: Path, registry: FakeRegistry) -> None:
    """After a fetch the folder holds exactly the files that the manifest names."""
    into = tmp_path / "assets"

    written = fetched(manifest(tmp_path), into, registry)

    names = {path.relative_to(into).as_posix() for path in into.rglob("*") if path.is_file()}
    assert (written, names) == (2, {"voices/a.bin", "icons/set.zip"})
    assert (into / "voices/a.bin").read_bytes() == VOICE


def test_a_second_run_asks_nobody(tmp_path: Path, registry: FakeRegistry) -> None:
    """A folder that is complete is left alone, without a download."""
    into = tmp_path / "assets"
    fetched(manifest(tmp_path), into, registry)

    assert fetched(manifest(tmp_path), into, registry) == 0
    assert registry.asked == ["voices@1.0.0"]


@pytest.mark.parametrize("name", ["voices/a.bin", "icons/set.zip"])
@pytest.mark.parametrize("damage", [b"", b"something else"])
def test_a_damaged_file_is_fetched_again(tmp_path: Path, registry: FakeRegistry, name: str, damage: bytes) -> None:
    """A file that was cut off or changed is replaced by the pinned one; the good one beside it stays."""
    into = tmp_path / "assets"
    fetched(manifest(tmp_path), into, registry)
    good = (into / name).read_bytes()
    (into / name).write_bytes(damage)

    assert fetched(manifest(tmp_path), into, registry) == 1
    assert (into / name).read_bytes() == good


def test_a_file_with_another_hash_is_refused(tmp_path: Path, registry: FakeRegistry) -> None:
    """A package whose file is not the pinned one leaves no file behind and says so in one line."""
    into = tmp_path / "assets"

    with pytest.raises(MissingAssetError, match=r"voices@1\.0\.0: voices/a\.bin is not the pinned file") as raised:
        fetched(manifest(tmp_path, voice_sha256="0" * 64), into, registry)

    assert "\n" not in str(raised.value)
    assert not [path for path in into.rglob("*") if path.is_file()]


def test_a_file_that_the_package_lacks_is_named(tmp_path: Path) -> None:
    """A package without a wanted file fails with the file's name."""
    registry = FakeRegistry({"icons.json": ICONS}, tmp_path / "registry")

    with pytest.raises(MissingAssetError, match=r"has no file voices/a\.bin"):
        fetched(manifest(tmp_path), tmp_path / "assets", registry)


def test_a_tarball_that_is_none_is_refused(tmp_path: Path) -> None:
    """A download that is no tarball fails as damaged, not with a Python traceback of tarfile."""

    def broken(pin: str, into: Path) -> Path:
        (into / f"{pin}.tgz").write_bytes(b"<html>proxy error</html>")
        return into / f"{pin}.tgz"

    with pytest.raises(MissingAssetError, match="damaged"):
        fetch(manifest(tmp_path), tmp_path / "assets", download=broken, prepare=prepare, say=lambda _: None)


def model_manifest(module: str = MODULE, *, model: bytes = MODEL, upper: bytes = MODEL.upper()) -> Manifest:
    """Return a manifest of one model, kept in the forms `same` and `upper`."""
    return Manifest.model_validate(
        {
            "joined": [
                {
                    "name": "the model",
                    "modules": [module],
                    "part": PART,
                    "sha256": sha256(model),
                    "licence": "MIT",
                    "credit": "a test",
                    "prepared": [
                        {"form": "same", "to": "model.bin", "sha256": sha256(MODEL)},
                        {"form": "upper", "to": "model-upper.bin", "sha256": sha256(upper)},
                    ],
                }
            ]
        }
    )


def prepare(model: bytes, form: str) -> bytes:
    """Rewrite a model of this test."""
    return model.upper() if form == "upper" else model


def model_written(listed: Manifest, into: Path) -> int:
    """Prepare silently, without any download."""
    return fetch(listed, into, download=lambda _, folder: folder, prepare=prepare, say=lambda _: None)


def test_a_model_is_kept_in_its_prepared_forms_alone(tmp_path: Path) -> None:
    """Production loads them as they are; a second run writes nothing, and a damaged form is prepared again."""
    into = tmp_path / "assets"
    assert model_written(model_manifest(), into) == 2
    assert {path.name: path.read_bytes() for path in into.iterdir()} == {
        "model.bin": MODEL,
        "model-upper.bin": MODEL.upper(),
    }
    assert model_written(model_manifest(), into) == 0
    (into / "model-upper.bin").write_bytes(b"MO")
    assert model_written(model_manifest(), into) == 1


def test_a_form_is_written_only_where_it_is_used(tmp_path: Path) -> None:
    """A form for other machines is not missing here."""
    listed = model_manifest().model_dump()
    listed["joined"][0]["prepared"][1]["machines"] = ("no-such-machine",)
    into = tmp_path / "assets"
    assert model_written(Manifest.model_validate(listed), into) == 1
    assert [path.name for path in into.iterdir()] == ["model.bin"]


def test_another_model_is_refused_before_it_is_prepared(tmp_path: Path) -> None:
    """The packages must hold the pinned model."""
    with pytest.raises(MissingAssetError, match="the model is not the pinned file"):
        model_written(model_manifest(model=b"another"), tmp_path / "assets")


def test_another_form_is_refused(tmp_path: Path) -> None:
    """A rewriting that gives other bytes than the pinned ones was changed without its hash."""
    with pytest.raises(MissingAssetError, match=r"model-upper\.bin is not the pinned file"):
        model_written(model_manifest(upper=b"another"), tmp_path / "assets")


def test_a_model_needs_its_packages(tmp_path: Path) -> None:
    """A model in parts names the Python package that is not installed."""
    with pytest.raises(MissingAssetError, match="reelwright-no-such-part is not installed"):
        model_written(model_manifest("reelwright_no_such_part"), tmp_path)
