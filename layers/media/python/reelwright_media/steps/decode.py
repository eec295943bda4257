"""`decode_files`: users' own pictures, clips, music, logos and fonts, decoded in the sandbox before a film uses them.

This step only signs URLs and waits: the function `material` decodes, with one signed GET and one signed PUT a file. Results are
kept by the file's key and ETag, so other scenes, later attempts and other films of the same user find them.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Final

from reelwright.errors import ContentError, MissingArtefactError
from reelwright.film.decoding import (
    ClipOrder,
    DecodeCommand,
    DecodedFacts,
    FontOrder,
    MarkOrder,
    Order,
    SoundOrder,
    StillOrder,
)
from reelwright.film.scenes.material import (
    MAX_CLIP_BYTES,
    MAX_FONT_BYTES,
    MAX_PICTURE_BYTES,
    MAX_SOUND_BYTES,
    MAX_TOTAL_BYTES,
)
from reelwright.film.scenes.model import Material
from reelwright.jobs.upload import material_key
from reelwright.pipeline.sandbox import URL_SECONDS
from reelwright.pipeline.tasks import TASKS
from reelwright.values import Value
from reelwright_media.steps.checkpoint import CONTENT_TYPES, artefact_key, checkpoint
from reelwright_media.steps.context import StepContext, StepOutcome, json_bytes

_SIDE_BY_SIDE: Final = 4
_LOOK_SECONDS: Final = 1.0
_MOST_BYTES: Final = {
    "picture": MAX_PICTURE_BYTES,
    "clip": MAX_CLIP_BYTES,
    "sound": MAX_SOUND_BYTES,
    "font": MAX_FONT_BYTES,
}
_MEGABYTE: Final = 2**20


class Located(Value):
    """A user's own file in the bucket, not decoded yet."""

    name: str
    key: str
    etag: str
    size_bytes: int


class OwnFile(Value):
    """A user's own picture or clip, decoded: the keys of its still and, of a clip, of the film in this film's shape."""

    name: str
    picture_key: str
    clip_key: str | None = None


class OwnSound(Value):
    """A user's own music, decoded."""

    name: str
    sound_key: str


class OwnMark(Value):
    """A user's logo, decoded."""

    name: str
    mark_key: str


class OwnFont(Value):
    """A user's font, written anew from its letters."""

    name: str
    font_key: str


class OwnFiles(Value):
    """The artefact of `decode_files`: every file of the request, in its order."""

    files: tuple[OwnFile, ...] = ()
    sounds: tuple[OwnSound, ...] = ()
    marks: tuple[OwnMark, ...] = ()
    fonts: tuple[OwnFont, ...] = ()


def decode_files(context: StepContext) -> StepOutcome:
    """Have every own file of the request decoded. Raises ContentError that names the first unusable one."""
    located = located_files(context)
    inputs = {
        "files": [[one.name, one.key, one.etag] for one in located],
        "orders": [
            order.model_dump() for order in (_clip_order(context), _sound_order(context), MarkOrder(), FontOrder())
        ],
    }
    key = artefact_key(context, inputs, "json")
    cached = checkpoint(context, key, lambda: json_bytes(_decoded(context, located)))
    return StepOutcome(key=key, cached=cached, message_values={"total": len(located)})


def own_file(context: StepContext, material: Material) -> OwnFile:
    """Read what the sandbox made of a scene's file; raises MissingArtefactError if it has not been decoded."""
    found = next((one for one in _files(context).files if one.name == material.name), None)
    if found is None:
        raise MissingArtefactError(f"{material.name} is not decoded")
    return found


def own_music_key(context: StepContext) -> str | None:
    """Find the key of the user's music; None if the film has none of the user's own."""
    if context.video.own_music is None:
        return None
    return _files(context).sounds[0].sound_key


def logo_key(context: StepContext) -> str | None:
    """Find the key of the brand's logo; None without one."""
    return None if context.video.own_brand.logo is None else _files(context).marks[0].mark_key


def font_key(context: StepContext) -> str | None:
    """Find the key of the brand's font; None without one, and in single tasks, which decode no files."""
    if context.video.own_brand.font is None or TASKS[context.job.task_name].route != "film":
        return None
    return _files(context).fonts[0].font_key


def _files(context: StepContext) -> OwnFiles:
    return OwnFiles.model_validate(context.load(context.key("decode_files")))


def located_files(context: StepContext) -> tuple[Located, ...]:
    """Look up the request's files in the bucket: one HEAD request a file, no download.

    Raises ContentError that names the file where one is missing or too large.
    """
    found: list[Located] = []
    for name, file in context.video.own_files.items():
        try:
            key = material_key(file, context.job.user_id, context.settings.bucket_name)
        except ContentError as error:
            raise ContentError(f"{name}: {error}") from error
        facts = context.artefacts.facts(key)
        if facts is None:
            raise ContentError(f"{name} is not there: upload it first, and use it while it is kept.")
        found.append(Located(name=name, key=key, etag=facts.etag, size_bytes=facts.size_bytes))
        if facts.size_bytes > MAX_CLIP_BYTES or sum(one.size_bytes for one in found) > MAX_TOTAL_BYTES:
            raise ContentError(
                f"{name} is too large: a file may have {MAX_CLIP_BYTES // _MEGABYTE} MB, all together "
                f"{MAX_TOTAL_BYTES // _MEGABYTE} MB."
            )
    return tuple(found)


