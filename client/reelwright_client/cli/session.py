"""The surroundings of a command: its client, its output, and how errors are shown."""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
import typer
from rich.console import Console, RenderableType
from rich.text import Text
from typer.core import TyperGroup

from reelwright_client.blocking.client import Client
from reelwright_client.cli.exits import EXPECTED, end_of, error_document, message_of
from reelwright_client.cli.stack import Clients, Stack, clients_of
from reelwright_client.cli.words import plain
from reelwright_client.configuration import Configuration, Emulator, find_configuration
from reelwright_client.errors import ApiError, ConfigurationError
from reelwright_client.models.wire import Wire
from reelwright_client.retrying import RetryPolicy, Terms

PIPE_WIDTH: Final = 240
"""Columns of output that is not a terminal: wide enough that no line of a table is cut."""
_PATIENCE: Final = RetryPolicy(attempts=3, first_seconds=0.4)
"""A person at a terminal learns within about two seconds that the server cannot be reached."""


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, highlight=False, width=None if stream.isatty() else PIPE_WIDTH)


@dataclass(kw_only=True)
class Session:
    """The surroundings of one run of `reelwright`; a test passes its own."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    folder: Path = field(default_factory=Path.cwd)
    home: Path = field(default_factory=Path.home)
    out: Console = field(default_factory=lambda: _console(stderr=False))
    err: Console = field(default_factory=lambda: _console(stderr=True))
    transport: httpx.BaseTransport | None = None
    terms: Terms = field(default_factory=lambda: Terms(policy=_PATIENCE))
    sleep: Callable[[float], None] = time.sleep
    aws: Callable[[Emulator | None], Clients] = clients_of
    as_json: bool = False

    def configuration(self) -> Configuration:
        """Find the server to call; raises ConfigurationError."""
        return find_configuration(self.environ, self.folder, self.home)

    def stack(self, name: str | None) -> Stack | None:
        """Find the named stack, or the one that the configuration names; None if there is no name.

        Any other than the configured one is in AWS. Raises ConfigurationError without boto3.
        """
        try:
            found = self.configuration()
        except ConfigurationError:
            found = Configuration(url="")
        wanted = name or found.stack
        if wanted is None:
            return None
        return Stack(wanted, self.aws(found.emulator if wanted == found.stack else None))

    def client(self) -> Client:
        """Connect to the configured server; raises ConfigurationError."""
        found = self.configuration()
        return Client(
            found.url,
            found.token,
            allow_plain_http=found.allow_plain_http,
            terms=self.terms,
            transport=self.transport,
            sleep=self.sleep,
        )

    def show(self, view: RenderableType, document: Wire | Mapping[str, Any]) -> None:
        """Print the view for people, or with `--json` the document on one line."""
        if self.as_json:
            self.show_json(document)
        else:
            self.out.print(view)

    def show_json(self, document: Wire | Mapping[str, Any]) -> None:
        """Print a document on one line."""
        self.out.out(_json(document))

    def note(self, text: str) -> None:
        """Print a remark on stderr, beside the result; nothing with `--json`."""
        if not self.as_json:
            self.err.print(Text(text))

    def complain(self, error: Exception) -> int:
        """Print on stderr what went wrong and what to do; returns the exit code."""
        code, advice = end_of(error)
        if self.as_json:
            self.err.out(_json(error_document(error)))
            return code
        self.err.print(Text(f"{plain(message_of(error))} {advice}".strip(), style="red"))
        if isinstance(error, ApiError):
            for wrong in error.errors:
                self.err.print(Text(f"  {plain(wrong.field)}: {plain(wrong.message)}"))
            if error.request_id:
                self.err.print(Text(f"  request id {plain(error.request_id)}", style="dim"))
        return code


def _json(document: Wire | Mapping[str, Any]) -> str:
    if isinstance(document, Wire):
        document = document.model_dump(mode="json")
    return json.dumps(document, ensure_ascii=False)


def session_of(context: typer.Context, *, as_json: bool) -> Session:
    """Take the run's session and choose its kind of output."""
    session: Session = context.obj
    session.as_json = as_json
    return session


class Commands(TyperGroup):
    """The commands. An expected error of any of them ends in a sentence and an exit code, never in a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command and turn expected errors into exit codes."""
        if ctx.obj is None:
            ctx.obj = Session()
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # `reelwright list | head`: typer ends quietly
        except EXPECTED as error:
            raise typer.Exit(ctx.obj.complain(error)) from error
