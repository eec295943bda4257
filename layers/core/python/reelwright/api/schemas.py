"""JSON Schemas of the models that routes read and write, as one set of components."""

import ast
import inspect
import textwrap
from collections.abc import Iterable
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from reelwright.api.problems import Problem
from reelwright.api.route import Route

REFERENCE: Final = "#/components/schemas/{model}"
_DATA: Final = frozenset({"default", "const", "enum", "example", "examples"})
"""Keywords whose values are data: what stands below them is no schema."""


def reference(model: type[BaseModel]) -> dict[str, str]:
    """Return the reference to a model's component."""
    return {"$ref": REFERENCE.format(model=model.__name__)}


def schemas(routes: Iterable[Route]) -> dict[str, Any]:
    """Return the schemas of every model that the routes name, by class name, in alphabetical order.

    Bodies of requests are described as they are read, those of answers as they are written. Fields are explained by the
    docstrings below them where they have no description of their own.
    """
    wanted: dict[type[BaseModel], JsonSchemaMode] = {Problem: "validation"}
    for route in routes:
        if route.body is not None:
            wanted[route.body] = "validation"
        wanted.update({answer.body: "serialization" for answer in route.answers if answer.body is not None})
    _, made = models_json_schema(list(wanted.items()), ref_template=REFERENCE)
    found = {name: _without_titles(schema) for name, schema in made["$defs"].items()}
    for model in _reachable(wanted):
        explain(model, found.get(model.__name__, {}))
    return dict(sorted(found.items()))


def explain(model: type[BaseModel], schema: dict[str, Any]) -> None:
    """Add the docstrings that stand below a model's fields to its schema."""
    properties = schema.get("properties", {})
    for name, text in attribute_docstrings(model).items():
        if name in properties:
            properties[name].setdefault("description", text)


def attribute_docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Return the docstrings below a class's own fields, by field."""
    (class_,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    if not isinstance(class_, ast.ClassDef):
        return {}
    found = {}
    for line, below in zip(class_.body, class_.body[1:], strict=False):
        if (
            isinstance(line, ast.AnnAssign)
            and isinstance(line.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        ):
            found[line.target.id] = " ".join(inspect.cleandoc(below.value.value).split())
    return found


def _reachable(models: Iterable[type[BaseModel]]) -> set[type[BaseModel]]:
    """Return the models, and those that their fields are made of."""
    found: set[type[BaseModel]] = set()
    waiting: list[Any] = list(models)
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            if one not in found:
                found.add(one)
                waiting += [field.annotation for field in one.model_fields.values()]
        else:
            waiting += getattr(one, "__args__", ())
    return found


def _without_titles(schema: Any) -> Any:
    """Return a schema without the titles that pydantic makes from names: they repeat what stands beside them."""
    if isinstance(schema, list):
        return [_without_titles(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value if key in _DATA else _without_titles(value)
        for key, value in schema.items()
        if key != "title" or not isinstance(value, str)
    }
