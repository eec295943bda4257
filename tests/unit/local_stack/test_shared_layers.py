"""Workers of the emulator import each layer from one folder."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.local.shared_layers import folders_of, unpacked, with_folders

WORKER = """
import sys
from pathlib import Path
from ministack.core import lambda_runtime
from ministack.services import lambda_svc
from infra.local.shared_layers import share_layers

folder, archive = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes()
lambda_svc._resolve_layer_zip = lambda layer: archive
share_layers(folder)
code = Path(sys.argv[3]).read_bytes()
config = {
    "FunctionName": "f", "FunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:f", "Runtime": "python3.11",
    "Handler": "main.handler", "Layers": [{"Arn": "layer"}], "Environment": {"Variables": {"OWN": "kept"}},
}
workers = [lambda_runtime.Worker("f", config, code) for _ in range(2)]
answers = [worker.invoke({}, "request")["result"] for worker in workers]
lambda_runtime.kill_workers(workers)
assert config["Layers"] and "_LAMBDA_LAYERS_DIRS" not in config["Environment"]["Variables"], config
print(*answers, sep="\\n")
"""
HANDLER = (
    "import os\nimport layered\ndef handler(event, context):\n    return os.environ['OWN'] + ' ' + layered.__file__\n"
)


def archive(**files: str) -> bytes:
    """Build a zip file from names and texts; `__` in a name stands for a folder."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        for name, text in files.items():
            written.writestr(f"{name.replace('__', '/')}.py", text)
    return made.getvalue()


def test_two_workers_of_the_emulator_import_from_the_same_folder(tmp_path: Path) -> None:
    """The configuration of the function stays as it is, and the folder stays when a worker ends."""
    layer, code = tmp_path / "layer.zip", tmp_path / "code.zip"
    layer.write_bytes(archive(python__layered="NAME = 'layer'"))
    code.write_bytes(archive(main=HANDLER))
    ended = subprocess.run(  # noqa: S603 - this test's own code
        [sys.executable, "-c", WORKER, str(tmp_path / "layers"), str(layer), str(code)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    first, second = ended.stdout.splitlines()
    assert first == second
    kept, path = first.split(" ")
    assert kept == "kept"
    assert Path(path).is_relative_to(tmp_path / "layers")
    assert Path(path).is_file()


def test_a_layer_is_unpacked_once_and_another_one_beside_it(tmp_path: Path) -> None:
    """Its folder is named by its content, so a new version never changes the files of a worker that runs."""
    one = unpacked(archive(python__a="1"), tmp_path)
    (one / "marked").touch()
    assert unpacked(archive(python__a="1"), tmp_path) == one
    assert (one / "marked").is_file()
    other = unpacked(archive(python__a="2"), tmp_path)
    assert [(path / "python" / "a.py").read_text() for path in (one, other)] == ["1", "2"]


def test_an_archive_that_cannot_be_unpacked_is_an_error_each_time(tmp_path: Path) -> None:
    """An incomplete folder never has the name of a layer."""
    for _ in range(2):
        with pytest.raises(zipfile.BadZipFile):
            unpacked(b"no zip file", tmp_path)


def test_layers_keep_their_order_and_an_empty_one_has_no_folder(tmp_path: Path) -> None:
    """The worker searches them in the order of the function's configuration."""
    archives = {"core": archive(python__a="1"), "empty": None, "media": archive(python__b="2")}
    folders = folders_of({"Layers": ["core", "empty", "media"]}, lambda layer: archives[str(layer)], tmp_path)
    assert [[file.name for file in folder.glob("python/*")] for folder in folders] == [["a.py"], ["b.py"]]
    changed = with_folders({"Layers": ["core"], "Environment": {"Variables": {"A": "1"}}, "Timeout": 3}, folders)
    assert changed["Layers"] == []
    assert changed["Timeout"] == 3
    assert changed["Environment"]["Variables"]["A"] == "1"
    assert changed["Environment"]["Variables"]["_LAMBDA_LAYERS_DIRS"] == f"{folders[0]}:{folders[1]}"
