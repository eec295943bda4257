"""The app as the CDK command line starts it, and the assets it ships."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from infra import vendored
from infra.assets import CACHES, MEDIA_CONTENT, MEDIA_DOCKERFILE, folder_of
from infra.bytecode import compile_folder, interpreter
from infra.environments import OWN_PYTHON, ROOT, environment_named
from infra.functions import TRIGGER_FUNCTIONS
from infra.supply.lock import canonical, entries, hashes, pins
from reelwright.pipeline.steps import STEP_FUNCTIONS

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis

UNCHECKED_HASH = 0b01
"""The flags of a `.pyc` that is not compared with its source (PEP 552)."""
LAYER_LIMIT_BYTES = 250 * 1024 * 1024
"""A function with all its layers, unzipped (Lambda quotas)."""


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the assembly that a second process made: no context given, no Docker reachable, no AWS credentials."""
    folder = tmp_path_factory.mktemp("dev")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "DOCKER_"))}
    environment = {**clean, "CDK_OUTDIR": str(folder), "DOCKER_HOST": "unix:///nowhere", "CDK_VALIDATION": "false"}
    command = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["app"].split()
    assert command[0] == "python"
    subprocess.run(  # noqa: S603 - the app's own command, as cdk.json has it
        [sys.executable, *command[1:]], cwd=ROOT, env=environment, check=True, capture_output=True, timeout=300
    )
    return folder


def manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of an assembly's assets."""
    loaded: dict[str, Any] = json.loads((folder / "reelwright.assets.json").read_text(encoding="utf-8"))
    return loaded


def files_in(synthesis: "Synthesis", display_name: str) -> list[str]:
    """Return the paths inside the one asset of a construct."""
    (asset,) = (one for one in synthesis.assets["files"].values() if one["displayName"] == display_name)
    folder = synthesis.folder / asset["source"]["path"]
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def size_of(folder: Path) -> int:
    """Return the bytes of a folder's files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_without_a_word_the_app_is_dev(dev: Path) -> None:
    """`python -m infra.app` alone synthesizes `dev`: what a slip deploys is not production."""
    template = json.loads((dev / "reelwright.template.json").read_text(encoding="utf-8"))
    assert "(dev)" in template["Description"]


def test_the_same_sources_give_the_same_hashes(dev: Path, prod: "Synthesis") -> None:
    """Two processes, two environments, one set of assets, but for prod's canary: nothing is uploaded twice for nothing."""
    template = "reelwright.template.json"

    def hashes(assets: dict[str, Any]) -> set[str]:
        files = {key for key, one in assets["files"].items() if one["source"]["path"] != template}
        return files | set(assets["dockerImages"])

    canary = {key for key, one in prod.assets["files"].items() if one["displayName"].startswith("functions/canary/")}
    assert len(canary) == 1
    assert hashes(manifest(dev)) == hashes(prod.assets) - canary


def test_no_feature_flag_of_the_cdk_is_set_for_deployments_alone() -> None:
    """The tests' apps read no cdk.json: a flag there would deploy another template than the tested one. The code sets flags."""
    context = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8")).get("context", {})
    assert [key for key in context if key.startswith("@")] == []


def test_two_environments_share_an_account(prod: "Synthesis") -> None:
    """Every name that is fixed, so that operators and policies can say it, begins with the stack's own."""
    own = prod.environment.stack_name
    names = {
        f"{resource['Type']} {value}"
        for resource in prod.resources.values()
        for key in (f"{resource['Type'].rpartition('::')[2]}Name", "Family")
        if isinstance(value := _beginning(resource.get("Properties", {}).get(key)), str)
    }
    assert len(names) > 100
    # Groups live inside the user pool, policies inside their role, stages inside their API.
    inside = ("AWS::Cognito::UserPoolGroup ", "AWS::IAM::Policy ", "AWS::ApiGatewayV2::Stage ")
    assert [name for name in names if not name.startswith(inside) and own not in name] == []


def _beginning(value: Any) -> Any:
    """Return the first piece of a joined text, and anything else as it is."""
    return value["Fn::Join"][1][0] if isinstance(value, dict) and "Fn::Join" in value else value


def test_an_unknown_environment_is_refused() -> None:
    """The error lists the names there are."""
    with pytest.raises(ValueError, match="local, dev, prod"):
        environment_named("production")


def test_a_function_ships_its_own_folder_and_nothing_else(synthesis: "Synthesis") -> None:
    """Another function's change gives no new version of this one."""
    # The step functions ship one asset, which the manifest lists under the name of one of them.
    steps = {"generation"} if synthesis.environment.packaging == "folder" else set()
    for name in set(TRIGGER_FUNCTIONS) | steps:
        shipped = [path for path in files_in(synthesis, f"functions/{name}/function/Code") if "__pycache__" not in path]
        folder = folder_of(name)
        assert "functions/__init__.py" in shipped
        assert f"functions/{folder}/handler.py" in shipped
        assert {path.split("/")[1] for path in shipped} == {"__init__.py", folder}


