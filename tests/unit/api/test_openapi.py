"""The table of routes and the document printed from it."""

import re
from collections import Counter
from typing import Annotated

from pydantic import BaseModel, Field

from reelwright.api.entity_tags import matches
from reelwright.api.openapi import document, problems_of
from reelwright.api.parameters import HEADERS, PATH_PARAMETERS
from reelwright.api.problems import PROBLEMS
from reelwright.api.schemas import attribute_docstrings, explain
from reelwright.api.table import ROUTES, methods_of, route_of


def test_every_operation_has_its_own_id() -> None:
    """Generated clients name their methods by it."""
    ids = [operation["operationId"] for methods in document()["paths"].values() for operation in methods.values()]
    assert [id_ for id_, count in Counter(ids).items() if count > 1] == []
    assert len(ids) == sum(len(route.paths) for route in ROUTES)


def test_every_reference_leads_somewhere() -> None:
    """Links to operations, references to components, tags and names of shared things."""
    shown = document()
    operations = {operation["operationId"] for methods in shown["paths"].values() for operation in methods.values()}
    for kind, name in re.findall(r"#/components/(\w+)/([\w-]+)", str(shown)):
        assert name in shown["components"][kind]
    tags = {tag["name"] for tag in shown["tags"]}
    for route in ROUTES:
        assert route.tag in tags
        assert set(route.problems) <= set(PROBLEMS)
        for answer in route.answers:
            assert set(answer.headers) <= set(HEADERS)
            assert {link.operation for link in answer.links.values()} <= operations
        for path in route.paths:
            assert set(re.findall(r"{(\w+)}", path)) <= set(PATH_PARAMETERS)


def test_what_needs_a_token_says_so() -> None:
    """Open routes have no security, the operators' name their scope; a closed one can answer 401 and 403."""
    for route in ROUTES:
        operation = document()["paths"][route.path][route.method.lower()]
        expected = {"open": [], "user": None, "operator": [{"token": ["reelwright/operate"]}]}[route.access]
        assert operation.get("security") == expected
        assert ("401" in operation["responses"], "403" in operation["responses"]) == (route.access != "open",) * 2


def test_what_has_an_id_can_be_missing() -> None:
    """404 on every path with a parameter."""
    for route in ROUTES:
        if "{" in route.path:
            assert "not_found" in problems_of(route, route.path)


def test_a_shared_status_keeps_both_answers() -> None:
    """Health answers 503 with its own body, anything in front of it with a problem."""
    answers = document()["paths"]["/api/v1/jobs/health"]["get"]["responses"]["503"]["content"]
    assert answers["application/json"]["schema"] == {"$ref": "#/components/schemas/HealthView"}
    assert "application/problem+json" in answers


def test_answers_are_open_and_requests_closed() -> None:
    """A client reads past new fields; a slip in a request is an error."""
    schemas = document()["components"]["schemas"]
    assert "additionalProperties" not in schemas["JobView"]
    assert schemas["CreateJob"]["additionalProperties"] is False


def test_every_field_of_an_answer_is_always_there() -> None:
    """Null stands where there is nothing to say, so no client needs to ask for presence."""
    view = document()["components"]["schemas"]["JobView"]
    assert set(view["required"]) == set(view["properties"])


class _Explained(BaseModel):
    first: int
    """What it is,
    in two lines."""
    second: Annotated[int, Field(description="Known.")]
    """Not needed."""
    third: int


def test_fields_are_explained_by_the_docstrings_below_them() -> None:
    """A description of their own comes first."""
    assert attribute_docstrings(_Explained) == {"first": "What it is, in two lines.", "second": "Not needed."}
    schema = _Explained.model_json_schema()
    explain(_Explained, schema)
    assert [field.get("description") for field in schema["properties"].values()] == [
        "What it is, in two lines.",
        "Known.",
        None,
    ]


def test_a_path_belongs_to_the_route_with_the_fewest_parameters() -> None:
    """As the gateway chooses."""
    health, job = route_of("GET", "/api/v1/jobs/health"), route_of("GET", "/api/v1/jobs/01jd")
    assert health is not None
    assert job is not None
    assert (health.operation, job.operation) == ("getHealth", "getJob")
    assert route_of("PUT", "/api/v1/jobs") is None
    assert methods_of("/api/v1/jobs/health") == ("GET",)
    assert methods_of("/api/v1/jobs/01jd") == ("DELETE", "GET")
    assert methods_of("/api/v1/jobs/") == ()


def test_a_tag_is_known_alone_in_a_list_weak_or_as_any() -> None:
    """RFC 9110, 13.1.2: If-None-Match compares weakly."""
    for header in ('"a"', 'W/"a"', '"b", "a"', '"b",W/"a"', "*"):
        assert matches(header, '"a"')
        assert matches(header, 'W/"a"')
    for other in (None, "", '"b"', "a", '"a'):
        assert not matches(other, '"a"')
