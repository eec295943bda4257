"""`docs/costs.md`, printed from counted calls, the template and the price sheets."""

from typing import Final

from reelwright.figures.sheet import US_EAST_1
from tests.scale import before
from tests.scale.bill import (
    FILM_GB,
    LONG_SECONDS,
    METRICS,
    Bill,
    film_bill,
    idle_bill,
    long_composition,
    month_bill,
    share_of,
)
from tests.scale.inventory import Inventory
from tests.scale.measuring import Cost, Measured
from tests.scale.prices import PLATFORM
from tests.scale.reckoning import TRANSITIONS

DAYS: Final = (0, 10, 1_000, 10_000)
"""Films a day."""
WHY_NOTHING: Final = {
    "EventBridge": "events of AWS services and scheduled rules are free",
    "KMS": "there is no key of our own; table, bucket, queues and secret use the services' keys",
    "NAT": "there is none; tasks have public addresses, S3 and DynamoDB gateway endpoints",
    "Fargate": "only films of three minutes and more are composed there",
}

_HEAD: Final = """# Costs

Printed by `make scale`, for the environment `prod`. Prices: {region}, {as_of}, on demand, without free tiers, volume discounts
and transfer to the internet ($0.09 a GB: {transfer:.4f} USD a download). Nothing was read from a bill. Calls and units are
counted on the real code (docs/scale.md), resources in the template; the rest are the assumptions of `tests/scale/bill.py`,
such as the steps' GB-seconds, {metrics} metrics with values, and one program that keeps its token for its hour. Voices and
pictures of paid providers come in addition: a job's `cost_usd` has them.
"""
_MONTH: Final = """## A month
USD of 30 days, by films a day. A film has nine scenes and half a minute, and its client follows it.
"""
_FILM: Final = """## A film
| of a film | before | now |
|---|---|---|
| AWS calls | {before.calls} | {now.calls} |
| write units of DynamoDB | {before.write_units:.0f} | {now.write_units:.0f} |
| transitions of Step Functions | {transitions} | {transitions} |
| USD of units and transitions | {before_usd:.5f} | {now_usd:.5f} |

"Before" is commit {commit} (docs/scale.md). A film of three minutes is composed by Fargate instead, in about {seconds} s:
{long:.4f} USD.
"""
_IDLE: Final = """## What an idle month has
{stack.alarm_metrics} metrics under alarms, {stack.composite_alarms} composite alarm, {stack.dashboards} dashboard, \
{stack.secrets} secret, {stack.machine_clients} clients of machines (Cognito bills
each by the month), {stack.polled_queues} queues that Lambda polls, {stack.nat_gateways} NAT gateways, {stack.keys} keys; \
and the runs of dispatcher and sweeper each minute.
Metrics without values cost nothing: a really empty month has {metrics:.0f} USD less.
The canary is not in it: 720 films and tokens a month are {canary:.2f} USD.
"""


def page(film: Measured, idle: dict[str, Cost], stack: Inventory) -> str:
    """Write the page; its last line is for machines."""
    one, empty = film_bill(film), idle_bill(idle, stack)
    head = _HEAD.format(region=US_EAST_1.region, as_of=PLATFORM.as_of, transfer=0.09 * FILM_GB / 3, metrics=METRICS)
    changed = _FILM.format(
        before=before.FILM,
        now=film,
        transitions=TRANSITIONS,
        before_usd=share_of(before.FILM),
        now_usd=share_of(film),
        commit=before.COMMIT,
        seconds=LONG_SECONDS,
        long=long_composition(),
    )
    canary = 720 * (sum(one.values()) + PLATFORM.machine_token)
    kept = _IDLE.format(stack=stack, metrics=METRICS * PLATFORM.metric_month, canary=canary)
    return "\n".join([head, _MONTH, _months(one, empty), changed, kept, last_line(film, idle, stack)]) + "\n"


def last_line(film: Measured, idle: dict[str, Cost], stack: Inventory) -> str:
    """Name the two totals."""
    film_usd, idle_usd = sum(film_bill(film).values()), sum(idle_bill(idle, stack).values())
    return f"costs: film_usd {film_usd:.4f} idle_month_usd {idle_usd:.2f}"


def _months(one: Bill, empty: Bill) -> str:
    months = [month_bill(one, empty, films_a_day=number) for number in DAYS]
    rows = [
        f"| {service} | {one[service]:.5f} | {' | '.join(f'{month[service]:,.2f}' for month in months)} |"
        for service in one
    ]
    totals = " | ".join(f"**{sum(month.values()):,.2f}**" for month in months)
    return "\n".join(
        [
            f"| service | a film | {' | '.join('idle' if not number else f'{number:,}' for number in DAYS)} |",
            "|---|---|---|---|---|---|",
            *rows,
            f"| **all** | **{sum(one.values()):.5f}** | {totals} |",
            "",
            *(f"- {service}: {why}." for service, why in WHY_NOTHING.items()),
            "",
        ]
    )
