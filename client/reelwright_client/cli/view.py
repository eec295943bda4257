"""What the command line shows, as rich renderables of plain values. Text of users is never read as markup."""

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from reelwright_client.cli.tables import GAP as _GAP
from reelwright_client.cli.tables import table as _table
from reelwright_client.cli.words import dollars, moment, percent, plain, seconds, title_of
from reelwright_client.models.creating import Accepted, Tried
from reelwright_client.models.dead_letters import DeadLetter
from reelwright_client.models.figures import Health
from reelwright_client.models.jobs import EtaInterval, HistoryEntry, Job, JobStep, RequestWarning

_LEAST_MESSAGE: Final = 12
_LEAST_ERROR: Final = 40
"""Columns. On a narrower terminal each error gets a line of its own."""
_STYLES: Final = {
    "COMPLETED": "green",
    "FAILED": "red",
    "CANCELLED": "yellow",
    "RETRYING": "yellow",
    "EXECUTING": "cyan",
    "done": "green",
    "failed": "red",
    "running": "cyan",
}


def state_text(state: str) -> Text:
    """Colour the state of a job or step."""
    return Text(plain(state), style=_STYLES.get(state, ""))


def accepted_text(accepted: Accepted) -> Text:
    """Describe the answer to a create in two lines: its estimates, and how to follow the job."""
    facts = [f"Job {plain(accepted.job_id)} accepted"]
    if accepted.estimated_duration is not None:
        facts.append(f"about {seconds(accepted.estimated_duration)}")
    if accepted.estimated_cost_usd is not None:
        facts.append(dollars(accepted.estimated_cost_usd))
    if accepted.queue:
        place = "" if accepted.position is None else f", position {accepted.position}"
        facts.append(f"queue {plain(accepted.queue)}{place}")
    text = Text(f"{'; '.join(facts)}.")
    _append_warnings(text, accepted.warnings)
    return text.append(f"\nFollow it: reelwright watch {plain(accepted.job_id)}")


def _append_warnings(text: Text, warnings: Iterable[RequestWarning]) -> None:
    for warning in warnings:
        text.append(f"\nWarning: {plain(warning.message)} ({plain(warning.field)})", style="yellow")


def tried_text(tried: Tried) -> Text:
    """Describe a dry run: its estimates, and one line for each limit."""
    facts = ["Would be accepted"]
    if tried.estimated_duration is not None:
        facts.append(f"about {seconds(tried.estimated_duration)}")
    if tried.estimated_cost_usd is not None:
        facts.append(dollars(tried.estimated_cost_usd))
    facts.append(f"queue {plain(tried.queue or '-')}, tier {plain(tried.tier)}")
    left = [
        f"{one.remaining} of {one.limit} left ({plain(one.name)}), resets in {seconds(one.resets_in_seconds)}"
        for one in tried.limits
        if one.remaining is not None
    ]
    text = Text("; ".join(facts) + "." + "".join(f"\n{line}." for line in left))
    _append_warnings(text, tried.warnings)
    return text


def progress_line(job: Job) -> str:
    """Describe a job's progress in one line of plain text, for logs and pipes."""
    facts = [f"[{percent(job.progress)}]", plain(job.state), plain(job.progress_message), *_waiting(job)]
    return " ".join(fact for fact in facts if fact)


def progress_view(job: Job) -> RenderableType:
    """Show a job live: bar, message, reason of a wait, time left, steps."""
    head = Table.grid(padding=(0, 1))
    head.add_row(
        Text("") if job.is_final else Spinner("line"),
        ProgressBar(total=1.0, completed=job.progress, width=28, complete_style="cyan", finished_style="green"),
        Text(percent(job.progress)),
        state_text(job.state),
    )
    lines: list[RenderableType] = [head, Text(plain(job.progress_message), style="bold")]
    lines += [Text(fact, style="yellow") for fact in _waiting(job)]
    if job.steps:
        lines.append(steps_table(job.steps))
    return Group(*lines)


