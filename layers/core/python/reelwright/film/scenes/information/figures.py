"""Information in quantities: one number, a share, a ratio, a comparison, values by date, dates in order."""

from typing import Final

from reelwright.film.scenes.information.model import Information, Item
from reelwright.film.scenes.information.pieces import (
    Stretch,
    bare,
    clause_at,
    clauses_of,
    core_of,
    shown_quantities,
    unjoined,
)
from reelwright.film.text.characters import width_of
from reelwright.film.text.negation import clause_before, negates
from reelwright.film.text.quantities import Measured, Quantity, digits_of, measured, numbers_of, quantities_of
from reelwright.film.text.quantities.language import quantity_words
from reelwright.film.text.tokens import tokens_of
from reelwright.film.text.wordlists import words
from reelwright.film.text.words import on_one_line

LONGEST_TEXT: Final = 24
"""Characters of a figure or label that stay readable beside others."""
_LONGEST_LABEL: Final = 20
_LONGEST_EVENT: Final = 44
"""Two lines beside a date."""
_SMALLEST_COUNT: Final = 5.0
"""Fewer things are shown as things, not as a number that counts up."""
_LARGEST_WHOLE: Final = 100
"""A ratio is drawn with one figure for each of the whole, up to this many."""
_AMOUNTS: Final = frozenset({"money", "measure", "count", "number"})
_DATES: Final = frozenset({"year", "date"})
_TIMES: Final = frozenset({"year", "date", "range"})
_PERCENT: Final = frozenset(
    {"%", "percent", "per cent", "prozent", "por ciento", "por cien", "por cento", "pour cent", "per cento"}
)
_FEWEST_BARS: Final = 3


def _figure(text: str, one: Quantity, label: str = "", value: float | None = None) -> Item:
    written = on_one_line(text[one.start : one.end])
    digits = digits_of(written)
    return Item(text=written, label=label, value=value, digits=digits, start=one.start, end=one.end)


def _affirmed(text: str, language: str, kinds: frozenset[str]) -> tuple[Quantity, ...]:
    """Find the quantities of these kinds that no negation stands before and that fit."""
    return tuple(
        one
        for one in shown_quantities(text, language)
        if one.kind in kinds
        and width_of(text[one.start : one.end]) <= LONGEST_TEXT
        and not negates(clause_before(text, one.start), language)
    )


def count_in(text: str, language: str) -> Information | None:
    """Find an amount in digits, of several the largest; it counts up."""
    counted = _counted(text, language)
    if not counted:
        return None
    largest = max(counted, key=lambda one: one[0])[1]
    return Information(kind="count", items=(largest,), because=f"an amount: {largest.text}")


def _counted(text: str, language: str) -> list[tuple[float, Item]]:
    """Find the amounts worth counting, each with its value; 0 where that is not certain."""
    counted: list[tuple[float, Item]] = []
    for one in _affirmed(text, language, _AMOUNTS):
        item = _figure(text, one)
        known = measured(item.text, language)
        small = one.kind in {"count", "number"} and known is not None and known.value < _SMALLEST_COUNT
        if item.digits is not None and not small:
            counted.append((known.value if known else 0.0, item))
    return counted


def date_in(text: str, language: str) -> Information | None:
    """Find the only date or year of a text without amounts."""
    dates = _affirmed(text, language, _DATES)
    alone = all(one.kind not in _TIMES or one in dates for one in quantities_of(text, language))
    if len(dates) != 1 or not alone or _counted(text, language):
        return None
    item = _figure(text, dates[0])
    return Information(kind="date", items=(item,), because=f"one date: {item.text}")


def share_in(text: str, language: str) -> Information | None:
    """Find a percentage of something, up to 100; a ring fills."""
    for one in _affirmed(text, language, frozenset({"measure"})):
        item = _figure(text, one)
        known = measured(item.text, language)
        if known is None or known.unit not in _PERCENT or not 0 < known.value <= 100:  # noqa: PLR2004 - percent
            continue
        following = tokens_of(text[one.end :])[:1]
        if following and following[0].text.casefold() in _partitives(language) and not text[one.end :].startswith(","):
            item = item.model_copy(update={"value": known.value / 100})
            return Information(kind="share", items=(item,), because=f"a percentage of something: {item.text}")
    return None


def _partitives(language: str) -> frozenset[str]:
    declined = frozenset({"der", "des", "d", "du", "della", "dei", "delle", "degli", "do", "da", "dos", "das", "aller"})
    return quantity_words(language).partitives | declined


def ratio_in(text: str, language: str) -> Information | None:
    """Find a number of a whole, as "1 in 5"; there is one figure for each of the whole."""
    for one in _affirmed(text, language, frozenset({"ratio"})):
        item = _figure(text, one)
        numbers = [known.value for known in numbers_of(item.text, language)]
        if len(numbers) == 2 and all(number.is_integer() for number in numbers):  # noqa: PLR2004 - a part and its whole
            part, whole = int(numbers[0]), int(numbers[1])
            if 0 < part <= whole <= _LARGEST_WHOLE and whole > 1:
                because = f"a number of a whole: {item.text}"
                people = any(token.text.casefold() in words("persons", language) for token in tokens_of(item.text))
                return Information(kind="ratio", items=(item,), parts=(part, whole), persons=people, because=because)
    return None


