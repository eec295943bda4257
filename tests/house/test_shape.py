"""The figures of `make house`, on small checkouts made in the test, and their limits for this checkout."""

from pathlib import Path

import pytest

from tests.house.__main__ import figures
from tests.house.arrows import house_of
from tests.house.checkout import Checkout
from tests.house.ports import carried, methods_of_ports
from tests.house.twins import twins
from tests.house.wording import return_percent

CORE = "layers/core/python/reelwright"
FLOORS = "[importlinter:contract:a]\ntype = layers\nlayers =\n    reelwright.usecases\n    reelwright.ports | reelwright.jobs\n"
SIX = "\n".join(f"    total_{number} = first + {number}" for number in range(6))


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Two floors; one import runs up, one function has a twin, one port is only carried."""
    files = {
        ".importlinter": FLOORS,
        f"{CORE}/usecases/add.py": (
            "from reelwright.ports.jobs import Jobs\n\n\ndef add(jobs: Jobs) -> None:\n"
            f'    """Return nothing."""\n    keep(jobs)\n{SIX}\n'
        ),
        f"{CORE}/ports/jobs.py": (
            '"""Ports."""\nfrom reelwright.usecases import add\n\n\nclass Reads(Protocol):\n    def get(self): ...\n\n\n'
            "class Jobs(Reads, Protocol):\n    def add(self): ...\n"
        ),
        "tests/test_add.py": f"def test_add():\n{SIX}\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Checkout(tmp_path)


def test_an_import_of_a_higher_floor_runs_up(checkout: Checkout) -> None:
    """The order is the checkout's own `.importlinter`."""
    assert house_of(checkout).upward() == [("reelwright.ports", "reelwright.usecases")]


def test_six_equal_lines_make_a_pair(checkout: Checkout) -> None:
    """A longer likeness is one pair; what overlaps itself is none."""
    found = twins((*checkout.production, *checkout.tests))
    assert found == [((f"{CORE}/usecases/add.py", 7), ("tests/test_add.py", 2))]


def test_ports_and_docstrings_are_counted(checkout: Checkout) -> None:
    """Methods that a port extends are its own; a parameter that is only an argument of calls is carried."""
    assert methods_of_ports(checkout) == {"Jobs": 2, "Reads": 1}
    assert carried(checkout.production, ["Jobs"]) == 1
    assert return_percent(checkout.production) == 50


def test_the_last_line_is_for_programs(checkout: Checkout) -> None:
    """Its form is a promise."""
    *_, last = figures(checkout)
    assert last == "house: arrows_up 1 twins 1 return_docstrings 50 ports_methods 2"


def test_no_arrow_of_this_house_runs_up() -> None:
    """Rooms import downward, and no two of them import each other around a circle."""
    here = Checkout(Path(__file__).resolve().parents[2])
    assert house_of(here).upward() == []
