"""`reelwright submit`: create a job from a script or an idea."""

import sys
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from reelwright_client.cli.options import AsJson, CancelOnInterrupt, Into, TimeoutSeconds
from reelwright_client.cli.session import session_of
from reelwright_client.cli.view import accepted_text, tried_text
from reelwright_client.cli.watching import follow
from reelwright_client.fields import JobFields

_FILM = "The film"
_JOB = "The job"


def _film(*names: str, about: str, **more: Any) -> Any:
    return typer.Option(*names, help=about, rich_help_panel=_FILM, **more)


def _job(*names: str, about: str, **more: Any) -> Any:
    return typer.Option(*names, help=about, rich_help_panel=_JOB, **more)


def submit(
    context: typer.Context,
    script_file: Annotated[
        str | None,
        typer.Argument(metavar="SCRIPT_FILE|-", help="A text file with the script, or - to read standard input."),
    ] = None,
    *,
    prompt: Annotated[
        str | None, _film("--prompt", about="An idea instead of a script; the service writes the script.")
    ] = None,
    title: Annotated[str | None, _film("--title", about="The film's title; shown on the thumbnail.")] = None,
    platform: Annotated[
        str | None, _film("--platform", about="youtube, shorts, tiktok, reels, youtube_wide or square.")
    ] = None,
    language: Annotated[str | None, _film("--language", about="The script's language: en-US, de, ja ...")] = None,
    duration: Annotated[
        int | None, _film("--duration", about="Target length in seconds; a given script is always spoken in full.")
    ] = None,
    aspect: Annotated[str | None, _film("--aspect", about="9:16, 16:9 or 1:1. Default: that of the platform.")] = None,
    voice: Annotated[str | None, _film("--voice", about="The voice, by the name that its provider uses.")] = None,
    voice_provider: Annotated[
        str | None, _film("--voice-provider", about="Speech provider: kokoro, polly, azure ...")
    ] = None,
    voice_speed: Annotated[
        float | None, _film("--voice-speed", about="Speed of speech, 0.5 to 2; 1 is normal.")
    ] = None,
    captions: Annotated[
        str | None,
        _film("--captions", about="auto (by the film's look), karaoke, pop or box; sidecar: subtitle files only."),
    ] = None,
    caption_position: Annotated[
        str | None, _film("--caption-position", about="top, middle or bottom. Default: that of the platform.")
    ] = None,
    closing_card: Annotated[
        bool | None,
        _film(
            "--closing-card/--no-closing-card", about="End with a card of the title and a call to follow, or without."
        ),
    ] = None,
    loop: Annotated[
        bool | None, _film("--loop/--no-loop", about="Let the last frame lead into the first; no closing card.")
    ] = None,
    brand: Annotated[
        str | None, _film("--brand", about="saved: the colours, captions, texts, logo and font of your saved brand.")
    ] = None,
    music: Annotated[str | None, _film("--music", about="auto, none, or a mood: awe, calm, upbeat ...")] = None,
    own_music: Annotated[
        Path | None,
        _film("--own-music", metavar="FILE", about="Music of your own: MP3, M4A, WAV, FLAC or Ogg."),
    ] = None,
    sound_effects: Annotated[
        bool | None, _film("--sound-effects/--no-sound-effects", about="A few quiet sound effects, or none.")
    ] = None,
    publishing: Annotated[
        bool | None,
        _film("--publishing/--no-publishing", about="Have a text model write title, description and tags."),
    ] = None,
    visuals: Annotated[str | None, _film("--visuals", about="pictures or clips.")] = None,
    images: Annotated[
        list[Path] | None,
        _film(
            "--image",
            metavar="FILE",
            about="Your own picture or clip for the next scene; may be repeated. "
            "JPEG, PNG, WebP, HEIC, AVIF, GIF, MP4, MOV, WebM or MKV.",
        ),
    ] = None,
    exports: Annotated[
        list[str] | None, _film("--export", about="Another platform to export the film for; may be repeated.")
    ] = None,
    stop_after: Annotated[
        str | None,
        _film("--stop-after", about="Stop after this stage: script, scenes, speech, pictures, render or compose."),
    ] = None,
    hold_at: Annotated[
        str | None, _film("--hold-at", about="storyboard: wait there for your approval (reelwright approve JOB).")
    ] = None,
    strict_providers: Annotated[
        bool | None, _film("--strict-providers", about="Fail instead of falling back to another provider.")
    ] = None,
    script_id: Annotated[str | None, _job("--script-id", about="Your own id of the script.")] = None,
    task_name: Annotated[
        str | None, _job("--task", about="Run a single task instead of making a film, such as generate_hook.")
    ] = None,
    source_job_id: Annotated[
        str | None, _job("--source-job", about="Id of the earlier job whose film a compose or export task uses.")
    ] = None,
    priority: Annotated[
        int | None,
        _job(
            "--priority",
            min=1,
            max=10,
            about="1 (low) to 10 (high); can lower the priority of your tier, not raise it.",
        ),
    ] = None,
    max_cost_usd: Annotated[
        float | None, _job("--max-cost", about="Stop the job before it costs more than this many US dollars.")
    ] = None,
    fresh: Annotated[
        bool, _job("--fresh", about="Do the work even if a cached result of the same request exists.")
    ] = False,
    metadata: Annotated[
        list[str] | None, _job("--metadata", metavar="NAME=VALUE", about="Stored with the job; may be repeated.")
    ] = None,
    callback_url: Annotated[
        str | None, _job("--callback-url", about="https URL that receives a webhook when the job ends.")
    ] = None,
    idempotency_key: Annotated[
        str | None,
        _job("--idempotency-key", about="Sending the same key again returns the same job, not a second one."),
    ] = None,
    dry_run: Annotated[
        bool, _job("--dry-run", about="Show the estimated time and cost and your limits; create nothing.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Follow the job to its end.")] = False,
    into: Into = None,
    timeout_seconds: TimeoutSeconds = None,
    cancel_on_interrupt: CancelOnInterrupt = False,
    as_json: AsJson = False,
) -> None:
    """Make a video from a script or an idea (or run a single task), and print the job's id.

    Examples: `reelwright submit bees.txt --watch`, `reelwright submit --prompt "cats in boxes" --into film`,
    `fortune | reelwright submit - --platform tiktok`.
    """
    script = _script(script_file)
    if script is not None and prompt is not None:
        raise typer.BadParameter("Give a script or --prompt, not both.")
    if script is None and prompt is None and source_job_id is None and task_name is None:
        raise typer.BadParameter("Give a script file, - for standard input, or --prompt.")
    given = {
        "prompt": prompt,
        "title": title,
        "platform": platform,
        "language": language,
        "duration": duration,
        "aspect": aspect,
        "voice": voice,
        "voice_provider": voice_provider,
        "voice_speed": voice_speed,
        "captions": captions,
        "caption_position": caption_position,
        "closing_card": closing_card,
        "loop": loop,
        "brand": brand,
        "music": music,
        "sound_effects": sound_effects,
        "publishing": publishing,
        "visuals": visuals,
        "exports": exports or None,
        "stop_after": stop_after,
        "hold_at": hold_at,
        "strict_providers": strict_providers,
        "script_id": script_id,
        "task_name": task_name,
        "source_job_id": source_job_id,
        "priority": priority,
        "max_cost_usd": max_cost_usd,
        "callback_url": callback_url,
        "use_cache": False if fresh else None,
        "metadata": _metadata(metadata or []) or None,
    }
    # Options that were not given are not sent, so the server's defaults hold. The server also validates the values.
    fields = cast("JobFields", {name: value for name, value in given.items() if value is not None})
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        if dry_run:
            tried = client.dry_run(script, **fields)
            session.show(tried_text(tried), tried)
            return
        if images:
            fields["images"] = [{"upload": client.upload(image).upload} for image in images]
        if own_music is not None:
            fields["own_music"] = {"upload": client.upload(own_music).upload}
        accepted = client.create(script, idempotency_key=idempotency_key, **fields)
        session.show(accepted_text(accepted), accepted)
        if watch or into is not None:
            follow(
                session,
                client,
                accepted.job_id,
                into=into,
                timeout_seconds=timeout_seconds,
                cancel_on_interrupt=cancel_on_interrupt,
            )


def _script(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        octets = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{name} is not UTF-8 text.") from error
    except OSError as error:
        raise typer.BadParameter(f"{name} cannot be read: {error.strerror}.") from error
    if not text.strip():
        raise typer.BadParameter(f"{'standard input' if name == '-' else name} is empty.")
    return text


def _metadata(pairs: list[str]) -> dict[str, str]:
    """Split `NAME=VALUE` pairs; the last value of a name wins."""
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise typer.BadParameter(f"--metadata {pair!r} is not NAME=VALUE.")
        found[name] = value
    return found
