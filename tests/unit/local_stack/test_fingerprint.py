"""When the local stack deploys again."""

from pathlib import Path

from infra.local.fingerprint import fingerprint


def checkout(root: Path) -> Path:
    """Write a small checkout and return it."""
    (root / "infra/local").mkdir(parents=True)
    (root / "infra/stack.py").write_text("one", encoding="utf-8")
    (root / "cdk.json").write_text("{}", encoding="utf-8")
    return root


def test_same_files_have_the_same_fingerprint(tmp_path: Path) -> None:
    """What was deployed once is not deployed again."""
    root = checkout(tmp_path)
    assert fingerprint(root) == fingerprint(root)


def test_a_changed_file_changes_it(tmp_path: Path) -> None:
    """Content counts."""
    root = checkout(tmp_path)
    before = fingerprint(root)
    (root / "infra/stack.py").write_text("two", encoding="utf-8")
    assert fingerprint(root) != before


def test_a_renamed_file_changes_it(tmp_path: Path) -> None:
    """Names count: a handler is found by its file's name."""
    root = checkout(tmp_path)
    before = fingerprint(root)
    (root / "infra/stack.py").rename(root / "infra/other.py")
    assert fingerprint(root) != before


def test_byte_code_and_this_package_do_not_count(tmp_path: Path) -> None:
    """Running the code, or changing how it is deployed, is no reason to deploy."""
    root = checkout(tmp_path)
    before = fingerprint(root)
    (root / "infra/__pycache__").mkdir()
    (root / "infra/__pycache__/stack.cpython-311.pyc").write_bytes(b"code")
    (root / "infra/local/verbs.py").write_text("new", encoding="utf-8")
    assert fingerprint(root) == before
