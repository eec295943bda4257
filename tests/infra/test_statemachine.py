"""The state machine's definition, read as data."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from infra.statemachine.clips import AWAITED, SCENES_AT_ONCE
from infra.statemachine.definition import definition
from infra.statemachine.fargate import COMMAND_VARIABLE, RUN_TASK
from infra.statemachine.film import ALONE, FILMED
from infra.statemachine.retries import STEP_RETRIERS, TASK_RETRIERS, permanent_names
from infra.statemachine.states import FAILURE_STATE, LAMBDA_INVOKE
from reelwright import errors
from reelwright.aws import executions
from reelwright.errors import AttemptError, error_types, retryable_names
from reelwright.events import StepCommand
from reelwright.pipeline.steps import (
    HARD_LIMIT_SECONDS,
    HEARTBEAT_SECONDS,
    MAX_REWRITES,
    SOFT_LIMIT_SECONDS,
    STEP_FUNCTIONS,
    STEPS,
)
from reelwright.pipeline.tasks import TASKS
from reelwright.providers.waits import most_looks

State = dict[str, Any]
MACHINE = definition(scene_concurrency=8, subnet_count=2)
TOP: dict[str, State] = MACHINE["States"]

EVENTS_LIMIT = 25_000
"""Events of one execution (Step Functions quotas)."""
EVENTS_OF_A_TASK = 5
"""Entered, scheduled, started, succeeded, exited."""


def walk(states: dict[str, State], *, outer: bool = True) -> Iterator[tuple[str, State, bool]]:
    """Yield every state with its name and whether it stands at the top."""
    for name, state in states.items():
        yield name, state, outer
        for branch in state.get("Branches", []):
            yield from walk(branch["States"], outer=False)
        if "ItemProcessor" in state:
            yield from walk(state["ItemProcessor"]["States"], outer=False)


EVERY = {name: state for name, state, _ in walk(TOP)}
INVOCATIONS = {name: state for name, state in EVERY.items() if state.get("Resource") == LAMBDA_INVOKE}
ROADS = {"ClipTask", "GenerationTask", "ProvidersTask", "MediaTask", "RenderTask", "ProcessingTask"}


def test_every_step_of_a_film_is_a_state_of_its_name() -> None:
    """The console shows the rows' own names; the two steps that only single tasks run have no state of their own."""
    alone = {"process_batch", "cleanup_old_results"}
    assert {step.state_name for name, step in STEPS.items() if name not in alone} <= set(INVOCATIONS)


