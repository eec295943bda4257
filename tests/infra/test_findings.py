"""cdk-nag's findings are none, or explained in `accepted_findings.toml`."""

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.infra.conftest import Finding, Synthesis


@dataclass(frozen=True)
class Accepted:
    """One row of the data file."""

    rule: str
    constructs: tuple[str, ...]
    reason: str
    environments: tuple[str, ...]

    def explains(self, finding: "Finding") -> bool:
        """Return whether the row names this rule (with its detail) on this construct."""
        return self.rule == finding.rule and any(fnmatchcase(finding.construct, one) for one in self.constructs)


def _rows() -> list[Accepted]:
    text = Path(__file__).with_name("accepted_findings.toml").read_text(encoding="utf-8")
    return [
        Accepted(
            rule=row["rule"],
            constructs=tuple(row["constructs"]),
            reason=row["reason"],
            environments=tuple(row.get("environments", ("local", "prod"))),
        )
        for row in tomllib.loads(text)["accepted"]
    ]


ROWS = _rows()


def rows_of(synthesis: "Synthesis") -> list[Accepted]:
    """Return the rows that count in an environment."""
    return [row for row in ROWS if synthesis.environment.name in row.environments]


def test_every_finding_is_explained(synthesis: "Synthesis") -> None:
    """Zero findings without a written reason."""
    rows = rows_of(synthesis)
    unexplained = [finding for finding in synthesis.findings if not any(row.explains(finding) for row in rows)]
    assert sorted((finding.rule, finding.construct) for finding in unexplained) == []


def test_every_row_still_explains_something(synthesis: "Synthesis") -> None:
    """A reason whose finding is gone would hide the next one."""
    stale = [row for row in rows_of(synthesis) if not any(row.explains(finding) for finding in synthesis.findings)]
    assert [row.rule for row in stale] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.rule)
def test_a_reason_is_a_sentence(row: Accepted) -> None:
    """A reason says why, in words."""
    assert row.reason.endswith(".")
    assert len(row.reason.split()) >= 3


def test_the_packs_have_run(prod: "Synthesis") -> None:
    """Both packs report: were one silent, its zero findings would mean nothing."""
    packs = {finding.rule.split("-")[0] for finding in prod.findings}
    assert packs == {"AwsSolutions", "Serverless"}
