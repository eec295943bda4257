"""Which states a film passes that stops after a stage: the definition, walked as Step Functions would."""

import operator
import re
from collections.abc import Iterator
from typing import Any

import pytest

from infra.statemachine.definition import definition
from infra.statemachine.film import ALONE, FILMED
from reelwright.pipeline.stages import STAGES, steps_until
from reelwright.pipeline.steps import STEPS

States = dict[str, dict[str, Any]]
MACHINE = definition(scene_concurrency=8, subnet_count=2)
COMPARE = {"StringEquals": operator.eq, "BooleanEquals": operator.is_, "NumericLessThan": operator.lt}
INPUT = {
    "route": "film",
    "writes_script": True,
    "reads_sources": True,
    "describes": True,
    "clips": True,
    "awaits_clips": False,
    "script": {"rewrites": 0},
    "plan": {"own_files": True},
    "analysis": [{"passes": True}] * 3,
    "timeline": {"compose_on": "lambda"},
}


def value_at(path: str, data: Any) -> Any:
    """Return what a reference path leads to; raises as the service does where it leads nowhere."""
    for name, index in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        data = data[name] if name else data[int(index)]
    return data


def holds(rule: dict[str, Any], data: Any) -> bool:
    """Return whether a Choice rule holds."""
    if "And" in rule:
        return all(holds(inner, data) for inner in rule["And"])
    if "Or" in rule:
        return any(holds(inner, data) for inner in rule["Or"])
    (word,) = rule.keys() & COMPARE.keys()
    return bool(COMPARE[word](value_at(rule["Variable"], data), rule[word]))


def passed(states: States, start: str, data: Any) -> Iterator[str]:
    """Yield the tasks on the road by their row's name, with those inside of its branches and of one item of its maps."""
    name: str | None = start
    while name is not None:
        state = states[name]
        if state["Type"] == "Task":
            yield name.removesuffix(ALONE).removesuffix(FILMED)
        for inner in [*state.get("Branches", []), *([state["ItemProcessor"]] if "ItemProcessor" in state else [])]:
            yield from passed(inner["States"], inner["StartAt"], data)
        if state["Type"] == "Choice":
            chosen = [rule["Next"] for rule in state["Choices"] if holds(rule, data)]
            name = chosen[0] if chosen else state["Default"]
        else:
            name = state.get("Next")


def road(stop_after: str) -> list[str]:
    """Return the tasks of a film."""
    return list(passed(MACHINE["States"], MACHINE["StartAt"], {**INPUT, "stop_after": stop_after}))


@pytest.mark.parametrize("stage", STAGES)
def test_a_film_stops_after_its_stage(stage: Any) -> None:
    """It passes the steps of the stages up to it and no other, and is then completed."""
    states = [STEPS[name].state_name for name in steps_until(stage)]
    assert sorted(road(stage)) == sorted([*states, "Complete"])
    assert road(stage)[-1] == "Complete"


def test_a_film_that_does_not_stop_passes_every_step() -> None:
    """Thumbnail and exports come after the last stage."""
    rest = {"GenerateThumbnail", "ExportVideo", "Complete"}
    assert set(road("")) == {STEPS[name].state_name for name in steps_until("compose")} | rest


def test_a_film_composed_on_fargate_stops_too() -> None:
    """Both ways of composing lead to the end of the stage."""
    data = {**INPUT, "stop_after": "compose", "timeline": {"compose_on": "fargate"}}
    tasks = list(passed(MACHINE["States"], MACHINE["StartAt"], data))
    assert tasks[-1] == "Complete"
    assert "GenerateThumbnail" not in tasks
