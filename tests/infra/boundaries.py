"""Draws the trust boundaries of `docs/security.md`, from the synthesized template of prod (`make docs`).

An arrow is the flow of data or a call that a right of the template allows. What has the same arrows shares a node.
The arrows of the outside world rest on a right too: without it they are not drawn (`_OUTSIDE`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from tests.infra.rights import Right, closed_functions, reach_of_endpoints, rights_by_name

BEGIN: Final = "<!-- boundaries: printed by `make docs` -->"
END: Final = "<!-- end of boundaries -->"
_OBJECTS: Final = re.compile(r"bucket/(\w+)/")
_S3: Final = "s3_"
"""Before the node of a prefix: a function may have the same name."""
_FUNCTION: Final = re.compile(r"functions(\w+?)function")


class Arrow(NamedTuple):
    """An arrow between two nodes."""

    source: str
    target: str
    label: str = ""


_OUTSIDE: Final[Mapping[Arrow, tuple[str, str, str]]] = {
    Arrow("client", f"{_S3}uploads", "signed PUT"): ("api", "PutObject", "uploads"),
    Arrow("client", f"{_S3}inbox", "signed PUT"): ("api", "PutObject", "inbox"),
    Arrow("client", f"{_S3}brands", "signed PUT"): ("api", "PutObject", "brands"),
    Arrow(f"{_S3}outputs", "client", "signed GET"): ("api", "GetObject", "outputs"),
    Arrow("webhooks", "receiver", "signed notices"): ("webhooks", "GetSecretValue", "secret"),
}
"""What the code does with a right: the function, the action and a word of the resource."""
_OTHERS: Final[Mapping[str, str]] = {
    "client": '(["client"])',
    "receiver": '(["receivers of webhooks"])',
    "queues": '[["SQS"]]',
    "machine": '["Step Functions"]',
    "secret": '[("Secrets Manager")]',
}


def boundaries(template: dict[str, Any], stack_name: str) -> str:
    """Draw who reads, writes, sends and starts what, with the functions in three rooms by what they can reach."""
    rights = rights_by_name(template, stack_name)
    closed = closed_functions(template, stack_name)
    arrows = {arrow for name, held in rights.items() for arrow in _arrows(name, held, rights)}
    arrows |= {arrow for arrow, right in _OUTSIDE.items() if _holds(rights, *right)}
    arrows |= {arrow for name in closed for arrow in _of_objects(name, reach_of_endpoints(template))}
    writers = {name for name, held in rights.items() if "dynamodb" in {service for service, _, _ in held}}
    groups = _alike(writers | set(closed), arrows)
    node = {name: members[0] for members in groups for name in members}
    labels = {members[0]: "<br/>".join(members) for members in groups}
    rooms = {
        "outside": ("outside: nobody is trusted", ["client", "receiver"]),
        "rows": ("may write rows of the table, each within its partitions", sorted({node[name] for name in writers})),
        "sandbox": ("no rights, and no network but to these objects", sorted(closed)),
    }
    placed = {name for _, members in rooms.values() for name in members}
    drawn = {arrow._replace(source=node.get(arrow.source, arrow.source), target=node.get(arrow.target, arrow.target))
             for arrow in arrows}  # fmt: skip
    others = {name for arrow in drawn for name in arrow[:2]} - placed
    return "\n".join([
        "```mermaid",
        "flowchart LR",
        *(line for room, (title, members) in rooms.items() for line in _room(room, title, members, labels)),
        *(f"  {_node(name, labels)}" for name in sorted(others)),
        '  table[("DynamoDB")] <--> rows',
        f"  client -- {_routes(template)} --> api",
        *_lines(drawn),
        "```",
    ])  # fmt: skip


def page_with(text: str, drawn: str) -> str:
    """Put the drawing between the two marks of the page."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{drawn}\n{END}{rest.split(END)[1]}"


def _arrows(name: str, held: Sequence[Right], rights: Mapping[str, object]) -> Iterator[Arrow]:
    """Yield what rights allow, outside of the table, which is drawn once for all of its functions."""
    names = {known.replace("_", ""): known for known in rights}
    for service, actions, on in held:
        if service == "s3":
            yield from _of_objects(name, [(actions, on)])
        if "ReceiveMessage" in actions:
            yield Arrow("queues", name)
        if "SendMessage" in actions and "failedrunsqueue" not in on and "streamdeadletters" not in on:
            yield Arrow(name, "queues")
        if "StartExecution" in actions:
            yield Arrow(name, "machine")
        if "GetSecretValue" in actions:
            yield Arrow("secret", name)
        if "RunTask" in actions:
            yield Arrow(name, "fargate")
        if "InvokeFunction" in actions:
            yield from (Arrow(name, names[called]) for called in _FUNCTION.findall(on))


def _of_objects(name: str, held: Iterable[tuple[str, str]]) -> Iterator[Arrow]:
    for actions, on in held:
        for prefix in _OBJECTS.findall(on):
            if "GetObject" in actions:
                yield Arrow(f"{_S3}{prefix}", name)
            if "PutObject" in actions:
                yield Arrow(name, f"{_S3}{prefix}")


def _holds(rights: Mapping[str, Sequence[Right]], name: str, action: str, on: str) -> bool:
    return any(action in actions and on in resources for _, actions, resources in rights[name])


def _alike(names: set[str], arrows: set[Arrow]) -> list[list[str]]:
    """Group the names whose arrows are the same."""
    groups: dict[frozenset[Arrow], list[str]] = defaultdict(list)
    for name in sorted(names):
        own = (arrow for arrow in arrows if name in arrow[:2])
        groups[frozenset(Arrow(*("" if end == name else end for end in arrow)) for arrow in own)].append(name)
    return list(groups.values())


def _lines(drawn: set[Arrow]) -> Iterator[str]:
    """Print the arrows; two that differ only in direction become one with two heads."""
    for arrow in sorted(drawn):
        back = Arrow(arrow.target, arrow.source, arrow.label)
        if back in drawn and back < arrow:
            continue
        label = f' -- "{arrow.label}" ' if arrow.label else " "
        yield f"  {arrow.source}{label}{'<-->' if back in drawn else '-->'} {arrow.target}"


def _routes(template: Mapping[str, Any]) -> str:
    routes = [one["Properties"] for one in template["Resources"].values() if one["Type"] == "AWS::ApiGatewayV2::Route"]
    with_token = sum(one["AuthorizationType"] == "JWT" for one in routes)
    return f'"{with_token} routes with a token, {len(routes) - with_token} open"'


def _room(name: str, title: str, members: Iterable[str], labels: Mapping[str, str]) -> Iterator[str]:
    yield f'  subgraph {name} ["{title}"]'
    yield from (f"    {_node(member, labels)}" for member in members)
    yield "  end"


def _node(name: str, labels: Mapping[str, str]) -> str:
    if name in labels:
        return f'{name}["{labels[name]}"]'
    return name + _OTHERS.get(name, f'[("S3 {name.removeprefix(_S3)}/")]')
