"""Counts the methods of each port, and the parameters that only pass a port from caller to callee."""

import ast
from collections.abc import Iterable

from tests.house.checkout import Checkout, Function, Source


def methods_of_ports(checkout: Checkout) -> dict[str, int]:
    """Return port -> number of its methods, those of the ports that it extends included."""
    classes = {
        node.name: node
        for source in checkout.production
        if source.module.startswith("reelwright.ports")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
    }
    ports = {name: node for name, node in classes.items() if _is_protocol(node, classes)}
    return {name: len(_methods(node, ports)) for name, node in sorted(ports.items())}


def _is_protocol(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> bool:
    bases = _bases(node)
    return "Protocol" in bases or any(base in classes and _is_protocol(classes[base], classes) for base in bases)


def _bases(node: ast.ClassDef) -> list[str]:
    return [base.id for base in node.bases if isinstance(base, ast.Name)]


def _methods(node: ast.ClassDef, ports: dict[str, ast.ClassDef]) -> set[str]:
    own = {inner.name for inner in node.body if isinstance(inner, Function)}
    return own.union(*(_methods(ports[base], ports) for base in _bases(node) if base in ports))


def carried(sources: Iterable[Source], ports: Iterable[str]) -> int:
    """Count parameters that are a port and are only handed on: every use of them is an argument of a call."""
    names = set(ports)
    return sum(
        _is_only_handed_on(argument.arg, function)
        for source in sources
        for function in source.functions()
        for argument in (*function.args.args, *function.args.kwonlyargs)
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id in names
    )


def _is_only_handed_on(name: str, function: Function) -> bool:
    inside = [node for statement in function.body for node in ast.walk(statement)]
    uses = sum(isinstance(node, ast.Name) and node.id == name for node in inside)
    handed = sum(
        isinstance(value, ast.Name) and value.id == name
        for node in inside
        if isinstance(node, ast.Call)
        for value in (*node.args, *(keyword.value for keyword in node.keywords))
    )
    return uses > 0 and uses == handed
