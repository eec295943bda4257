"""npm's failures become one line that a newcomer can act on; npm is played by a small Python program."""

import sys
from pathlib import Path

import pytest

from reelwright.errors import MissingAssetError
from reelwright_media.assets.download import download


def npm_that(program: str) -> list[str]:
    """Return how to start an npm that only does what the program says."""
    return [sys.executable, "-c", f"import sys; {program}"]


@pytest.mark.parametrize(
    ("stderr", "said"),
    [
        ("npm error code ENOTFOUND", "cannot be reached"),
        ("npm error code ECONNREFUSED", "cannot be reached"),
        ("npm error code E404", "does not have this version"),
        ("npm error code ETARGET", "does not have this version"),
        ("npm error disk is full", "npm failed: npm error disk is full"),
        ("", "without a word"),
    ],
)
def test_a_failure_is_one_line_with_its_cause(tmp_path: Path, stderr: str, said: str) -> None:
    """The error names the package and the cause, in one line."""
    npm = npm_that(f"sys.stderr.write({stderr!r}); sys.exit(1)")

    with pytest.raises(MissingAssetError, match=said) as raised:
        download("voices@1.0.0", tmp_path, npm=npm)

    assert str(raised.value).startswith("voices@1.0.0: ")
    assert "\n" not in str(raised.value)


def test_the_tarball_that_npm_left_is_returned(tmp_path: Path) -> None:
    """Npm is asked for the pin, without running the package's scripts, and its tarball is found."""
    npm = npm_that("open('voices-1.0.0.tgz', 'w').write(' '.join(sys.argv[1:]))")

    tarball = download("voices@1.0.0", tmp_path, npm=npm)

    assert tarball == tmp_path / "voices-1.0.0.tgz"
    assert tarball.read_text().split()[:2] == ["pack", "voices@1.0.0"]
    assert "--ignore-scripts" in tarball.read_text()


def test_npm_without_a_tarball_is_an_error(tmp_path: Path) -> None:
    """A run that succeeds without leaving a tarball is not taken for a download."""
    with pytest.raises(MissingAssetError, match="0 tarballs"):
        download("voices@1.0.0", tmp_path, npm=npm_that("pass"))