def _waiting(job: Job) -> list[str]:
    if job.is_final:
        return []
    facts = []
    if job.waiting_reason:
        facts.append(f"Waiting: {plain(job.waiting_reason)}")
    if job.position is not None:
        facts.append(f"Position {job.position} in {plain(job.queue)}")
    if job.next_retry_at is not None:
        facts.append(f"Next try at {moment(job.next_retry_at)}")
    if job.eta_seconds is not None:
        facts.append(f"About {seconds(round(job.eta_seconds))} left{_between(job.eta_interval_seconds)}")
    return facts


def _between(interval: EtaInterval | None) -> str:
    if interval is None:
        return ""
    return f" (between {seconds(round(interval.low))} and {seconds(round(interval.high))})"


def steps_table(steps: Iterable[JobStep]) -> Table:
    """Show the steps; those of one kind (`render_scene#1`, `#2`, ...) share a row with the number of finished ones."""
    table = _table("Step", "State", "Time", "Cost")
    for column in table.columns[2:]:
        column.justify = "right"
    kinds: dict[str, list[JobStep]] = {}
    for step in steps:
        kinds.setdefault(step.name.split("#", maxsplit=1)[0], []).append(step)
    for kind, of_kind in kinds.items():
        table.add_row(*_step_row(kind, of_kind))
    return table


def _step_row(kind: str, steps: Sequence[JobStep]) -> tuple[RenderableType, ...]:
    states = {step.state for step in steps}
    state = next((word for word in ("failed", "running") if word in states), steps[0].state)
    done = sum(step.state == "done" for step in steps)
    count = "" if len(steps) == 1 else f" {done}/{len(steps)}"
    took = [step.seconds for step in steps if step.seconds is not None]
    reused = " (reused)" if all(step.cached for step in steps) else ""
    cost = sum(step.cost_usd for step in steps)
    return (
        Text(title_of(kind) + count),
        state_text(state).append(reused, style="dim"),
        Text(seconds(sum(took)) if took else ""),
        Text(dollars(cost) if cost else ""),
    )


def ending_text(job: Job) -> Text:
    """Describe how a job ended, and what to do next."""
    job_id = plain(job.job_id)
    if job.state == "FAILED":
        return _failure_text(job)
    if not job.is_completed:
        return Text(f"Job {job_id} is {plain(job.state)}.", style=_STYLES.get(job.state, ""))
    facts = ["Done at once" if job.duration is None else f"Done in {seconds(job.duration)}"]
    if job.result is not None and job.result.duration is not None:
        facts.append(f"a film of {seconds(job.result.duration)}")
    text = Text(f"{', '.join(facts)}, for {dollars(job.cost_usd)}.", style="green")
    _append_warnings(text, job.warnings)
    for fallback in job.result.fallbacks if job.result is not None else ():
        said = f"{fallback.used} was used for {fallback.capability} instead of {fallback.asked}: {fallback.reason}"
        text.append(f"\n{plain(said)}", style="yellow")
    if job.result is not None and job.result.unspoken:
        words = ", ".join(map(plain, job.result.unspoken))
        text.append(f"\nThe voice could not read: {words}", style="yellow")
    for sentence in dict.fromkeys(credit.text for credit in job.result.credits) if job.result is not None else ():
        text.append(f"\nPublish with it: {plain(sentence)}")
    if job.result is not None and job.result.publishing is not None:
        own = job.result.publishing
        tags = " ".join(f"#{tag.replace(' ', '')}" for tag in own.tags)
        text.append(f"\n\n{plain(own.title)}\n{plain(own.description)}\n{plain(tags)}")
    return text


def _failure_text(job: Job) -> Text:
    error = job.error
    if error is None:
        return Text(f"Job {plain(job.job_id)} failed.", style="red")
    at = f" at {title_of(error.step).lower()}" if error.step else ""
    advice = "A retry may succeed." if error.retryable else "A retry without changes will not help."
    said = plain(error.message) or plain(error.type)
    return Text(f"Job {plain(job.job_id)} failed{at}: {said} [{plain(error.code)}]\n{advice}", style="red")


