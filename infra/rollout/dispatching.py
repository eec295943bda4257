"""`make drain` and `make resume`: stop the dispatcher's triggers and start them again. Running jobs go on.

They use AWS's own switches, so they need no working API, and a stopped dispatcher costs the hot path nothing.
"""

from collections.abc import Callable
from typing import Any

from infra.rollout.errors import RolloutError
from infra.rollout.target import Target

DISPATCHER = "dispatcher"
Say = Callable[[str], object]


def switch(target: Target, *, on: bool, say: Say) -> None:
    """Enable or disable every trigger of the dispatcher; a repeat is a no-op. Raises RolloutError if it has none."""
    functions, events = target.client("lambda"), target.client("events")
    name = f"{target.environment.stack_name}-{DISPATCHER}"
    arn = functions.get_function_configuration(FunctionName=name)["FunctionArn"]
    mappings = functions.list_event_source_mappings(FunctionName=arn)["EventSourceMappings"]
    rules = _rules(events, arn)
    if not mappings or not rules:
        raise RolloutError(f"{name} has {len(mappings)} stream mappings and {len(rules)} rules: deploy the stack first")
    for mapping in mappings:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=on)
    for rule in rules:
        change = events.enable_rule if on else events.disable_rule
        change(Name=rule)
    say(
        "work starts again"
        if on
        else "no new work starts; running jobs go on, new ones wait (`make resume` starts them)"
    )


def _rules(events: Any, arn: str) -> list[str]:
    pages = events.get_paginator("list_rule_names_by_target").paginate(TargetArn=arn)
    return [name for page in pages for name in page["RuleNames"]]
