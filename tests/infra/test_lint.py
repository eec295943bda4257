"""Linters read what is deployed: each knows what the others miss."""

from typing import TYPE_CHECKING

from cfnlint.api import ManualArgs, lint_file
from statelint.linter import Linter

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis

IGNORED = ["W3005"]
"""A dependency that a reference implies already: the CDK writes both, and CloudFormation takes no harm."""


def test_the_template_is_valid_cloudformation(synthesis: "Synthesis") -> None:
    """cfn-lint knows types, properties, values and references; there is nothing it complains about."""
    found = lint_file(synthesis.template_path, ManualArgs(regions=["us-east-1"], ignore_checks=IGNORED))
    assert [f"{match.rule.id} {match.path} {match.message}" for match in found] == []


def test_the_definition_is_valid_states_language(synthesis: "Synthesis") -> None:
    """Statelint knows what cfn-lint misses: unknown targets, unreachable states, bad jitter."""
    assert Linter.validate(synthesis.definition) == []
