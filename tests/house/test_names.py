"""Each capability has one name everywhere; no file has a forbidden name or content."""

import re
import subprocess
from pathlib import Path

import pytest

from reelwright.pipeline.steps import STEPS
from reelwright.pipeline.tasks import TASKS
from reelwright_media.steps.checkpoint import VERSIONS
from reelwright_media.steps.works import WORKS
from tests.house.checkout import Checkout
from tests.house.wording import shared_classes

ROOT = Path(__file__).resolve().parents[2]
TRIGGERS = {"api", "outbox", "dispatcher", "lifecycle", "sweeper", "dead_letters", "webhooks", "batches"}
CODE = {"functions", "layers"}
SHARED = {
    "FieldError": "a wrong field of a request, as the API says it and as the client reads it",
    "Problem": "the body of an error, as the API says it and as the client reads it",
}
"""Class names that may exist twice, and what they name."""


def _tracked() -> list[Path]:
    """Return every file git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git of the machine
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return [ROOT / line for line in listed if (ROOT / line).is_file()]


def test_every_function_folder_is_a_trigger_holds_the_steps_decodes_or_is_the_canary() -> None:
    """Folders, rows and constructs share their names; the steps share one folder. The canary is a client."""
    folders = {path.parent.name for path in (ROOT / "functions").glob("*/handler.py")}
    assert folders == {*TRIGGERS, "steps", "material", "canary"}


def test_every_step_has_its_work_and_every_work_its_step() -> None:
    """The pipeline's rows and the step table agree; every artefact-making step has a version."""
    assert set(WORKS) == set(STEPS)
    assert set(VERSIONS) <= set(STEPS)


def test_there_are_fifteen_tasks_and_each_runs_somewhere() -> None:
    """T1-T4: fifteen names; a single task is a step of its own function."""
    assert len(TASKS) == 15
    for task in TASKS.values():
        if task.route != "film":
            assert STEPS[task.name].function == ("media" if task.route == "clip" else task.route)


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "manager", "base"])
def test_no_room_is_named_for_nothing(word: str) -> None:
    """A file is named for what it holds."""
    assert [path for path in _tracked() if path.stem == word] == []


def test_no_file_names_a_package_registry() -> None:
    """Packages come from the machine's own configured clients: no address of a registry stands in any file."""
    address = re.compile(r"https?://[^\s\"']*(pypi|pythonhosted|npmjs|registry\.)", re.IGNORECASE)
    found = []
    for path in _tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if path != Path(__file__) and address.search(text):
            found.append(path.relative_to(ROOT))
    assert found == []


def test_no_code_reads_a_step_output_by_a_literal_key() -> None:
    """Facts of earlier steps are read and written as attributes of the models in `reelwright.jobs.outputs`."""
    reading = re.compile(r"\.output\.get\(|\.output\[[\"']|[\"'] in \w+\.output\b")
    code = [path for path in _tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in CODE]
    found = [str(path.relative_to(ROOT)) for path in code if reading.search(path.read_text())]
    assert found == []


def test_a_class_name_exists_once() -> None:
    """A name says which thing is meant. A model of the client may share the name of what the server answers."""
    found = {
        name: modules
        for name, modules in shared_classes(Checkout(ROOT).production).items()
        if name not in SHARED and sum(not module.startswith("reelwright_client.models.") for module in modules) > 1
    }
    assert found == {}


def test_no_other_production_file_spells_the_name_of_a_counter() -> None:
    """A name that is built in two places is misspelt in one of them some day."""
    spelt = re.compile(r"f?\"(?:(?:state|ended|retries|seconds|ratio)\.(?!\")|(?:pool|user|state)/)[^\" ]*\"")
    found = [source.module for source in Checkout(ROOT).production if spelt.search(source.text)]
    assert found == ["reelwright.figures.counters"]
