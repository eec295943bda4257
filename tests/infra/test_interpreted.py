"""The deployed definition, run by moto's interpreter: scenes, stops, rewrites, retries and catches.

The emulator is the first judge (tests/local); where this one departs from the specification, a test pins it.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from infra.statemachine.definition import definition
from tests.infra.interpreter import Ended, FunctionFailure, Interpreter, Json, interpreter
from tests.scale.reckoning import TRANSITIONS

SCENES = 2
MACHINE = definition(scene_concurrency=8, subnet_count=2)
A_SCENE = {"generate_audio_tts", "generate_image_imagen", "render_scene"}
SCORES = ("validate_coherence", "analyze_pacing", "track_emotional_arc")


@pytest.fixture(scope="module")
def machine() -> Iterator[Interpreter]:
    """Yield the interpreter of the deployed definition."""
    with interpreter(MACHINE) as made:
        yield made


def reply(_function: str, command: Json) -> Json:
    """Reply as the steps do when all goes well."""
    scenes = [{"scene": number} for number in range(SCENES)]
    match command["step"]:
        case "plan_scenes":
            return {"scenes": scenes, "own_files": False}
        case "plan_timeline":
            return {"scenes": scenes, "compose_on": "lambda", "exports": [{"platform": "tiktok"}]}
        case "generate_script":
            return {"rewrites": command["rewrite"]}
        case step if step in SCORES:
            return {"passes": True}
    return {}


def failing(step: str, error: str, *, times: int = 1000, status: int = 200) -> Callable[[str, Json], Json]:
    """Let a step fail so often, and all else go well."""
    failed: Counter[str] = Counter()

    def function(name: str, command: Json) -> Json:
        if command["step"] == step and failed[step] < times:
            failed[step] += 1
            raise FunctionFailure(error, status=status)
        return reply(name, command)

    return function


def tries(ended: Ended, step: str) -> int:
    """Count how often a step began."""
    return ended.steps().count(step)


def test_a_film_runs_every_step_of_every_scene_once(machine: Interpreter) -> None:
    """In the order of its stages; with a command that names scene, attempt and start."""
    ended = machine.run(reply)
    assert (ended.status, ended.error) == ("SUCCEEDED", None)
    steps = ended.steps()
    assert Counter(steps) == {
        **dict.fromkeys(A_SCENE, SCENES),
        **dict.fromkeys((*SCORES, "plan_scenes", "plan_timeline", "mix_sound", "compose_final_video"), 1),
        **dict.fromkeys(("generate_thumbnail", "export_video", "complete"), 1),
    }
    order = ["plan_scenes", "generate_audio_tts", "plan_timeline", "render_scene", "compose_final_video", "complete"]
    assert [step for step in dict.fromkeys(steps) if step in order] == order
    assert {command["scene"] for command in ended.commands if command["step"] == "render_scene"} == {0, 1}
    assert len(ended.entered) == TRANSITIONS - 3 * (9 - SCENES) + 1, "what docs/scale.md reckons with, and one export"
    assert all(command["attempt"] == 1 and command["execution_started_at"] for command in ended.commands)


def test_a_film_of_nine_scenes_enters_55_states() -> None:
    """Step Functions bills each state entered: it was 88 when every scene chose for itself."""
    assert TRANSITIONS == 55


@pytest.mark.parametrize(
    ("stage", "last"),
    [
        ("script", set(SCORES)),
        ("scenes", {"plan_scenes"}),
        ("speech", {"generate_audio_tts"}),
        ("pictures", {"generate_image_imagen", "generate_audio_tts"}),
        ("render", {"render_scene"}),
        ("compose", {"compose_final_video"}),
    ],
)
def test_a_film_stops_after_the_stage_of_its_request(machine: Interpreter, stage: str, last: set[str]) -> None:
    """What follows is Complete; a film that stops after speech paints nothing."""
    ended = machine.run(reply, stop_after=stage)
    assert ended.status == "SUCCEEDED"
    *steps, complete = ended.steps()
    assert complete == "complete"
    assert steps[-1] in last
    assert tries(ended, "generate_thumbnail") == 0
    assert stage != "speech" or tries(ended, "generate_image_imagen") == 0


def test_clips_are_made_of_the_pictures_of_their_scenes(machine: Interpreter) -> None:
    """A clip animates the picture and lasts as long as the speech, so it comes after both."""
    ended = machine.run(reply, clips=True)
    for scene in range(SCENES):
        own = [command["step"] for command in ended.commands if command.get("scene") == scene]
        assert max(own.index(step) for step in A_SCENE & set(own[:3])) < own.index("generate_video_veo")


def working(times: int) -> Callable[[str, Json], Json]:
    """Let every clip be ready after so many looks at it, and all else go well."""
    looks: Counter[int] = Counter()

    def function(name: str, command: Json) -> Json:
        if command["step"] != "generate_video_veo":
            return reply(name, command)
        looks[command.get("scene", 0)] += 1
        state = "working" if looks[command.get("scene", 0)] <= times else "ready"
        return {"clip": {"state": state, "wait": 0}}

    return function


def test_a_film_waits_for_the_long_work_of_its_clips(machine: Interpreter) -> None:
    """Each scene is looked at until its clip is there, and only then is the film laid out."""
    ended = machine.run(working(2), clips=True, awaits_clips=True, stop_after="render")
    assert (ended.status, ended.error) == ("SUCCEEDED", None)
    assert tries(ended, "generate_video_veo") == 3 * SCENES
    assert ended.entered.count("ClipWait") == SCENES
    assert ended.steps().index("plan_timeline") > max(
        place for place, step in enumerate(ended.steps()) if step == "generate_video_veo"
    )


def test_a_film_without_long_clips_pays_for_no_waiting(machine: Interpreter) -> None:
    """The same states as before there was any: one Choice after its scenes."""
    ended = machine.run(reply, clips=True, stop_after="pictures")
    assert not [name for name in ended.entered if name.startswith(("Await", "ClipR", "ClipW"))]
    assert ended.entered[-2:] == ["AfterFilming", "Complete"] or ended.entered[-3:-1] == ["AfterFilming", "Complete"]


def test_a_clip_that_fails_while_the_film_waits_ends_the_film_under_its_own_name(machine: Interpreter) -> None:
    """A budget that is used up, say: it is recorded once."""
    looks = working(1)

    def function(name: str, command: Json) -> Json:
        if command["step"] == "generate_video_veo" and looks(name, command)["clip"]["state"] == "ready":
            raise FunctionFailure("BudgetExceededError")
        return {"clip": {"state": "working", "wait": 0}} | reply(name, command)

    ended = machine.run(function, clips=True, awaits_clips=True)
    assert (ended.status, ended.error) == ("FAILED", "BudgetExceededError")
    assert tries(ended, "record_failure") == 1


@pytest.mark.parametrize("times", [0, 2])
def test_the_single_task_of_a_clip_waits_for_it(machine: Interpreter, times: int) -> None:
    """Then Complete. It enters one state more than other single tasks."""
    ended = machine.run(working(times), route="clip", step="generate_video_veo")
    assert ended.steps() == ["generate_video_veo"] * (times + 1) + ["complete"]
    assert len(ended.entered) == 5 + 3 * times


def test_a_single_task_runs_its_step_on_its_function(machine: Interpreter) -> None:
    """And then Complete, as a film does."""
    ended = machine.run(reply, route="media", step="generate_audio_tts")
    assert (ended.status, ended.steps()) == ("SUCCEEDED", ["generate_audio_tts", "complete"])


@pytest.mark.parametrize(("error", "status"), [("ProviderThrottledError", 200), ("TooManyRequestsException", 429)])
def test_what_may_pass_is_tried_again(machine: Interpreter, error: str, status: int) -> None:
    """A busy provider and a lack of free concurrency; then the film goes on."""
    ended = machine.run(failing("plan_scenes", error, times=2, status=status), stop_after="scenes")
    assert (ended.status, tries(ended, "plan_scenes")) == ("SUCCEEDED", 3)


def test_a_dead_worker_is_tried_once_more(machine: Interpreter) -> None:
    """Twice is probably the step's own fault."""
    ended = machine.run(failing("plan_scenes", "Runtime.ExitError"))
    assert (ended.status, ended.error, tries(ended, "plan_scenes")) == ("FAILED", "Runtime.ExitError", 2)
    assert ended.steps()[-1] == "record_failure"