def test_names_are_used_once() -> None:
    """Step Functions wants names unique in the whole machine, branches included."""
    names = [name for name, _, _ in walk(TOP)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", sorted(set(INVOCATIONS) - ROADS))
def test_a_state_runs_its_row(name: str) -> None:
    """Function, step name and time limit come from the row."""
    state = INVOCATIONS[name]
    step = STEPS[state["Parameters"]["Payload"]["step"]]
    assert name.removeprefix(step.state_name) in {"", ALONE, FILMED, AWAITED}
    assert state["Parameters"]["FunctionName"] == f"${{{step.function}FunctionArn}}"
    assert state["TimeoutSeconds"] == step.timeout_seconds
    assert step.timeout_seconds <= STEP_FUNCTIONS[step.function].timeout_seconds


@pytest.mark.parametrize("name", sorted(INVOCATIONS))
def test_a_payload_names_the_attempt_and_carries_no_content(name: str) -> None:
    """Ids, places and flags only: nothing in a payload can grow with the film."""
    payload = INVOCATIONS[name]["Parameters"]["Payload"]
    attempt = {"job_id.$", "attempt.$", "execution_started_at.$", "entered_at.$"}
    allowed = {"step", "step.$", "scene.$", "platform.$", "rewrite.$", "failure.$"}
    assert attempt <= set(payload) <= attempt | allowed


@pytest.mark.parametrize("name", sorted(INVOCATIONS))
def test_every_retryable_error_is_retried_with_full_jitter(name: str) -> None:
    """The Retry lists hold every name of the error tree that trying again can help, bounded and spread."""
    retriers = INVOCATIONS[name]["Retry"]
    assert set(retryable_names()) <= {error for retrier in retriers for error in retrier["ErrorEquals"]}
    for retrier in retriers:
        assert retrier["JitterStrategy"] == "FULL"
        assert retrier["BackoffRate"] == 2.0
        assert retrier["IntervalSeconds"] < retrier["MaxDelaySeconds"] <= 60
        assert retrier["MaxAttempts"] <= 10


def test_a_step_waits_for_free_concurrency_longer_than_a_cold_step_runs() -> None:
    """All steps of all films meet the same quota: giving up after seconds fails attempts that minutes would save."""
    (throttled,) = (one for one in STEP_RETRIERS if "Lambda.TooManyRequestsException" in one.errors)
    waits = [min(60, throttled.interval_seconds * 2**number) for number in range(throttled.max_attempts)]
    assert (
        sum(waits) / 2 > max(step.timeout_seconds for step in STEPS.values() if step.name == "generate_audio_tts") / 2
    )
    assert sum(waits) / 2 >= 180


@pytest.mark.parametrize("name", sorted(INVOCATIONS))
def test_a_short_step_that_ran_out_of_time_is_tried_once_more(name: str) -> None:
    """Its limit includes the start of its worker; a long step would take the time of the steps behind it."""
    retried = [one for one in INVOCATIONS[name]["Retry"] if "States.Timeout" in one["ErrorEquals"]]
    assert [one["MaxAttempts"] for one in retried] == ([1] if INVOCATIONS[name]["TimeoutSeconds"] <= 60 else [])


def test_no_permanent_error_is_retried() -> None:
    """What a retry cannot help goes to the Catch at once, also from the task, where a wide name would match it."""
    permanent = set(permanent_names())
    assert {kind.__module__ for kind in error_types(AttemptError)} == {errors.__name__}, (
        "a name that depends on imports"
    )
    assert permanent | set(retryable_names()) == {kind.__name__ for kind in error_types(AttemptError)}
    for retrier in STEP_RETRIERS:
        assert not permanent & set(retrier.errors)
        assert not {"States.ALL", "States.TaskFailed"} & set(retrier.errors)
    for retrier in TASK_RETRIERS:
        if permanent & set(retrier.errors):
            assert retrier.as_asl() == {"ErrorEquals": permanent_names(), "MaxAttempts": 0}
            break
        assert "States.TaskFailed" not in retrier.errors
    else:
        pytest.fail("no entry shields the permanent errors")


OPTIONAL = {
    "DescribeFilm": "AfterDescription",
    "GenerateThumbnail": "WithoutThumbnail",
    "ExportVideo": "WithoutExport",
}
"""Steps that the film does not need -> where their failure goes."""


def test_a_film_is_not_lost_by_what_it_can_be_without() -> None:
    """A description, thumbnail or export that fails or times out counts as done; retries come first."""
    states = {name: (state, outer) for name, state, outer in walk(TOP)}
    for name, otherwise in OPTIONAL.items():
        state, outer = states[name]
        assert outer == (name == "DescribeFilm")
        assert state["Retry"]
        assert state["Catch"] == [{"ErrorEquals": ["States.ALL"], "ResultPath": None, "Next": otherwise}]
        assert states[otherwise][0]["Type"] in ({"Choice"} if outer else {"Succeed"})


def test_whatever_fails_is_recorded_once_and_ends_the_execution_under_its_own_name() -> None:
    """Every state at the top that can fail catches everything; inside a branch the error ends the branch instead."""
    for name, state, outer in walk(TOP):
        if state["Type"] not in {"Task", "Parallel", "Map"} or name in {FAILURE_STATE, *OPTIONAL}:
            continue
        expected = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": FAILURE_STATE}]
        assert state.get("Catch") == (expected if outer else None), name
    assert TOP[FAILURE_STATE]["Next"] == "Failed"
    assert TOP[FAILURE_STATE]["Catch"][0]["Next"] == "Failed"
    assert TOP["Failed"] == {"Type": "Fail", "ErrorPath": "$.failure.Error", "CausePath": "$.failure.Cause"}


def test_the_attempt_ends_after_thirty_minutes() -> None:
    """J5: the machine itself is the hard limit."""
    assert MACHINE["TimeoutSeconds"] == HARD_LIMIT_SECONDS == 1800


@pytest.mark.parametrize("name", [*sorted(INVOCATIONS), "DescribeCommand"])
def test_every_step_is_told_since_when_its_attempt_runs(name: str) -> None:
    """J5: the soft limit counts from the execution's start, so no state may forget it; the step's command knows the field."""
    parameters = EVERY[name]["Parameters"]
    command = parameters.get("Payload", parameters)
    assert command["execution_started_at.$"] == "$$.Execution.StartTime"
    assert command["entered_at.$"] == "$$.State.EnteredTime"
    fields = {key.removesuffix(".$") for key in command}
    assert fields <= set(StepCommand.model_fields)


def test_every_task_has_a_road() -> None:
    """`Route` knows every route that a task can name, and a road lasts as long as its longest task."""
    choices = {rule["StringEquals"]: rule["Next"] for rule in TOP["Route"]["Choices"]}
    assert set(choices) == {task.route for task in TASKS.values()}
    for route, road in choices.items():
        if route != "film":
            steps = [STEPS[task.name] for task in TASKS.values() if task.route == route]
            assert TOP[road]["TimeoutSeconds"] == max(step.timeout_seconds for step in steps)
            assert TOP[road]["Next"] == ("ClipTaskReady" if route == "clip" else "Complete")


@pytest.mark.parametrize(("prefix", "look"), [("Clip", "GenerateVideoVeoAwaited"), ("ClipTask", "ClipTask")])
def test_a_clip_is_looked_at_again_after_the_wait_that_its_step_names(prefix: str, look: str) -> None:
    """No function runs while the provider works; whatever the step replies is its own state and a number of seconds."""
    assert EVERY[look]["ResultSelector"] == {"state.$": "$.Payload.clip.state", "wait.$": "$.Payload.clip.wait"}
    assert (EVERY[look]["ResultPath"], EVERY[look]["Next"]) == ("$.clip", f"{prefix}Ready")
    (working,) = EVERY[f"{prefix}Ready"]["Choices"]
    assert working == {"Variable": "$.clip.state", "StringEquals": "working", "Next": f"{prefix}Wait"}
    assert EVERY[f"{prefix}Wait"] == {"Type": "Wait", "SecondsPath": "$.clip.wait", "Next": look}


def test_only_a_film_with_long_clips_waits_for_them() -> None:
    """Others go on from the Choice that they had before: AWS bills each state entered."""
    assert TOP["FilmScenes"]["Next"] == "AfterFilming"
    waits, stops = TOP["AfterFilming"]["Choices"]
    assert waits == {"Variable": "$.awaits_clips", "BooleanEquals": True, "Next": "AwaitClips"}
    assert (stops["StringEquals"], TOP["AfterFilming"]["Default"]) == ("pictures", "PlanTimeline")
    assert TOP["AwaitClips"]["Next"] == "AfterPictures"
    assert TOP["AwaitClips"]["MaxConcurrency"] == 8 * SCENES_AT_ONCE


def test_only_a_script_of_our_own_goes_back_and_at_most_twice() -> None:
    """A user's script is scored, never rewritten."""
    (rule,) = TOP["QualityGate"]["Choices"]
    own, fewer, failed = rule["And"]
    assert own == {"Variable": "$.writes_script", "BooleanEquals": True}
    assert fewer == {"Variable": "$.script.rewrites", "NumericLessThan": MAX_REWRITES}
    assert [test["Variable"] for test in failed["Or"]] == [f"$.analysis[{n}].passes" for n in range(3)]
    assert TOP[rule["Next"]]["Next"] == "GenerateScript"


def test_results_that_nobody_reads_are_dropped() -> None:
    """An execution keeps the plan, the timeline and small flags, so its data does not grow with what steps answer."""
    kept = {name: state["ResultPath"] for name, state in EVERY.items() if state.get("ResultPath") is not None}
    analyses = {"ValidateCoherence", "AnalyzePacing", "TrackEmotionalArc"}
    assert set(kept) - analyses == {
        "Begin",
        "Rewrite",
        "GenerateScript",
        "Analyse",
        "PlanScenes",
        "PlanTimeline",
        "DescribeCommand",
        "GenerateVideoVeoAwaited",
        "ClipTask",
    }
    for name in analyses | {"GenerateScript", "PlanScenes", "PlanTimeline"}:
        assert "ResultSelector" in EVERY[name]


def test_the_fargate_task_is_watched_and_told_its_command() -> None:
    """It beats, it is stopped when it is silent, and its command and token come by the environment."""
    state = TOP["ComposeFinalVideoOnFargate"]
    assert state["Resource"] == RUN_TASK
    assert state["Parameters"]["TaskDefinition"] == "${TaskFamily}"
    assert state["HeartbeatSeconds"] == HEARTBEAT_SECONDS < state["TimeoutSeconds"]
    assert state["TimeoutSeconds"] < HARD_LIMIT_SECONDS
    (container,) = state["Parameters"]["Overrides"]["ContainerOverrides"]
    assert {variable["Name"]: variable["Value.$"] for variable in container["Environment"]} == {
        COMMAND_VARIABLE: "States.JsonToString($.command)",
        "TASK_TOKEN": "$$.Task.Token",
    }
    assert TOP["DescribeCommand"]["Parameters"] == {
        "job_id.$": "$.job_id",
        "attempt.$": "$.attempt",
        "execution_started_at.$": "$$.Execution.StartTime",
        "entered_at.$": "$$.State.EnteredTime",
        "step": "compose_final_video",
    }
    assert COMMAND_VARIABLE == executions.COMMAND_VARIABLE


def test_the_longest_film_fits_into_an_executions_history() -> None:
    """No emulator enforces the 25,000 events, so the worst film is counted: 300 scenes, each task retried once."""
    scenes, exports, retry = 300, 5, 4
    map_item, parallel, choice, wait = 3, 4, 2, 2
    task = EVENTS_OF_A_TASK + retry
    making = map_item + parallel + 3 * task
    at_once = 8 * SCENES_AT_ONCE
    looks = scenes + at_once * most_looks(SOFT_LIMIT_SECONDS)
    awaiting = scenes * (map_item + 2) + looks * (EVENTS_OF_A_TASK + choice + wait)
    rendering = map_item + task
    rounds = (MAX_REWRITES + 1) * (4 * task + parallel + 3 * choice)
    rest = 12 * task + 12 * choice + exports * (map_item + task)
    assert scenes * (making + rendering) + awaiting + rounds + rest < EVENTS_LIMIT


def test_the_longest_films_plan_stays_far_below_the_payload_limit() -> None:
    """262,144 bytes is the hard limit of a state's data; the only lists in it are scenes and exports."""
    state = {
        "job_id": "j" * 40,
        "plan": {"scenes": [{"scene": n} for n in range(300)]},
        "timeline": {"scenes": [{"scene": n} for n in range(300)], "exports": [{"platform": "p" * 40}] * 5},
    }
    assert len(json.dumps(state)) < 262_144 / 10
