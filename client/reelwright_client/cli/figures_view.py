"""Figures as the command line shows them."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from reelwright_client.cli.tables import GAP, table
from reelwright_client.cli.words import moment, percent, plain, seconds
from reelwright_client.models.figures import Counts, Price, PriceChange, Provider, Queues


def counts_view(counts: Counts) -> RenderableType:
    """Show a user's jobs by state, success rate, average time and daily quota. Empty states are left out."""
    facts = Table.grid(padding=(0, GAP))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    by_state = ", ".join(f"{count} {plain(state)}" for state, count in counts.counts.items() if count)
    rate, today = counts.success_rate, counts.today
    facts.add_row("Jobs", Text(by_state or "none"))
    facts.add_row(
        "Succeeded", Text("-" if rate is None else f"{percent(rate).strip()} of all completed or failed jobs")
    )
    facts.add_row("Took", Text(f"{seconds(counts.average_seconds)} on average"))
    if today is not None:
        left = "no limit" if today.remaining is None else f"{today.remaining} of {today.limit} left"
        facts.add_row("Today", Text(f"{today.created} created, {left}; resets at {moment(today.resets_at)}"))
    return facts


def queues_view(found: Queues) -> RenderableType:
    """Show queues and pools as two tables."""
    queues = table("Queue", "Pool", "Weight", "Messages", "Waiting", "Running", "Dead letters")
    for queue in found.queues:
        figures = (queue.weight, queue.depth, queue.waiting, queue.running)
        dead = Text(str(queue.dead_messages), style="red" if queue.dead_messages else "")
        queues.add_row(Text(plain(queue.name)), Text(plain(queue.pool)), *(Text(str(one)) for one in figures), dead)
    pools = table("Pool", "Running", "Capacity")
    for pool in found.pools:
        pools.add_row(Text(plain(pool.name)), Text(str(pool.running)), Text(str(pool.capacity)))
    for column in (*queues.columns[2:], *pools.columns[1:]):
        column.justify = "right"
    return Group(queues, Text(), pools)


def providers_view(found: tuple[Provider, ...]) -> RenderableType:
    """Show the providers as a table, and the warnings about their models below it."""
    rows = table("For", "Provider", "Model", "Called by", "Health", "US dollars", "Model ends", "Voices")
    for one in found:
        health = (
            Text("ok", style="green") if one.is_healthy else Text(f"not called before {moment(one.unavailable_until)}")
        )
        ends = (
            ("-" if one.is_local else "unknown")
            if one.ends is None
            else f"{one.ends}{f', then {one.successor}' if one.successor else ''}"
        )
        rows.add_row(
            Text(one.capability),
            Text(one.name),
            Text(one.model or ("local" if one.is_local else "-")),
            Text("-" if one.credentials == "none" else one.credentials),
            health,
            Text(_price(one)),
            Text(ends),
            Text(", ".join(one.voices) or "-"),
        )
    notes = [Text(f"warning: {one.warning}", style="yellow") for one in found if one.warning]
    notes += [
        Text(
            f"{one.capability}/{one.name} failed {moment(one.failed_at)}: {one.failed_with or 'operators see the error'}"
        )
        for one in found
        if one.failed_at
    ]
    notes += [
        Text(f"{one.capability}/{one.name} was replaced {one.replaced} times, last by {one.replaced_by}")
        for one in found
        if one.replaced
    ]
    return Group(rows, *([Text()] if notes else []), *notes)


def _price(one: Provider) -> str:
    if one.price is None:
        return "free"
    if one.price.usd_input == one.price.usd_output == 0:
        return "free (your own server)"
    now = f"{_usd(one.price)} per {one.price.unit}"
    return "; ".join([now, *(f"from {later.begins} {_usd(later)}" for later in one.price.changes)])


def _usd(price: Price | PriceChange) -> str:
    output = f" in, {price.usd_output:g} out" if price.usd_output else ""
    return f"{price.usd_input:g}{output}"