def test_an_error_of_the_request_is_tried_once_recorded_once_and_names_the_execution(machine: Interpreter) -> None:
    """The error of a scene ends the Map; its Catch records it, with the error's own name and message."""
    begun, all_begun = Counter[str](), threading.Event()

    def function(name: str, command: Json) -> Json:
        # The interpreter breaks a branch that it stops at the very start of a state, so every branch begins first.
        if command["step"] in {"generate_audio_tts", "generate_image_imagen"}:
            begun["scene"] += 1
            if begun["scene"] == 2 * SCENES:
                all_begun.set()
            all_begun.wait(timeout=30)
        if command["step"] == "generate_audio_tts":
            raise FunctionFailure("ContentError")
        return reply(name, command)

    ended = machine.run(function)
    assert (ended.status, ended.error) == ("FAILED", "ContentError")
    (recorded,) = (command for command in ended.commands if command["step"] == "record_failure")
    assert recorded["failure"]["Error"] == "ContentError"
    assert json.loads(recorded["failure"]["Cause"])["errorMessage"] == "as told"
    assert tries(ended, "plan_timeline") == 0


def test_a_failure_that_cannot_be_recorded_keeps_its_name(machine: Interpreter) -> None:
    """What went wrong first is what counts."""

    def function(name: str, command: Json) -> Json:
        if command["step"] in {"plan_scenes", "record_failure"}:
            raise FunctionFailure("ContentError" if command["step"] == "plan_scenes" else "ZeroDivisionError")
        return reply(name, command)

    ended = machine.run(function)
    assert (ended.status, ended.error) == ("FAILED", "ContentError")