def test_a_zip_asset_has_byte_code_of_its_python(synthesis: "Synthesis") -> None:
    """A cold start compiles nothing: every module has byte code that is read without a look at its source."""
    python = synthesis.environment.zip_python
    if interpreter(python) is None:
        pytest.skip(f"this machine has no Python {python}")
    tag = f"cpython-{python.replace('.', '')}"
    for display_name in ("layers/core/Code", "functions/outbox/function/Code"):
        shipped = files_in(synthesis, display_name)
        modules = [Path(path) for path in shipped if path.endswith(".py")]
        expected = {str(one.parent / "__pycache__" / f"{one.stem}.{tag}.pyc") for one in modules}
        assert expected
        assert expected == {path for path in shipped if path.endswith(".pyc")}


def test_byte_code_is_equal_from_run_to_run_and_needs_no_source_time(tmp_path: Path) -> None:
    """Equal sources give equal files, whatever the time and the folder; the flag says that no source is compared."""
    source = "NAMES = frozenset({'a', 'b', 'c'})\n"
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "module.py").write_text(source, encoding="utf-8")
        assert compile_folder(folder, OWN_PYTHON)
        (file,) = folder.rglob("*.pyc")
        made.append(file.read_bytes())
    assert made[0] == made[1]
    assert int.from_bytes(made[0][4:8], "little") == UNCHECKED_HASH


def test_without_an_interpreter_the_sources_go_alone(tmp_path: Path) -> None:
    """A machine without the function's Python still deploys; cold starts are slower."""
    (tmp_path / "module.py").write_text("", encoding="utf-8")
    assert not compile_folder(tmp_path, "2.6")
    assert list(tmp_path.rglob("*.pyc")) == []


def test_the_image_compiles_its_own_code() -> None:
    """Pip compiles the libraries; the project's own modules are compiled by the last stage."""
    text = (ROOT / MEDIA_DOCKERFILE).read_text(encoding="utf-8")
    final = text.rpartition("\nFROM ")[2]
    assert final.index("COPY --chmod=755 functions") < final.index("compileall -q --invalidation-mode unchecked-hash .")