def bars_in(text: str, language: str) -> Information | None:
    """Find values of one unit, each with its year; or at least three with what they belong to."""
    found = _affirmed(text, language, _AMOUNTS | _DATES)
    values, dates = [one for one in found if one.kind in _AMOUNTS], [one for one in found if one.kind in _DATES]
    alternate = all(one.kind in _DATES for one in found[1::2]) or all(one.kind in _DATES for one in found[::2])
    if len(values) > 1 and len(values) == len(dates) and alternate and len(found) == 2 * len(values):
        labels = [on_one_line(text[one.start : one.end]) for one in dates]
        because = "values with their dates"
    elif len(values) >= _FEWEST_BARS and not dates:
        labels = _owners(text, values, language)
        because = "values of one unit"
    else:
        return None
    return _compared(("bars", because), text, values, labels, language)


def versus_in(text: str, language: str) -> Information | None:
    """Find two values of one unit, each with what it belongs to."""
    values = list(_affirmed(text, language, _AMOUNTS))
    if len(values) != 2 or any(one.kind in _DATES for one in shown_quantities(text, language)):  # noqa: PLR2004 - a pair
        return None
    return _compared(("versus", "two values of one unit"), text, values, _owners(text, values, language), language)


def _compared(
    rule: tuple[str, str], text: str, values: list[Quantity], labels: list[str], language: str
) -> Information | None:
    """Build a comparison to scale: only if every value is certain, positive, of one unit, and labelled.

    `rule` is the kind of scene and the reason for the plan.
    """
    kind, because = rule
    known = [measured(on_one_line(text[one.start : one.end]), language) for one in values]
    sure = [one for one in known if one is not None and one.value >= 0]
    if len(sure) != len(values) or not _of_one_unit(sure) or not all(labels) or len(set(labels)) < len(labels):
        return None
    if not max(one.value for one in sure):
        return None
    items = tuple(
        _figure(text, one, label, number.value) for one, label, number in zip(values, labels, sure, strict=True)
    )
    listed = ", ".join(f"{item.label} {item.text}" for item in items)
    return Information.model_validate({"kind": kind, "items": items, "because": f"{because}: {listed}"})


def _of_one_unit(known: list[Measured]) -> bool:
    """Check that units are equal, or differ in what the longer one adds: "hours" and "hours a day".

    A value without a unit has that of a value before it: "Cats sleep 15 hours, humans 8".
    """
    given = [one.unit for one in known if one.unit]
    shortest = min(given, key=len, default="")
    same = all(unit == shortest or unit.startswith(f"{shortest} ") for unit in given)
    return same and (not given or bool(known[0].unit))


def _owners(text: str, values: list[Quantity], language: str) -> list[str]:
    """Find the words before each value in its clause that say whose it is; "" where they are too long or missing."""
    clauses = clauses_of(text, language)
    owners: list[str] = []
    for place, one in enumerate(values):
        begin = clause_at(clauses, one.start).start
        if place and values[place - 1].end > begin:
            begin = values[place - 1].end
        owner = core_of(Stretch(text[begin : one.start], begin), language).text
        inside = any(begin <= other.start < one.start for other in quantities_of(text, language) if other.shown)
        owners.append("" if inside or width_of(owner) > _LONGEST_LABEL else on_one_line(owner))
    return _without_shared_end(owners)


def _without_shared_end(owners: list[str]) -> list[str]:
    """Leave out the last word where all have the same: "Cats sleep" and "humans sleep"."""
    parted = [owner.rsplit(" ", 1) for owner in owners]
    shared = len(owners) > 1 and all(len(parts) > 1 and parts[1] == parted[0][1] for parts in parted)
    return [parts[0] for parts in parted] if shared else owners


def timeline_in(text: str, language: str) -> Information | None:
    """Find at least two dates in order, each with what happened, or none of them."""
    dates = _affirmed(text, language, _DATES)
    if len(dates) < 2 or len(_affirmed(text, language, _AMOUNTS)) > len(dates):  # noqa: PLR2004 - one date is no line
        return None
    events = _events(text, dates, language)
    if any(events) and not all(events):
        return None
    items = tuple(_figure(text, one, event) for one, event in zip(dates, events, strict=True))
    because = f"dates in order: {', '.join(item.text for item in items)}"
    return Information(kind="timeline", items=items, because=because)


def _events(text: str, dates: tuple[Quantity, ...], language: str) -> list[str]:
    """Find what happened at each date: after it, or before it where the text begins with an event; "" if it is too long."""
    leading = not core_of(Stretch(text[: dates[0].start], 0), language).text
    edges = [one.start for one in dates[1:]] + [len(text)] if leading else [0] + [one.end for one in dates[:-1]]
    events = []
    for one, edge in zip(dates, edges, strict=True):
        begin, end = (one.end, edge) if leading else (edge, one.start)
        whole = unjoined(Stretch(text[begin:end], begin))
        told = (whole, clauses_of(whole.text, language)[0])
        events.append(next((bare(one).text for one in told if width_of(one.text) <= _LONGEST_EVENT), ""))
    return [on_one_line(event) for event in events]
