"""What mypy reads of CDK: only the modules that the code imports, for the others take two minutes of every cold run."""

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "aws_cdk":
            parts = {f"{node.module}.{alias.name}" for alias in node.names if alias.name.startswith("aws_")}
            found |= {str(node.module), *parts}
    return found


def test_mypy_reads_every_module_of_cdk_that_the_code_imports() -> None:
    """A module that is missing in pyproject.toml would be Any without a word; one that nothing imports costs time."""
    overrides = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["overrides"]
    read = {name for row in overrides if row.get("follow_imports") == "normal" for name in row["module"]}
    files = [path for room in ("infra", "tests") for path in (ROOT / room).rglob("*.py")]
    assert read - {"moto"} == set().union(*(_imported(path) for path in files))