def job_view(job: Job) -> RenderableType:
    """Show one job with its facts, files and steps."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    rows: dict[str, str | Text] = {
        "Job": plain(job.job_id),
        "Title": plain(job.title),
        "Task": plain(job.task_name),
        "State": state_text(job.state),
        "Progress": f"{percent(job.progress).strip()}  {plain(job.progress_message)}",
        "Waiting": "; ".join(_waiting(job)),
        "Queue": plain(job.queue),
        "Attempt": str(job.attempt) if job.attempt else "",
        "Created": moment(job.created_at),
        "Started": moment(job.started_at) if job.started_at else "",
        "Completed": moment(job.completed_at) if job.completed_at else "",
        "Took": seconds(job.duration) if job.duration is not None else "",
        "Cost": dollars(job.cost_usd),
    }
    for label, value in rows.items():
        if value:
            facts.add_row(label, value if isinstance(value, Text) else Text(value))
    parts: list[RenderableType] = [facts]
    if job.result is not None and job.result.files:
        parts.append(Text("Files: " + ", ".join(plain(name) for name in job.result.files)))
    if job.steps:
        parts.append(steps_table(job.steps))
    if job.is_final:
        parts.append(ending_text(job))
    return Group(*parts)


def jobs_table(jobs: Sequence[Job], width: int) -> Table:
    """Show jobs as a table in `width` columns: only the message is ever cut.

    The message has no column if too little width is left for it.
    """
    heads = ("Job", "State", "Progress", "Task", "Created")
    rows = [
        (
            plain(job.job_id),
            plain(job.state),
            percent(job.progress),
            plain(job.task_name),
            moment(job.created_at),
        )
        for job in jobs
    ]
    taken = sum(max(map(len, column)) + _GAP for column in zip(heads, *rows, strict=True))
    left = width - taken
    table = _table(*heads, *(["Message"] if left >= _LEAST_MESSAGE else []))
    for job, (job_id, _, *cells) in zip(jobs, rows, strict=True):
        message = Text(plain(job.progress_message))
        message.truncate(max(left, 0), overflow="ellipsis")
        texts = (Text(job_id), state_text(job.state), *map(Text, cells), message)
        table.add_row(*texts[: len(table.columns)])
    return table


def dead_letters_view(letters: Sequence[DeadLetter], width: int) -> RenderableType:
    """Show dead letters as a table in `width` columns, or in two lines each if the errors would not fit."""
    heads = ("Id", "Failed", "Reason", "Task", "Retries")
    rows = [
        (
            plain(letter.id),
            moment(letter.failed_at),
            plain(letter.reason),
            plain(letter.task_name) or "-",
            str(letter.retry_count),
        )
        for letter in letters
    ]
    left = width - sum(max(map(len, column)) + _GAP for column in zip(heads, *rows, strict=True))
    errors = [Text("" if letter.error is None else plain(letter.error.message)) for letter in letters]
    if left < _LEAST_ERROR:
        pairs = zip(rows, errors, strict=True)
        return Group(*(Text("\n  ").join((Text("  ".join(cells[:4])), error)) for cells, error in pairs))
    table = _table(*heads, "Error")
    for cells, error in zip(rows, errors, strict=True):
        error.truncate(left, overflow="ellipsis")
        table.add_row(*map(Text, cells), error)
    return table


def history_table(rows: Iterable[HistoryEntry]) -> Table:
    """Show the transitions of a job, oldest first."""
    table = _table("#", "Time", "Event", "From", "To", "Attempt")
    for row in rows:
        table.add_row(
            Text(str(row.sequence)),
            Text(moment(row.at)),
            Text(plain(row.event)),
            state_text(row.from_state or "-"),
            state_text(row.to_state),
            Text(str(row.attempt)),
        )
    return table


def health_view(health: Health, url: str) -> RenderableType:
    """Show the health of the service and of each dependency."""
    style = "green" if health.is_healthy else "red"
    lines = [Text(f"{url} is {plain(health.status) or 'of unknown health'}", style=style)]
    for name, state in health.dependencies.items():
        word = state.get("status", state) if isinstance(state, dict) else state
        lines.append(Text(f"  {plain(name)}: {plain(str(word))}"))
    return Group(*lines)
