"""`make drain` and `make resume`: stop the dispatcher's triggers and start them again. Running jobs go on.

They use AWS's own switches, so they need no working API, and a stopped dispatcher costs the hot path nothing.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from infra.rollout.errors import RolloutError
from infra.rollout.target import Target

DISPATCHER = "dispatcher"
Say = Callable[[str], object]
_POLL_SECONDS: Final = 2.0
_MOST_POLLS: Final = 60


def switch(target: Target, *, on: bool, say: Say, sleep: Callable[[float], object] = time.sleep) -> None:
    """Enable or disable every trigger of the dispatcher; a repeat is a no-op. Raises RolloutError if it has none.

    Disabling returns when no run can be under way any more: a run that began before may start jobs until its timeout.
    Raises RolloutError, too, if AWS does not disable a trigger within two minutes.
    """
    functions, events = target.client("lambda"), target.client("events")
    name = f"{target.environment.stack_name}-{DISPATCHER}"
    function = functions.get_function_configuration(FunctionName=name)
    arn, timeout_seconds = function["FunctionArn"], function["Timeout"]
    mappings = functions.list_event_source_mappings(FunctionName=arn)["EventSourceMappings"]
    rules = _rules(events, arn)
    if not mappings or not rules:
        raise RolloutError(f"{name} has {len(mappings)} stream mappings and {len(rules)} rules: deploy the stack first")
    for mapping in mappings:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=on)
    for rule in rules:
        change = events.enable_rule if on else events.disable_rule
        change(Name=rule)
    if on:
        say("work starts again")
        return
    say(f"triggers are disabled; waiting {timeout_seconds} s for runs of the dispatcher that are under way")
    for _ in range(_MOST_POLLS):
        if not any(_state(functions, mapping["UUID"]) in {"Disabling", "Updating"} for mapping in mappings):
            break
        sleep(_POLL_SECONDS)
    else:
        raise RolloutError(f"the stream's trigger of {name} is still being disabled: run `make drain` again")
    sleep(timeout_seconds)
    say("no new work starts; running jobs go on, new ones wait (`make resume` starts them)")


def _state(functions: Any, mapping_id: str) -> str:
    return str(functions.get_event_source_mapping(UUID=mapping_id)["State"])


def _rules(events: Any, arn: str) -> list[str]:
    pages = events.get_paginator("list_rule_names_by_target").paginate(TargetArn=arn)
    return [name for page in pages for name in page["RuleNames"]]
