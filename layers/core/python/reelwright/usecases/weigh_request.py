"""Check a request before a job is made of it: its owner, its validity, its estimate and its limits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from reelwright.errors import ContentError
from reelwright.figures.estimate import Estimate, priced
from reelwright.figures.outlook import learnt
from reelwright.figures.traffic import Traffic
from reelwright.film.platforms.presets import preset_for
from reelwright.film.scenes.length import too_long
from reelwright.film.voices.languages import reads_aloud
from reelwright.film.voices.table import LOCAL_SPEAKERS, names_for
from reelwright.jobs.caller import Caller
from reelwright.jobs.cautions import Caution
from reelwright.jobs.quota import CreateLimits, day_of, windows
from reelwright.jobs.request import CreateJob
from reelwright.jobs.upload import material_key
from reelwright.jobs.video_request import VideoRequest
from reelwright.pipeline.tasks import TASKS
from reelwright.ports import World
from reelwright.providers.offers import used
from reelwright.refusals import InvalidField, LimitReached
from reelwright.settings import Settings
from reelwright.usecases.require_receiver import require_receiver
from reelwright.usecases.require_voice import require_voice
from reelwright.usecases.save_brand import settle_brand
from reelwright.usecases.settle_language import Settled, guess_ahead, settle_language
from reelwright.usecases.want_description import has_text_model
from reelwright.usecases.warn_of_models import ending_models
from reelwright.usecases.warn_of_prompt import warn_of_prompt
from reelwright.values import Value

_FILM_TASKS: Final = frozenset({"generate_video", "process_batch", "process_batch_item"})
_SPEAKING_TASKS: Final = _FILM_TASKS | {"generate_audio_tts"}
_WRITING_TASKS: Final = _FILM_TASKS | {"generate_hook", "generate_script"}
_SILENT_STAGES: Final = frozenset({"script", "scenes"})
_MOST_CAUTIONS: Final = 20
"""A batch has up to 500 items; the first cautions are enough to show the problem."""
_WINDOW_WORDS: Final = {"daily": "a day", "minute": "a minute"}


class Weighed(Value):
    """A checked request with its estimate. `limits` are those of the caller's tier in this environment.

    `request` is the request with its languages settled, as the job stores it.
    """

    request: CreateJob
    cautions: tuple[Caution, ...]
    user_id: str
    queue: str
    estimate: Estimate
    limits: CreateLimits


def weigh_request(request: CreateJob, *, caller: Caller, world: World) -> Weighed:
    """Check and estimate the request. Writes nothing, and reads only the saved brand, where the request names it.

    Raises InvalidField for a task that only other jobs make, a `user_id` that is not the caller's or, in an item, not the
    batch's, a `callback_url` that is not allowed, objects of another owner, a saved brand that does not exist, a language
    without a voice, a voice of another language, a script that no voice can read or that is too long for its platform, and an
    estimate above `max_cost_usd`.
    """
    if TASKS[request.task_name].internal:
        raise InvalidField("task_name", f"{request.task_name} jobs are made by process_batch; send its films as items")
    if request.callback_url is not None:
        require_receiver(request.callback_url, settings=world.settings, field="callback_url")
    user_id = _owner(request, caller)
    videos = {"video_request": request.video_request} | {f"items.{n}": item for n, item in enumerate(request.items)}
    settled = {
        field: _weigh_video(video, request.task_name, field=field, user_id=user_id, world=world)
        for field, video in videos.items()
    }
    cautions = tuple(caution for one in settled.values() for caution in one.cautions)
    request = _settled_request(request, settled)
    expected = learnt(
        priced(request, world.settings, world.clock().date()), request.task_name, world.recent_tallies.known()
    )
    _refuse_over_budget(request, expected)
    return Weighed(
        request=request,
        cautions=cautions[:_MOST_CAUTIONS],
        user_id=user_id,
        queue=request.queue(caller.tier),
        estimate=expected,
        limits=limits_of(caller, world.settings),
    )


class WeighedItem(NamedTuple):
    """A checked film of a batch: its request with the language settled, its estimate, and cautions about it."""

    request: CreateJob
    estimate: Estimate
    cautions: tuple[Caution, ...]


def weigh_items(
    requests: Sequence[CreateJob], *, user_id: str, traffic: Traffic, world: World
) -> list[WeighedItem | InvalidField]:
    """Check and estimate films of a batch by the rules of `weigh_request`; `traffic` is read once for all films.

    In the place of a film that breaks a rule is the error, which is not raised.
    """
    guess_ahead((request.video_request for request in requests), world.languages)
    return [_weigh_item(request, user_id=user_id, traffic=traffic, world=world) for request in requests]


def _weigh_item(request: CreateJob, *, user_id: str, traffic: Traffic, world: World) -> WeighedItem | InvalidField:
    try:
        return _weighed_item(request, user_id=user_id, traffic=traffic, world=world)
    except InvalidField as error:
        return error


def _weighed_item(request: CreateJob, *, user_id: str, traffic: Traffic, world: World) -> WeighedItem:
    video, field = request.video_request, "video_request"
    if video.user_id not in {None, user_id}:
        raise InvalidField("video_request.user_id", "must be the owner of the batch, or be left out")
    settled = _weigh_video(video, request.task_name, field=field, user_id=user_id, world=world)
    request = _settled_request(request, {field: settled})
    expected = learnt(priced(request, world.settings, world.clock().date()), request.task_name, traffic)
    _refuse_over_budget(request, expected)
    return WeighedItem(request, expected, settled.cautions)


def _weigh_video(video: VideoRequest, task_name: str, *, field: str, user_id: str, world: World) -> Settled:
    speaks = task_name in _SPEAKING_TASKS and video.stop_after not in _SILENT_STAGES
    video = settle_brand(video, field=field, user_id=user_id, world=world)
    by_local = used(world.settings.providers, "speech", video.asked_provider("speech")).is_local
    settled = settle_language(video, field=field, speaks=speaks and by_local, languages=world.languages)
    ending = tuple(ending_models(video, task_name, speaks=speaks, field=field, world=world))
    if ending:
        settled = settled._replace(cautions=settled.cautions + ending)
    _refuse_unusable_sources(video, task_name, field=field, world=world)
    _refuse_publishing_without_model(video, field=field, world=world)
    _refuse_foreign_objects(video, user_id, world.settings.bucket_name, field=field)
    _refuse_unknown_voice(settled.video, field=field)
    if task_name in _WRITING_TASKS:
        unwritable = warn_of_prompt(settled.video, field=field, setup=world.settings.providers)
        settled = settled._replace(cautions=settled.cautions + unwritable)
    if speaks:
        _refuse_unreadable(settled.video, field=field)
        unable = require_voice(settled.video, field=field, setup=world.settings.providers)
        settled = settled._replace(cautions=settled.cautions + unable)
    if task_name in _FILM_TASKS and video.stop_after != "script":
        _refuse_too_long(video, field=field)
    return settled


def _settled_request(request: CreateJob, settled: dict[str, Settled]) -> CreateJob:
    """Put the settled video requests back: the first is the job's own, the others are the items of a batch."""
    own, *items = (one.video for one in settled.values())
    if own is request.video_request and all(new is old for new, old in zip(items, request.items, strict=True)):
        return request
    return request.model_copy(update={"video_request": own, "items": tuple(items)})