def test_a_zip_function_imports_only_what_its_layers_hold() -> None:
    """A library that only the image has would end every zip function at its first import."""
    listed = pins(vendored.REQUIREMENTS.read_text(encoding="utf-8")).keys()
    code = (
        "import importlib, json, sys; known = set(sys.modules)\n"
        f"for name in {sorted(TRIGGER_FUNCTIONS)!r}: importlib.import_module(f'functions.{{name}}.handler')\n"
        "print(json.dumps([module.partition('.')[0] for module in set(sys.modules) - known]))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    homes = packages_distributions()
    foreign = {name: homes[name] for name in json.loads(ended.stdout) if name in homes}
    optional = {"certifi"}  # botocore uses its list of authorities if it is installed
    missing = {
        name for name, found in foreign.items() if name not in optional and not listed & set(map(canonical, found))
    }
    assert missing - {"reelwright", "functions"} == set()


def test_a_core_layer_is_the_package_and_nothing_else(synthesis: "Synthesis") -> None:
    """Its `python/` holds `reelwright` only."""
    shipped = files_in(synthesis, "layers/core/Code")
    assert {tuple(path.split("/")[:2]) for path in shipped} == {("python", "reelwright")}


def test_layers_stay_under_lambdas_limit(prod: "Synthesis") -> None:
    """250 MB unzipped, core and libraries and the largest function together."""
    folders = {one["displayName"]: prod.folder / one["source"]["path"] for one in prod.assets["files"].values()}
    layers = sum(size_of(folder) for name, folder in folders.items() if name.startswith("layers/"))
    functions = max(size_of(folder) for name, folder in folders.items() if name.startswith("functions/"))
    assert layers + functions < LAYER_LIMIT_BYTES / 4


def test_the_image_is_built_from_what_it_needs(syntheses: Mapping[str, "Synthesis"]) -> None:
    """The build context is the two packages, the step functions and the pins; Docker's own list says the same."""
    prod = syntheses["prod"]
    (image,) = prod.assets["dockerImages"].values()
    context = prod.folder / image["source"]["directory"]
    assert image["source"]["dockerFile"] == MEDIA_DOCKERFILE, folder_of
    roots = {str(path.relative_to(context)) for path in context.rglob("*") if path.is_file()}
    assert all(any(path == one or path.startswith(f"{one}/") for one in MEDIA_CONTENT) for path in roots)
    assert {f"functions/{folder_of(name)}/handler.py" for name in STEP_FUNCTIONS} <= roots
    listed = (ROOT / f"{MEDIA_DOCKERFILE}.dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in listed if line and not line.startswith("#")]
    assert patterns == ["**", *(f"!{path}" for path in MEDIA_CONTENT), *CACHES]


def test_the_image_fetches_its_assets_with_what_it_copied() -> None:
    """The stage that fetches copies only a few modules, so that other code does not rebuild it; none may be missing."""
    text = (ROOT / MEDIA_DOCKERFILE).read_text(encoding="utf-8").replace("\\\n", " ")
    copies = [line.split()[1:] for line in text.splitlines() if line.startswith("COPY") and "/opt/fetch" in line]
    files = {
        module
        for *sources, _ in copies
        for source in sources
        for module in ((ROOT / source).rglob("*.py") if (ROOT / source).is_dir() else [ROOT / source])
    }
    needed = set()
    for file in files:
        for module in re.findall(r"^from (reelwright[\w.]*) import", file.read_text(encoding="utf-8"), re.MULTILINE):
            layer = "media" if module.startswith("reelwright_media") else "core"
            path = ROOT / "layers" / layer / "python" / module.replace(".", "/")
            needed.add(path / "__init__.py" if path.is_dir() else path.with_suffix(".py"))
    assert needed
    assert needed <= files


def test_the_vendored_list_is_that_of_the_project() -> None:
    """What the zip functions import beyond the managed runtime, with the versions that the tests ran."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["core"]]
    pins = dict(line.split("==") for line in wanted)
    lines = vendored.REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    listed = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    for name in ("pydantic", "aws-lambda-powertools", "botocore"):
        assert listed[name] == pins[name]


def test_what_runs_on_aws_is_what_the_tests_ran_with() -> None:
    """Layer and image take their packages from the lock, with its hashes; pip chooses nothing itself."""
    lock = entries((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    for listed in (vendored.REQUIREMENTS, ROOT / "layers/media/image.txt", ROOT / "layers/media/image-tools.txt"):
        for name, version in pins(listed.read_text(encoding="utf-8")).items():
            assert lock[name].split(maxsplit=1)[0].partition("==")[2] == version
    assert all("--hash=sha256:" in line for line in vendored.requirements().split("\n") if line.startswith(" "))
    dockerfile = (ROOT / MEDIA_DOCKERFILE).read_text(encoding="utf-8").replace("\\\n", " ")
    installs = [line for line in dockerfile.splitlines() if "pip install" in line]
    assert len(installs) == 2
    assert all("--require-hashes --no-deps --only-binary=:all:" in line for line in installs)


def test_the_image_selects_its_packages_before_anything_is_installed() -> None:
    """The Dockerfile's own command, with the standard library alone, gives hashed entries and nothing else."""
    command = [sys.executable, "-I", "-S", str(ROOT / "infra/supply/lock.py"), str(ROOT / "layers/media/image.txt")]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    selected = subprocess.run(command, input=lock, capture_output=True, text=True, check=True, timeout=60).stdout  # noqa: S603 - our own file
    wanted = pins((ROOT / "layers/media/image.txt").read_text(encoding="utf-8"))
    assert entries(selected).keys() == wanted.keys()
    assert all(hashes(entry) for entry in entries(selected).values())
    assert {"awslambdaric", "av", "pillow"} <= wanted.keys()


def test_no_part_of_the_image_is_there_for_nothing() -> None:
    """With moviepy comes an ffmpeg of 165 MB, which nobody starts; without it, moviepy is imported as ever."""
    dockerfile = (ROOT / MEDIA_DOCKERFILE).read_text(encoding="utf-8")
    assert "rm /opt/libraries/imageio_ffmpeg/binaries/ffmpeg-*" in dockerfile
    without = "import imageio_ffmpeg; del imageio_ffmpeg.get_ffmpeg_exe; import reelwright_media.canvas.composition"
    subprocess.run([sys.executable, "-c", without], check=True, timeout=60)  # noqa: S603 - our own words


def test_a_changed_list_is_a_new_layer() -> None:
    """The folder is named by all that decides what is in it; the same recipe is found again."""
    assert vendored.fingerprint("3.11") != vendored.fingerprint("3.12")
    assert vendored.vendored_folder("3.12") == vendored.vendored_folder("3.12")


def test_the_image_is_readable_for_other_users() -> None:
    """Lambda's user and the task's read the code, whatever the umask of the checkout was."""
    text = (ROOT / MEDIA_DOCKERFILE).read_text(encoding="utf-8")
    final = text.rpartition("\nFROM ")[2]
    copies = [line for line in final.splitlines() if line.startswith("COPY ") and "--from=" not in line]
    assert copies
    assert all("--chmod=755" in line for line in copies)
