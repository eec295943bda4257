"""How an account's Lambda concurrency is shared."""

from dataclasses import replace

import pytest
from aws_cdk import Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk.assertions import Template
from hypothesis import given
from hypothesis import strategies as st

from infra.concurrency import DEFAULT_CONCURRENCY, RESERVES_FROM, UNRESERVABLE, plan, planned
from infra.environments import ENVIRONMENTS
from infra.functions import TRIGGER_FUNCTIONS, PipelineFunction
from tests.infra.unvalidated import unvalidated_app

PROD = ENVIRONMENTS["prod"]
WANTED = {"videos": 8, "tasks": 16, "scenes": 20}


@given(concurrency=st.integers(min_value=10, max_value=20_000))
def test_films_and_tasks_fit_into_what_is_not_reserved(concurrency: int) -> None:
    """At their widest together, with a quarter left over for everything else."""
    shared = plan(concurrency, **WANTED)
    unreserved = concurrency - sum(shared.reserved.values())
    assert 2 * shared.scenes * shared.videos + shared.tasks <= 0.75 * unreserved
    assert min(shared.videos, shared.tasks, shared.scenes) >= 1
    assert not shared.reserved or unreserved >= UNRESERVABLE


@pytest.mark.parametrize(
    ("concurrency", "films", "tasks", "scenes"), [(10, 3, 1, 1), (50, 3, 7, 5), (100, 3, 15, 10), (1000, 8, 16, 20)]
)
def test_a_new_account_makes_narrow_films_and_a_usual_one_all_of_it(
    concurrency: int, films: int, tasks: int, scenes: int
) -> None:
    """A film of one scene at a time takes longer; one that is throttled in every step fails."""
    shared = plan(concurrency, **WANTED)
    assert (shared.videos, shared.tasks, shared.scenes) == (films, tasks, scenes)


def test_what_moves_jobs_has_its_own_share_where_there_is_enough() -> None:
    """Neither films nor long polls can keep jobs from being admitted, started and ended."""
    reserved = plan(DEFAULT_CONCURRENCY, **WANTED).reserved
    assert set(reserved) == {"api", "outbox", "dispatcher", "lifecycle", "sweeper", "dead_letters"}
    assert set(reserved) < set(TRIGGER_FUNCTIONS)
    assert reserved["sweeper"] == 1
    assert plan(RESERVES_FROM - 1, **WANTED).reserved == {}


def test_an_environment_is_fitted_into_its_account() -> None:
    """Without a known quota nothing changes: a template for every account reserves nothing."""
    assert planned(PROD) is PROD
    fitted = planned(replace(PROD, lambda_concurrency=10))
    assert (fitted.capacity, fitted.scene_concurrency) == ({"videos": 3, "tasks": 1}, 1)
    assert fitted.reserved_concurrency == {}


def test_a_function_reserves_what_the_plan_says() -> None:
    """The sweeper runs alone."""
    stack = Stack(unvalidated_app(), "stack")
    code = [
        lambda_.LayerVersion.from_layer_version_arn(stack, "layer", "arn:aws:lambda:us-east-1:123456789012:layer:x:1")
    ]
    PipelineFunction(
        stack,
        "sweeper",
        environment=planned(replace(PROD, lambda_concurrency=DEFAULT_CONCURRENCY)),
        size=TRIGGER_FUNCTIONS["sweeper"],
        variables={},
        layers=list(code),
    )
    Template.from_stack(stack).has_resource_properties("AWS::Lambda::Function", {"ReservedConcurrentExecutions": 1})
