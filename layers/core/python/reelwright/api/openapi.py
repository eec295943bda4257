"""The OpenAPI 3.1 document, printed from the table of routes and the models.

It is the same in every environment: paths are relative to its own URL, and the token issuer is not named.
"""

import json
import sys
from functools import cache
from itertools import groupby
from typing import Any, Final

from reelwright.api.parameters import HEADERS, PATH_PARAMETERS, Parameter
from reelwright.api.problems import PROBLEM_JSON, PROBLEM_MODELS, PROBLEMS, Problem
from reelwright.api.prose import DESCRIPTION, GATEWAY, TAGS, TITLE, TOKEN, VERSION
from reelwright.api.route import JSON, Route, Success
from reelwright.api.schemas import REFERENCE, reference, schemas
from reelwright.api.table import ROUTES

_OPERATORS_ONLY: Final = (
    "Only for operators: users in the group `operators`, machines with the scope `reelwright/operate`."
)
_EVERY_ROUTE: Final = ("throttled", "internal", "unavailable")
_CLOSED_ROUTE: Final = ("unauthenticated", "forbidden")
_BY_THE_GATEWAY: Final = frozenset({401, 403, 413, 429, 500, 503})
_HEADERS: Final = {429: ("Retry-After", "RateLimit", "RateLimit-Policy"), 500: ("Retry-After",), 503: ("Retry-After",)}


@cache
def document() -> dict[str, Any]:
    """Build the document once; callers must not change it."""
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        for path in route.paths:
            paths.setdefault(path, {})[route.method.lower()] = _operation(route, path)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": VERSION,
            "description": DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": ".", "description": "The base of the URL of this document."}],
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {**schemas(ROUTES), "GatewayMessage": GATEWAY},
            "responses": {code: _problem((code,)) for code in PROBLEMS},
            "headers": {name: {"description": text, "schema": schema} for name, (text, schema) in HEADERS.items()},
            "securitySchemes": {"token": TOKEN},
        },
    }


def problems_of(route: Route, path: str) -> tuple[str, ...]:
    """List the codes of all problems that a route can answer, by status."""
    found = [*route.problems, *_EVERY_ROUTE]
    if route.access != "open":
        found += _CLOSED_ROUTE
    if "{" in path:
        found.append("not_found")
    return tuple(sorted(set(found), key=lambda code: (PROBLEMS[code][0], code)))


def _operation(route: Route, path: str) -> dict[str, Any]:
    own = path == route.path
    operation: dict[str, Any] = {
        "operationId": route.operation if own else f"{route.operation}Unversioned",
        "tags": [route.tag],
        "summary": route.summary if own else f"{route.summary} (as {route.path})",
    }
    if route.description:
        operation["description"] = route.description
    if route.access == "open":
        operation["security"] = []
    elif route.access == "operator":
        operation["description"] = f"{route.description}\n\n{_OPERATORS_ONLY}".strip()
        operation["security"] = [{"token": ["reelwright/operate"]}]
    parameters = [*_path_parameters(path), *(_parameter(one) for one in route.parameters)]
    if parameters:
        operation["parameters"] = parameters
    if route.body is not None:
        examples = {name: {"value": value} for name, value in route.examples.items()}
        content: dict[str, Any] = {"schema": reference(route.body), "examples": examples}
        operation["requestBody"] = {"required": True, "content": {JSON: content}}
    operation["responses"] = _responses(route, path)
    return operation


def _path_parameters(path: str) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": PATH_PARAMETERS[name][0],
            "schema": PATH_PARAMETERS[name][1],
            "example": PATH_PARAMETERS[name][2],
        }
        for name in names
    ]


def _parameter(one: Parameter) -> dict[str, Any]:
    return {"name": one.name, "in": one.place, "description": one.description, "schema": one.kind.shape}


def _responses(route: Route, path: str) -> dict[str, Any]:
    """Describe good answers and problems by status; a status with both has them by content type."""
    found = {str(answer.status): _good(answer) for answer in route.answers}
    for status, same in groupby(problems_of(route, path), key=lambda code: PROBLEMS[code][0]):
        codes = tuple(same)
        if str(status) in found:
            good = found[str(status)]
            good["content"] = {**_problem(codes)["content"], **good.get("content", {})}
        elif len(codes) == 1:
            found[str(status)] = {"$ref": f"#/components/responses/{codes[0]}"}
        else:
            found[str(status)] = _problem(codes)
    return dict(sorted(found.items()))


def _good(answer: Success) -> dict[str, Any]:
    shown: dict[str, Any] = {"description": answer.description}
    if answer.headers:
        shown["headers"] = _headers(answer.headers)
    if answer.body is not None:
        shown["content"] = {answer.content_type: {"schema": reference(answer.body)}}
    elif answer.content_type != JSON:
        shown["content"] = {answer.content_type: {"schema": {"type": "string"}}}
    if answer.links:
        shown["links"] = {
            name: {"operationId": link.operation, "parameters": link.parameters, "description": link.description}
            for name, link in answer.links.items()
        }
    return shown


def _headers(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _problem(codes: tuple[str, ...]) -> dict[str, Any]:
    """Describe the problems of codes that share a status; the gateway answers some of them itself, in a form of its own."""
    status = PROBLEMS[codes[0]][0]
    models = list(dict.fromkeys(reference(PROBLEM_MODELS.get(code, Problem))["$ref"] for code in codes))
    refs = [{"$ref": model} for model in models]
    content: dict[str, Any] = {PROBLEM_JSON: {"schema": refs[0] if len(refs) == 1 else {"anyOf": refs}}}
    if status in _BY_THE_GATEWAY:
        content[JSON] = {"schema": {"$ref": REFERENCE.format(model="GatewayMessage")}}
    shown: dict[str, Any] = {"description": "; ".join(PROBLEMS[code][1] for code in codes), "content": content}
    if status in _HEADERS:
        shown["headers"] = _headers(_HEADERS[status])
    return shown


def page() -> str:
    """Print the document as `docs/openapi.json` holds it."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
