"""Where a stack keeps its things."""

from pathlib import Path

import pytest

from infra.local.errors import LocalStackError
from infra.local.place import REPOSITORY, Place


def test_the_checkout_has_one_place_by_default() -> None:
    """Without a word of the user, data lies in .local and the port is the emulator's usual one."""
    assert Place.from_environment({}) == Place(REPOSITORY / ".local", 4566)


def test_the_user_chooses_port_and_folder(tmp_path: Path) -> None:
    """Two stacks fit on one machine."""
    place = Place.from_environment({"REELWRIGHT_PORT": "4600", "REELWRIGHT_LOCAL": str(tmp_path)})
    assert (place.endpoint, place.folder) == ("http://127.0.0.1:4600", tmp_path)


@pytest.mark.parametrize("port", ["", "many", "80", "65536", "-1", "4566.0"])
def test_what_is_no_port_is_refused(port: str) -> None:
    """The message names the variable and the range."""
    with pytest.raises(LocalStackError, match=r"REELWRIGHT_PORT=.*1024 to 65535"):
        Place.from_environment({"REELWRIGHT_PORT": port})


def test_data_is_for_its_owner_only(tmp_path: Path) -> None:
    """State holds tokens and films: nobody else on the machine reads it."""
    Place(tmp_path / "stack", 4600).prepare()
    assert (tmp_path / "stack").stat().st_mode & 0o077 == 0
