"""The storyboard of a film that waits for approval: show it, change a scene, approve it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from reelwright_client.cli.options import AsJson, JobId
from reelwright_client.cli.session import session_of
from reelwright_client.cli.words import plain
from reelwright_client.fields import SceneChange

SceneNumber = Annotated[int, typer.Argument(metavar="SCENE", min=1, help="The number of the scene, from 1.")]


def storyboard(context: typer.Context, job_id: JobId, *, as_json: AsJson = False) -> None:
    """Show the scenes of a film with their words."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        scenes = client.storyboard(job_id)
    table = Table(box=None)
    for name in ("Scene", "Seconds", "Words"):
        table.add_column(name)
    for one in scenes:
        table.add_row(str(one.scene + 1), "" if one.seconds is None else f"{one.seconds:.1f}", plain(one.text))
    session.show(table, {"scenes": [one.model_dump(mode="json") for one in scenes]})


def edit_scene(
    context: typer.Context,
    job_id: JobId,
    scene: SceneNumber,
    *,
    text: Annotated[str | None, typer.Option("--text", help="Other words for the scene.")] = None,
    image: Annotated[Path | None, typer.Option("--image", metavar="FILE", help="Your own picture or clip.")] = None,
    repaint: Annotated[bool, typer.Option("--repaint", help="Paint the same idea in another way.")] = False,
    as_json: AsJson = False,
) -> None:
    """Change a scene of a film that waits for approval."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        change = SceneChange(scene=scene - 1)
        if text is not None:
            change["text"] = text
        if image is not None:
            change["upload"] = client.upload(image).upload
        if repaint:
            change["repaint"] = True
        said = client.edit_storyboard(job_id, [change])
    session.show(
        Text(f"Scene {scene} of job {plain(job_id)} is made again; then the film waits for your approval."), said
    )


def approve(context: typer.Context, job_id: JobId, *, as_json: AsJson = False) -> None:
    """Approve the storyboard of a film, which is then made. Approving it again has no effect."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        said = client.approve(job_id)
    shown = plain(job_id)
    session.show(Text(f"Job {shown} is made.\nFollow it: reelwright watch {shown}"), said)
