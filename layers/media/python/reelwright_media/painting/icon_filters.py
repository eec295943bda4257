"""Removes the steps of an icon's filters that change no pixel. resvg computes every step for each pixel that it covers.

Fluent's icons come from a drawing program that begins each filter by laying the shape on an empty picture, and hardens the
shape's alpha anew for each of its inner shadows: a quarter of the steps.
"""

import re
from typing import Final, NamedTuple

_FILTER: Final = re.compile(r"(<filter\b[^>]*>)(.*?)(</filter>)", re.DOTALL)
_STEP: Final = re.compile(r"<(fe\w+)([^<>]*)/>")
_ATTRIBUTE: Final = re.compile(r'([\w:-]+)="([^"]*)"')
_SOURCES: Final = frozenset({"SourceGraphic", "SourceAlpha"})
_IN_SRGB: Final = 'color-interpolation-filters="sRGB"'
"""Elsewhere colours are converted on the way into a step and back, which may round."""


class _Step(NamedTuple):
    """One step: its kind, its inputs by attribute, and its other attributes without the name of its result."""

    kind: str
    inputs: tuple[tuple[str, str], ...]
    rest: tuple[tuple[str, str], ...]

    @property
    def is_empty(self) -> bool:
        """Whether the step paints nothing."""
        return self.kind == "feFlood" and dict(self.rest) == {"flood-opacity": "0"}

    @property
    def is_plain_blend(self) -> bool:
        """Whether the step only lays one picture over another."""
        return self.kind == "feBlend" and dict(self.rest).get("mode", "normal") == "normal" and len(self.rest) <= 1


def simplified(svg: str) -> str:
    """Rewrite the filters of an SVG without steps that change no pixel. A filter that is not understood is not changed."""
    return _FILTER.sub(lambda found: found[1] + (_shorter(found[1], found[2]) or found[2]) + found[3], svg)


def _shorter(head: str, body: str) -> str | None:
    """Write the steps of a filter anew; None if it has other content, or if its last step would be left out."""
    if _IN_SRGB not in head or _STEP.sub("", body).strip():
        return None
    steps: dict[_Step, str] = {}
    names: dict[str, str] = {}  # name in the icon -> name here; names may be given twice
    empty: set[str] = set()
    last = "SourceGraphic"
    for kind, written in _STEP.findall(body):
        attributes = dict(_ATTRIBUTE.findall(written))
        step = _read(kind, attributes, names, last)
        if step is None:
            return None
        is_new = step not in steps
        inputs = dict(step.inputs)
        if step.is_plain_blend and inputs["in2"] in empty:
            last, is_new = inputs["in"], False
        else:
            last = steps.setdefault(step, f"s{len(steps)}")
        if step.is_empty:
            empty.add(last)
        if "result" in attributes:
            names[attributes["result"]] = last
    if not is_new:
        return None
    return "".join(_markup(step, name) for step, name in _used(steps))


def _read(kind: str, attributes: dict[str, str], names: dict[str, str], last: str) -> _Step | None:
    """Read a step; None if it reads a picture that no earlier step has made."""
    given = {key: attributes[key] for key in ("in", "in2") if key in attributes}
    if kind != "feFlood":
        given.setdefault("in", "")
    inputs = {key: names.get(name, name) if name else last for key, name in given.items()}
    if any(name not in _SOURCES and name not in names.values() and name != last for name in inputs.values()):
        return None
    rest = {key: value for key, value in attributes.items() if key not in ("in", "in2", "result")}
    return _Step(kind, tuple(sorted(inputs.items())), tuple(sorted(rest.items())))


def _used(steps: dict[_Step, str]) -> list[tuple[_Step, str]]:
    """List the steps that the last one needs, in their order."""
    needed: set[str] = set()
    kept: list[tuple[_Step, str]] = []
    for step, name in reversed(steps.items()):
        if not kept or name in needed:
            kept.append((step, name))
            needed |= {source for _, source in step.inputs}
    return kept[::-1]


def _markup(step: _Step, name: str) -> str:
    attributes = "".join(f' {key}="{value}"' for key, value in (*step.inputs, *step.rest, ("result", name)))
    return f"<{step.kind}{attributes}/>"
