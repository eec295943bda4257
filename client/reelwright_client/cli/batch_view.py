"""How a batch, its errors and the mistakes of a manifest look on a terminal."""

from itertools import islice
from pathlib import Path
from typing import Final

from rich.console import Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from reelwright_client.cli.mistake_places import place_of
from reelwright_client.cli.words import dollars, percent, plain, seconds
from reelwright_client.errors import BatchInvalidError, LineMistake
from reelwright_client.models.batches import BatchAccepted, BatchStatus, BatchTrial, ErrorKind

_MOST_SHOWN: Final = 20
"""Mistakes that are shown one by one; the others only in their kinds."""
_LONGEST_LINE: Final = 100
_COLOURS: Final = {"completed": "green", "cached": "green", "failed": "red", "refused": "red", "open": "cyan"}


def quote_text(said: BatchAccepted | BatchTrial, *, created: str | None) -> Text:
    """Say what a batch will cost and take; `created` is the id of the batch, None for a dry run."""
    cost, time = said.estimate.cost_usd, said.estimate.seconds
    text = Text()
    if created is not None:
        text.append(f"{plain(created)}\n", style="bold")
    skipped = f" ({said.refused} skipped)" if said.refused else ""
    text.append(
        f"{said.lines} lines{skipped}, about {dollars(cost.likely)} ({dollars(cost.low)} to {dollars(cost.high)}), "
    )
    text.append(f"{seconds(round(time.likely))} ({seconds(round(time.low))} to {seconds(round(time.high))})")
    for warning in said.warnings:
        text.append(f"\nwarning: {plain(warning.field)}: {plain(warning.message)}", style="yellow")
    return text


def batch_line(batch: BatchStatus) -> str:
    """Show a batch in one line, for a pipe."""
    return (
        f"{plain(batch.state)} {percent(batch.progress).strip()}  {_counts(batch).plain}  {_spend(batch)}{_left(batch)}"
    )


def batch_view(batch: BatchStatus) -> RenderableType:
    """Show a batch: bar, counts, spend and time left, and its largest kinds of errors."""
    head = Table.grid(padding=(0, 1))
    state = f"{plain(batch.state)}{f' ({plain(batch.outcome)})' if batch.outcome else ''}"
    head.add_row(
        ProgressBar(total=1.0, completed=batch.progress, width=32, complete_style="cyan", finished_style="green"),
        Text(percent(batch.progress)),
        Text(f"{state}{f': {plain(batch.reason)}' if batch.reason else ''}"),
    )
    lines: list[RenderableType] = [head, _counts(batch), Text(f"{_spend(batch)}{_left(batch)}")]
    if batch.groups:
        lines.append(kinds_view(batch.groups))
    return Group(*lines)


def _counts(batch: BatchStatus) -> Text:
    text = Text(f"{batch.lines} lines: ")
    shown = [(name, count) for name, count in batch.counts.model_dump().items() if isinstance(count, int) and count]
    for place, (name, count) in enumerate(shown):
        text.append(f"{', ' if place else ''}{count} {plain(name)}", style=_COLOURS.get(name, ""))
    return text


def _spend(batch: BatchStatus) -> str:
    limit = f" of at most {dollars(batch.max_cost_usd)}" if batch.max_cost_usd is not None else ""
    return f"{dollars(batch.spent_usd)} spent{limit}"


def _left(batch: BatchStatus) -> str:
    eta = batch.eta_seconds
    if eta is None:
        return ""
    return f", about {seconds(round(eta.likely))} left ({seconds(round(eta.low))} to {seconds(round(eta.high))})"


def kinds_view(kinds: tuple[ErrorKind, ...]) -> RenderableType:
    """Show kinds of errors: how many lines, why, what to do, shared traits."""
    text = Text()
    for kind in kinds:
        step = f" in {plain(kind.step)}" if kind.step else ""
        text.append(f"{kind.count} x {plain(kind.code)}{step}", style="bold red")
        text.append(f"  group {plain(kind.group)}, lines {', '.join(map(str, kind.samples))}\n", style="dim")
        text.append(f"  {plain(kind.message)}\n")
        for suspect in kind.suspects:
            text.append(f"  suspect: {plain(suspect.name)} is {plain(suspect.value)!r}", style="yellow")
            text.append(
                f" in {percent(suspect.share).strip()} of them, elsewhere in {percent(suspect.elsewhere).strip()}\n"
            )
        text.append(f"  = {'retry' if kind.retryable else 'help'}: {plain(kind.advice)}\n", style="cyan")
    text.rstrip()
    return text


def mistakes_view(error: BatchInvalidError, file: Path) -> RenderableType:
    """Show the mistakes of a manifest as a compiler does: place, line with a caret, hint; the kinds of all come last."""
    found = error.manifest
    wanted = {1, *(one.file_line for one in found.errors[:_MOST_SHOWN] if one.file_line is not None)}
    lines = _lines(file, wanted)
    text = Text()
    for one in found.errors[:_MOST_SHOWN]:
        _append_mistake(text, one, file, lines)
    if found.error_count > _MOST_SHOWN or 1 < len(found.groups) < found.error_count:
        for kind in found.groups:
            samples = ", ".join(map(str, kind.samples)) or "the file"
            text.append(f"{kind.count} x {plain(kind.code)}", style="bold red")
            text.append(f"  lines {samples}: {plain(kind.message)}\n")
            text.append(f"  = help: {plain(kind.advice)}\n", style="cyan")
    errors, of_lines = _counted(found.error_count, "error"), _counted(found.line_count, "line")
    text.append(f"{errors} in {of_lines}; nothing was created.", style="bold")
    return text


def _append_mistake(text: Text, one: LineMistake, file: Path, lines: dict[int, str]) -> None:
    source = lines.get(one.file_line or 0, "")
    column = place_of(one, source, lines.get(1, ""))
    place = ":".join(str(part) for part in (file, one.file_line, column) if part is not None)
    text.append(f"{place}: ", style="bold")
    text.append(f"error[{plain(one.code)}]: ", style="bold red")
    text.append(f"{plain(one.message)}\n", style="bold")
    if source:
        start = max(0, (column or 1) - 1 - _LONGEST_LINE // 2)
        shown = source[start : start + _LONGEST_LINE].replace("\t", " ")
        number = str(one.file_line)
        text.append(f" {number} | ", style="blue")
        text.append(f"{_printable(shown)}\n")
        if column is not None:
            width = max(1, min(len(one.value_preview or ""), _LONGEST_LINE - (column - 1 - start)))
            text.append(f" {' ' * len(number)} | ", style="blue")
            text.append(f"{' ' * (column - 1 - start)}{'^' * width}\n", style="bold red")
    if one.hint:
        text.append(f"   = hint: {plain(one.hint)}\n", style="cyan")


def _lines(file: Path, wanted: set[int]) -> dict[int, str]:
    """Read some lines of the file by number; none if it cannot be read any more."""
    try:
        with file.open(encoding="utf-8-sig", errors="replace", newline="\n") as text:
            first = islice(enumerate(text, start=1), max(wanted))
            return {number: line.rstrip("\r\n") for number, line in first if number in wanted}
    except OSError:
        return {}


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _printable(line: str) -> str:
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)