def limits_of(caller: Caller, settings: Settings) -> CreateLimits:
    """Return the caller's create limits: the environment's own figures, else those of the tier."""
    allowance = settings.allowance(caller.tier)
    return CreateLimits(daily=allowance.daily_jobs, minute=allowance.minute_jobs)


def over_limit(limits: CreateLimits, *, used_up: str, caller: Caller, now: datetime) -> LimitReached:
    """Build the refusal of a create over the `daily` or the `minute` limit."""
    standing = [one.model_copy(update={"remaining": 0}) if one.name == used_up else one for one in windows(limits, now)]
    full = next(one for one in standing if one.name == used_up)
    jobs = "1 job" if full.limit == 1 else f"{full.limit} jobs"
    return LimitReached(
        f"The {caller.tier} tier allows {jobs} {_WINDOW_WORDS[full.name]}; the limit resets in {full.reset_seconds} s.",
        windows=tuple(standing),
        retry_after_seconds=full.reset_seconds,
    )


def refuse_over_day(weighed: Weighed, *, caller: Caller, world: World) -> None:
    """Raise LimitReached for a batch whose films do not all fit into the day, before its job is created.

    The batch's own commit counts them; without this check the job would be accepted and then fail.
    """
    films, limit = len(weighed.request.items), weighed.limits.daily
    if not films or limit is None:
        return
    now = world.clock()
    if world.quotas.spent(weighed.user_id, "daily", day_of(now)) + 1 + films > limit:
        raise over_limit(weighed.limits, used_up="daily", caller=caller, now=now)


