# Generated from `asynchronous/waiting.py` by `make docs`: edit that file.
"""Following a job or a batch: long polls, or plain polling for a server that does not hold."""

import math
from collections.abc import Callable

import httpx

from reelwright_client.answers import parsed
from reelwright_client.blocking.exchange import Exchange
from reelwright_client.calls import Call
from reelwright_client.watching import View, hold_seconds, notify, pause_seconds


def follow(
    exchange: Exchange,
    model: type[View],
    read: Callable[[str | None, int], Call],
    *,
    timeout_seconds: float | None,
    on_change: Callable[[View], object] | None,
) -> View:
    """Read until the view is resting, and return the last view; `on_change` gets the first one and every change.

    `read` makes the call of an entity tag and of the seconds to hold. Each read carries the last entity tag and
    `Prefer: wait`, so the server answers on a change or holds. A server that answers "not modified" at once does not hold;
    the pauses then grow from 0.5 to 5 s, jittered. After `timeout_seconds` the view may not be resting; None never times out.
    """
    terms = exchange.terms
    until = math.inf if timeout_seconds is None else terms.now() + timeout_seconds
    view: View | None = None
    etag: str | None = None
    idle_reads = 0
    while True:
        asked_at = terms.now()
        hold = hold_seconds(etag, until - asked_at)
        # Before the first view the ordinary policy reports a wrong address soon; after it, a restart must not end the wait.
        policy = terms.policy if view is None else terms.policy.patient()
        response = exchange.send(read(etag, hold), until_seconds=until, policy=policy)
        is_changed = False
        if view is None or response.status_code != httpx.codes.NOT_MODIFIED:
            etag = response.headers.get("etag")
            seen = parsed(model, response)
            is_changed = seen.differs_from(view)
            view = seen
        if is_changed:
            notify(on_change, view)
        now = terms.now()
        if view.is_resting or now >= until:
            return view
        was_held = hold > 0 and now - asked_at >= hold / 2
        idle_reads = 0 if is_changed or was_held else idle_reads + 1
        if was_held and not is_changed and view.looks_ahead:
            etag = None  # place and time left change without a new tag: read them once without it
        exchange.sleep(min(pause_seconds(idle_reads, terms), until - now))
