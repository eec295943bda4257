"""The commands for the saved brand: show, save."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from reelwright_client.cli.options import AsJson
from reelwright_client.cli.session import session_of
from reelwright_client.cli.tables import table
from reelwright_client.cli.words import plain
from reelwright_client.models.brand import SavedBrand

brand = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Your brand: colours, captions, texts, a logo and a font for all films with `submit --brand saved`.",
)


@brand.command("show")
def show(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show the saved brand."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        found = client.brand()
    session.show(_shown(found), found)


@brand.command("save")
def save(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A JSON file with the brand; docs/api.md has its fields.")
    ],
    *,
    logo: Annotated[
        Path | None, typer.Option("--logo", metavar="FILE", help="A picture, best a transparent PNG.")
    ] = None,
    font: Annotated[Path | None, typer.Option("--font", metavar="FILE", help="A font, TTF or OTF, up to 2 MB.")] = None,
    as_json: AsJson = False,
) -> None:
    """Replace the saved brand by that of a file, and upload its logo and its font."""
    sent = _read(file)
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        for name, own in (("logo", logo), ("font", font)):
            if own is not None:
                sent[name] = {"upload": client.upload(own, purpose="brand").upload}
        saved = client.save_brand(sent)
    session.show(_shown(saved), saved)


def _read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{file} cannot be read as JSON.") from error
    if not isinstance(found, dict):
        raise typer.BadParameter(f"{file} holds no object.")
    return found


def _shown(found: SavedBrand) -> Table:
    shown = table("Field", "Value")
    for name in type(found).model_fields:
        value = getattr(found, name)
        words = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value or "-")
        shown.add_row(Text(name), Text(plain(words)))
    return shown