def _owner(request: CreateJob, caller: Caller) -> str:
    asked = request.video_request.user_id
    if asked is not None and not caller.may_see(asked):
        raise InvalidField("video_request.user_id", "must be your own subject, or be left out")
    owner = asked or caller.user_id
    for n, item in enumerate(request.items):
        if item.user_id not in {None, owner}:
            raise InvalidField(f"items.{n}.user_id", "must be the owner of the batch, or be left out")
    return owner


def _refuse_foreign_objects(video: VideoRequest, user_id: str, bucket_name: str, *, field: str) -> None:
    for name, file in video.own_files.items():
        try:
            material_key(file, user_id, bucket_name)
        except ContentError as error:
            raise InvalidField(f"{field}.{name}.s3", str(error)) from error


def _refuse_unusable_sources(video: VideoRequest, task_name: str, *, field: str, world: World) -> None:
    """Refuse sources that no script is written from, and addresses that are not read."""
    if not video.sources:
        return
    if video.script_content is not None:
        raise InvalidField(f"{field}.sources", "belong to a prompt: nothing is added to a given script")
    if not has_text_model(video, world.settings.providers):
        raise InvalidField(f"{field}.sources", "need a text model, and none is set up: see docs/providers.md")
    for place, source in enumerate(video.sources):
        name = f"{field}.sources.{place}.url"
        if source.url is not None:
            if task_name not in _FILM_TASKS:
                raise InvalidField(name, f"only films read web pages: send the text of the page to {task_name}")
            require_receiver(source.url, settings=world.settings, field=name)


def _refuse_publishing_without_model(video: VideoRequest, *, field: str, world: World) -> None:
    if video.publishing and not has_text_model(video, world.settings.providers):
        raise InvalidField(f"{field}.publishing", "needs a text model, and none is set up: see docs/providers.md")


def _refuse_unknown_voice(video: VideoRequest, *, field: str) -> None:
    """Refuse an unknown voice name of the language; other providers check their own voice names."""
    asked = video.asked_provider("speech")
    if video.voice is None or (asked is not None and asked not in LOCAL_SPEAKERS):
        return
    names = names_for(video.language)
    if video.voice not in names:
        raise InvalidField(
            f"{field}.voice", f"no voice of this name speaks {video.language}; choose one of {', '.join(names)}"
        )


def _refuse_unreadable(video: VideoRequest, *, field: str) -> None:
    """Refuse a script in characters that no local voice can pronounce; other providers check their own scripts."""
    asked = video.asked_provider("speech")
    if asked in (None, *LOCAL_SPEAKERS) and not reads_aloud(video.text or "", video.language):
        raise InvalidField(
            f"{field}.script_content",
            "no local voice reads kanji; write the script in kana",
            reason="unsupported_language",
        )


def _refuse_too_long(video: VideoRequest, *, field: str) -> None:
    """Refuse a script that is too long, by the planner's own rule."""
    excess = too_long(
        video.text or "",
        preset_for(video.platform, video.aspect),
        voice_speed=video.voice_speed,
        pause_seconds=video.pause_seconds,
    )
    if excess is not None:
        raise InvalidField(f"{field}.script_content", excess, reason="too_long")


def _refuse_over_budget(request: CreateJob, expected: Estimate) -> None:
    most = request.max_cost_usd
    if most is not None and expected.cost_usd > most:
        message = f"the work is estimated at {plain_usd(expected.cost_usd)} USD, above your {plain_usd(most)} USD"
        raise InvalidField("max_cost_usd", message, reason="over_budget")


def plain_usd(usd: float) -> str:
    """Write dollars without an exponent, to a millionth."""
    return f"{usd:.6f}".rstrip("0").rstrip(".")