def test_a_film_is_complete_without_its_thumbnail_and_exports(machine: Interpreter) -> None:
    """Both are optional: their errors end their branches."""

    def function(name: str, command: Json) -> Json:
        if command["step"] in {"generate_thumbnail", "export_video"}:
            raise FunctionFailure("ContentError")
        return reply(name, command)

    ended = machine.run(function)
    assert (ended.status, ended.steps()[-1]) == ("SUCCEEDED", "complete")


def unsatisfied(_function: str, command: Json) -> Json:
    """Find fault with the pacing of every script."""
    return {"passes": False} if command["step"] == "analyze_pacing" else reply(_function, command)


def with_not(value: Any) -> Any:
    """Write each `BooleanEquals: false` as a `Not`, which means the same."""
    match value:
        case {"Variable": _, "BooleanEquals": False}:
            return {"Not": {**value, "BooleanEquals": True}}
        case dict():
            return {name: with_not(one) for name, one in value.items()}
        case list():
            return [with_not(one) for one in value]
    return value


def test_a_script_of_ours_is_rewritten_twice_and_then_taken() -> None:
    """The gate never sends a script back for ever; a script of the user's is scored and never sent back."""
    with interpreter(with_not(MACHINE)) as machine:
        ended = machine.run(unsatisfied, writes_script=True, stop_after="script")
        written = [command["rewrite"] for command in ended.commands if command["step"] == "generate_script"]
        assert (ended.status, written) == ("SUCCEEDED", [0, 1, 2])
        own = machine.run(unsatisfied, stop_after="script")
        assert tries(own, "generate_script") == 0


def test_this_interpreter_never_finds_false_equal_to_false(machine: Interpreter) -> None:
    """A departure of its own: the specification compares with `false` as with any value. Drop `with_not` once this fails."""
    ended = machine.run(unsatisfied, writes_script=True, stop_after="script")
    assert tries(ended, "generate_script") == 1


def test_this_interpreter_cannot_finish_a_task_with_a_token() -> None:
    """A departure of its own: it cannot write its answer of RunTask. `sync_task` judges that state instead."""
    with interpreter({**MACHINE, "StartAt": "DescribeCommand"}) as machine:
        ended = machine.run(reply)
    assert (ended.entered[1], ended.error) == ("ComposeFinalVideoOnFargate", "States.Runtime")
