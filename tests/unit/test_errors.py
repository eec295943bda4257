"""The tree of errors: drawn as it is, and complete."""

import re
from pathlib import Path

from reelwright import errors
from reelwright.refusals import FieldError, InvalidRequest

ROOT = Path(errors.__file__).parent
ROOT_CLASS = re.compile(r"^class \w+\((?:\w*Exception|ValueError|RuntimeError|OSError)\)", re.MULTILINE)
BRANCHES_ELSEWHERE = {"Refusal"}


def test_the_tree_is_drawn_as_it_is() -> None:
    """Every class of the file stands in its drawing, below its own base; `Refusal` stands for the classes of its file."""
    drawn: dict[str, str | None] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"    ([| `-]*)([A-Z]\w+(?:Error|Exceeded|Refusal)?)\b", line)
        if not found:
            continue
        depth = len(found[1])
        above = [one for one in above if one[0] < depth]
        drawn[found[2]] = above[-1][1] if above else None
        above.append((depth, found[2]))
    real = {
        kind.__name__: kind.__mro__[1].__name__ for kind in errors.error_types() if kind.__module__ == errors.__name__
    }
    assert {name: base or "Exception" for name, base in drawn.items() if name not in BRANCHES_ELSEWHERE} == real
    assert drawn["Refusal"] == "ReelwrightError"


def test_every_error_of_core_is_in_the_tree() -> None:
    """No file of the package starts a second tree."""
    roots = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in sorted(ROOT.rglob("*.py"))
        for found in ROOT_CLASS.finditer(path.read_text())
    ]
    assert roots == ["errors.py: class ReelwrightError(Exception)"]


def test_a_refusal_ends_with_one_full_stop() -> None:
    """A message with a full stop of its own gets no second one."""
    field = FieldError(field="content_type", message="'image/bmp' is not accepted. Save it as JPEG or PNG.")
    assert str(InvalidRequest([field])) == f"Please correct content_type: {field.message}"