def _decoded(context: StepContext, located: tuple[Located, ...]) -> OwnFiles:
    """Decode a few files side by side; report progress, which raises if the job must stop."""
    with _workers() as pool:
        running = [pool.submit(_decoded_file, context, one) for one in located]
        waiting: set[Future[_Made]] = set(running)
        while waiting:
            done, waiting = wait(waiting, timeout=_LOOK_SECONDS, return_when=FIRST_EXCEPTION)
            if any(one.exception() for one in done):
                break
            ready = len(running) - len(waiting)
            context.report(ready / len(running), f"Decoded file {ready}/{len(running)}")
        made = [one.result() for one in running if one.done()]
    return OwnFiles(
        files=tuple(one for one in made if isinstance(one, OwnFile)),
        sounds=tuple(one for one in made if isinstance(one, OwnSound)),
        marks=tuple(one for one in made if isinstance(one, OwnMark)),
        fonts=tuple(one for one in made if isinstance(one, OwnFont)),
    )


@contextmanager
def _workers() -> Iterator[ThreadPoolExecutor]:
    """Yield a pool. Leaving it does not wait for running calls: after an error their results are not used."""
    pool = ThreadPoolExecutor(_SIDE_BY_SIDE)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_Made = OwnFile | OwnSound | OwnMark | OwnFont


def _decoded_file(context: StepContext, located: Located) -> _Made:
    """Decode a file as its field needs it."""
    decode: Callable[[StepContext, Located], _Made] = _DECODERS.get(located.name, _decoded_picture)
    return decode(context, located)


def _decoded_mark(context: StepContext, located: Located) -> OwnMark:
    _refuse_larger(located, "a logo", _MOST_BYTES["picture"])
    return OwnMark(name=located.name, mark_key=_result(context, located, MarkOrder(), "png"))


def _decoded_sound(context: StepContext, located: Located) -> OwnSound:
    _refuse_larger(located, "music", _MOST_BYTES["sound"])
    return OwnSound(name=located.name, sound_key=_result(context, located, _sound_order(context), "flac"))


def _decoded_font(context: StepContext, located: Located) -> OwnFont:
    _refuse_larger(located, "a font", _MOST_BYTES["font"])
    return OwnFont(name=located.name, font_key=_result(context, located, FontOrder(), "otf"))


_DECODERS: Final[dict[str, Callable[[StepContext, Located], _Made]]] = {
    "own_music": _decoded_sound,
    "brand.logo": _decoded_mark,
    "brand.font": _decoded_font,
}
"""By the field of the request; all other files are shown in scenes."""


def _decoded_picture(context: StepContext, located: Located) -> OwnFile:
    still = StillOrder()
    picture_key = _result_key(context, located, still, "jpg")
    facts_key = picture_key.removesuffix("jpg") + "json"
    if not context.artefacts.exists(facts_key):
        facts = errand(context, located, still, picture_key)
        # Written last: if the facts exist, the picture exists.
        checkpoint(context, facts_key, lambda: json_bytes(facts))
    kind = DecodedFacts.model_validate(context.load(facts_key)).kind
    _refuse_larger(located, f"a {kind}", _MOST_BYTES[kind])
    if kind == "picture":
        return OwnFile(name=located.name, picture_key=picture_key)
    clip_key = _result(context, located, _clip_order(context), "mp4")
    return OwnFile(name=located.name, picture_key=picture_key, clip_key=clip_key)


def _refuse_larger(located: Located, what: str, most_bytes: int) -> None:
    """Raise ContentError if the file is larger than one of its kind may be."""
    if located.size_bytes > most_bytes:
        raise ContentError(f"{located.name} is too large: {what} may have {most_bytes // _MEGABYTE} MB.")


def _clip_order(context: StepContext) -> ClipOrder:
    preset = context.preset
    return ClipOrder(width=preset.width, height=preset.height, fps=preset.fps)


def _sound_order(context: StepContext) -> SoundOrder:
    """Order as much as the longest film of the platform can play."""
    return SoundOrder(seconds=context.preset.max_seconds)


def _result_key(context: StepContext, located: Located, order: Order, extension: str) -> str:
    return artefact_key(context, {"file": [located.key, located.etag], "order": order.model_dump()}, extension)


def _result(context: StepContext, located: Located, order: Order, extension: str) -> str:
    """Have the file decoded unless the result exists; return the result's key."""
    key = _result_key(context, located, order, extension)
    if not context.artefacts.exists(key):
        errand(context, located, order, key)
    return key


def errand(context: StepContext, located: Located, order: Order, target_key: str) -> DecodedFacts:
    """Have one file decoded into one artefact. Raises ContentError that names the file if it cannot be used."""
    content_type = CONTENT_TYPES[target_key.rsplit(".", 1)[-1]]
    target = context.artefacts.upload(target_key, seconds=URL_SECONDS, content_type=content_type, size_bytes=None)
    command = DecodeCommand(
        source_url=context.artefacts.url(located.key, seconds=URL_SECONDS, filename="own"),
        target_url=target.url,
        target_headers=target.headers,
        most_bytes=located.size_bytes,
        order=order,
    )
    reply = context.world.decoding.decode(command)
    if reply.facts is None:
        raise ContentError(f"{located.name} {reply.problem}")
    return reply.facts
