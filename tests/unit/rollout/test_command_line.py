"""The verbs as `make` calls them, on a machine that is not signed in: each says in one line how to sign in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("verb", "variables", "words"),
    [
        ("smoke", {}, "export AWS_REGION="),
        ("drain", {"AWS_REGION": "us-east-1"}, "aws configure"),
        ("destroy", {"AWS_REGION": "us-east-1"}, "aws configure"),
    ],
)
def test_a_verb_without_region_or_credentials_says_how_to_get_them(
    verb: str, variables: dict[str, str], words: str
) -> None:
    """And nothing was asked or changed before."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    nowhere = {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    ended = subprocess.run(  # noqa: S603 - our own verbs
        [sys.executable, "-m", "infra.rollout", verb, "--environment", "dev"],
        cwd=ROOT,
        env={**clean, **nowhere, **variables},
        input="reelwright-dev\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("error: ")
    assert words in ended.stderr
    assert ended.stderr.count("\n") == 1
