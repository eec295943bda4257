"""Figures as the command line shows them."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from reelwright_client.cli.tables import GAP, table
from reelwright_client.cli.words import moment, percent, plain, seconds
from reelwright_client.models.figures import Counts, Queues


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
