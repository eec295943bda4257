"""JSON Schemas of the models that routes read and write, as one set of components."""

import ast
import inspect
import textwrap
from collections.abc import Iterable
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from reelwright.api.problems import PROBLEM_MODELS, Problem
from reelwright.api.route import Route

REFERENCE: Final = "#/components/schemas/{model}"
_DATA: Final = frozenset({"default", "const", "enum", "example", "examples"})
"""Keywords whose values are data, not schemas: nothing below them is changed."""


def reference(model: type[BaseModel]) -> dict[str, str]:
    """Build the reference to a model's component."""
    return {"$ref": REFERENCE.format(model=model.__name__)}


def schemas(routes: Iterable[Route]) -> dict[str, Any]:
    """Build the schemas of all models in the routes, by class name, in alphabetical order.

    Bodies of requests get pydantic's validation schema, bodies of answers its serialization schema. A field without a
    description gets the docstring below it.
    """
    wanted: dict[type[BaseModel], JsonSchemaMode] = {Problem: "validation"}
    wanted.update(dict.fromkeys(PROBLEM_MODELS.values(), "validation"))
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
    """Add the docstrings below a model's fields to its schema, as descriptions; existing descriptions are kept.

    Inherited fields have theirs in the class that defines them.
    """
    properties = schema.get("properties", {})
    for class_ in model.__mro__:
        if not issubclass(class_, BaseModel) or class_ is BaseModel:
            continue
        for name, text in attribute_docstrings(class_).items():
            if name in properties:
                properties[name].setdefault("description", text)


def attribute_docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Read the docstrings below a class's own fields, by field name; those of inherited fields are not included."""
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
    """Collect the models, and the models that their fields refer to."""
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
    """Remove the titles that pydantic generates from names: they only repeat the names."""
    if isinstance(schema, list):
        return [_without_titles(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value if key in _DATA else _without_titles(value)
        for key, value in schema.items()
        if key != "title" or not isinstance(value, str)
    }
