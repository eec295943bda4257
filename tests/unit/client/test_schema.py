"""The client's models against the API's own description: neither side can rename, retype or add a field alone."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import BaseModel

from reelwright_client.cli.symptom import Symptom
from reelwright_client.errors import FieldError, Problem
from reelwright_client.models import batches, brand, creating, dead_letters, figures, jobs, provider_keys, webhooks
from reelwright_client.models.wire import Wire
from reelwright_client.webhooks import Event

DOCUMENT: Final = json.loads((Path(__file__).resolve().parents[3] / "docs" / "openapi.json").read_text())
SERVER: Final[dict[str, Any]] = DOCUMENT["components"]["schemas"]

SCHEMAS: Final[dict[type[BaseModel], tuple[str, ...]]] = {
    batches.BatchAccepted: ("BatchCreated",),
    batches.BatchQuote: ("BatchPrice",),
    batches.BatchResumption: ("BatchResumed",),
    batches.BatchStatus: ("BatchView",),
    batches.BatchTrial: ("BatchTried",),
    batches.CostSpan: ("CostInterval",),
    batches.ErrorKind: ("ErrorGroupView",),
    batches.ErrorKinds: ("BatchErrors",),
    batches.ItemTally: ("BatchCounts",),
    batches.Suspect: ("SuspectView",),
    batches.TimeSpan: ("SecondsInterval",),
    brand.SavedBrand: ("BrandView",),
    creating.Accepted: ("JobCreated",),
    creating.Limit: ("LimitView",),
    creating.Tried: ("JobTried",),
    creating.Upload: ("UploadOpened",),
    dead_letters.DeadLetter: ("LetterView",),
    dead_letters.DeadLetterPage: ("LetterList",),
    dead_letters.LetterError: ("LetterError", "WholeLetterError"),
    dead_letters.LetterGroup: ("LetterGroupView",),
    dead_letters.LetterGroups: ("LetterGroups",),
    dead_letters.RemovedPage: ("LettersRemoved",),
    dead_letters.RevivedPage: ("LettersRetried",),
    figures.Counts: ("CountsView",),
    figures.Health: ("HealthView",),
    figures.LoadHistory: ("QueueHistory",),
    figures.LoadPoint: ("LoadView",),
    figures.QueueLoad: ("QueueLoadView",),
    figures.PriceChange: ("PriceChangeView",),
    figures.Price: ("PriceView",),
    figures.Provider: ("ProviderView",),
    figures.Providers: ("ProvidersView",),
    figures.PoolStanding: ("PoolView",),
    figures.QueueStanding: ("QueueView",),
    figures.Queues: ("QueuesView",),
    figures.Today: ("TodayView",),
    FieldError: ("FieldError",),
    jobs.Cancellation: ("JobCancelled",),
    jobs.EtaInterval: ("EtaInterval",),
    jobs.Fallback: ("FallbackView",),
    jobs.History: ("HistoryView",),
    jobs.HistoryEntry: ("TransitionView",),
    jobs.Job: ("JobView", "StatusView"),
    jobs.JobError: ("FailureView",),
    jobs.JobPage: ("JobList",),
    jobs.JobResult: ("ResultView",),
    jobs.Publishing: ("PublishingView",),
    jobs.Credit: ("CreditView",),
    jobs.JobStep: ("StepView",),
    jobs.StepRun: ("StepRunView",),
    jobs.BoardScene: ("SceneView",),
    jobs.Preview: ("PreviewView",),
    jobs.Storyboard: ("StoryboardView",),
    jobs.RequestWarning: ("WarningView",),
    jobs.ResultFile: ("FileView",),
    jobs.Retried: ("JobRetried", "LetterRetried", "LetterRevived"),
    Problem: ("Problem",),
    provider_keys.ProviderKey: ("ProviderKeyView",),
    provider_keys.ProviderKeys: ("ProviderKeysView",),
    webhooks.Deliveries: ("DeliveryList",),
    webhooks.Delivery: ("DeliveryView",),
    webhooks.WebhookSecret: ("SecretView",),
    webhooks.WebhookTest: ("ProbeAnswer",),
}
"""Every model and the answers that it reads."""

NOT_ANSWERS: Final = frozenset({Event, Symptom})
"""Models of the client that no route answers: webhooks arrive at the receiver, and the client itself finds a symptom."""

MADE_BY_THE_CLIENT: Final = {
    (jobs.Cancellation, "stopping"): "the status code says it",
}

LEFT_OUT: Final = {
    ("BatchTried", "dry_run"): "always true",
    ("BatchView", "links"): "the client builds its paths itself",
    ("JobCancelled", "links"): "the client builds its paths itself",
    ("JobList", "links"): "the client follows `next_cursor`",
    ("JobRetried", "links"): "the client builds its paths itself",
    ("JobTried", "dry_run"): "always true",
    ("JobTried", "position"): "always null: a job that does not exist has no place",
    ("JobTried", "status"): "always `pending`",
    ("JobView", "links"): "the client builds its paths itself",
    ("JobView", "progress_percent"): "`progress` in percent",
    ("LetterRetried", "links"): "the client builds its paths itself",
    ("LetterView", "links"): "the client builds its paths itself",
    ("StatusView", "progress_percent"): "`progress` in percent",
}
"""Fields of answers without a name in the client (they stay readable as unknown fields), and why."""

UNREAD: Final = {
    "ConsoleConfig": "only the page reads where its people sign in",
    "SignInView": "only the page reads where its people sign in",
    "BatchLinks": "the client builds its paths itself",
    "BatchList": "the client reads one batch by its id",
    "BatchProblem": "an error; test_batches.py reads it",
    "Brand": "part of a request",
    "BrandColours": "part of a request",
    "CreateBatch": "a request",
    "ItemErrorView": "the client reads items in the result files",
    "ItemList": "the client reads items in the result files",
    "ItemView": "the client reads items in the result files",
    "LineError": "part of an error; test_batches.py reads it",
    "LineErrorGroup": "part of an error; test_batches.py reads it",
    "ProviderKey": "a request",
    "ProviderKeyRemoved": "it repeats the request",
    "ResumeBatch": "a request",
    "SharedTrait": "part of an error",
    "StopAfter": "a request",
    "CreateJob": "a request; test_fields.py compares it",
    "GatewayMessage": "API Gateway's own error; `errors.problem_of` reads its one field",
    "JobLinks": "the client builds its paths itself",
    "LetterLinks": "the client builds its paths itself",
    "LetterRemoved": "the client returns nothing after a removal",
    "ListLinks": "the client follows `next_cursor`",
    "EditScenes": "a request",
    "SceneEdit": "part of a request",
    "FileReference": "part of a request; a saved logo is a mapping",
    "OwnImage": "a request",
    "Source": "a request",
    "ProbeRequest": "a request",
    "UploadRequest": "a request",
    "VideoRequest": "a request; test_fields.py compares it",
}
"""Objects of the document that the client never reads, and why."""


_READ_BY: Final = {model.__name__: names for model, names in SCHEMAS.items()}


def _own_schema(model: type[BaseModel]) -> tuple[dict[str, Any], dict[str, Any]]:
    schema = model.model_json_schema()
    return schema, schema.get("$defs", {})


def _alternatives(schema: dict[str, Any], definitions: dict[str, Any]) -> list[dict[str, Any]]:
    """Resolve references and unions, down to schemas with one type; one that has a name keeps it as `name`."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return [{"name": name, **one} for one in _alternatives(definitions[name], definitions)]
    found = schema.get("anyOf") or schema.get("oneOf")
    if found is None or "properties" in schema:  # alternatives of an object's fields are no types of their own
        return [schema]
    return [one for part in found for one in _alternatives(part, definitions)]


def _accepts(own: dict[str, Any], own_definitions: dict[str, Any], sent: dict[str, Any]) -> bool:
    """Whether each value that the server may send is one that the client reads. Null is left out: the client drops it."""
    readers = _alternatives(own, own_definitions)
    values = [one for one in _alternatives(sent, SERVER) if one.get("type") != "null"]
    return all(any(_reads(reader, own_definitions, value) for reader in readers) for value in values)


def _reads(own: dict[str, Any], own_definitions: dict[str, Any], sent: dict[str, Any]) -> bool:
    kind, sent_kind = own.get("type"), sent["type"]
    if kind is None:
        return True  # Any
    if kind != sent_kind:
        return (kind, sent_kind) == ("number", "integer")
    if kind == "string":
        return own.get("format") in (None, sent.get("format"))
    if kind == "array":
        return _accepts(own.get("items", {}), own_definitions, sent.get("items", {}))
    if kind == "object" and isinstance(own.get("additionalProperties"), dict):
        values = sent.get("additionalProperties", sent.get("properties"))
        return not isinstance(values, dict) or _accepts(own["additionalProperties"], own_definitions, values)
    return "properties" not in own or sent.get("name") in _READ_BY[own["name"]]


@pytest.mark.parametrize("model", SCHEMAS, ids=lambda model: model.__name__)
def test_a_model_has_the_fields_of_its_answers(model: type[BaseModel]) -> None:
    """Every field is in the document with a type that the client reads; every field there is read, or left out for a reason."""
    answers = [SERVER[name] for name in SCHEMAS[model]]
    own, own_definitions = _own_schema(model)
    for name, field in own["properties"].items():
        if (model, name) in MADE_BY_THE_CLIENT:
            continue
        sent = [answer["properties"][name] for answer in answers if name in answer["properties"]]
        assert sent, f"no answer has {model.__name__}.{name}"
        assert all(_accepts(field, own_definitions, one) for one in sent), f"{model.__name__}.{name} has another type"
    for answer, schema in zip(answers, SCHEMAS[model], strict=True):
        unread = {name for name in set(answer["properties"]) - set(own["properties"]) if (schema, name) not in LEFT_OUT}
        assert not unread, f"{model.__name__} does not read {sorted(unread)}"


@pytest.mark.parametrize("model", SCHEMAS, ids=lambda model: model.__name__)
def test_a_required_field_is_always_sent(model: type[BaseModel]) -> None:
    """What the client cannot do without is required by the document, and never null."""
    own, _ = _own_schema(model)
    for schema in SCHEMAS[model]:
        answer = SERVER[schema]
        for name in own.get("required", ()):
            assert name in answer["required"], f"{schema}.{name} may be missing"
            kinds = [one.get("type") for one in _alternatives(answer["properties"][name], SERVER)]
            assert "null" not in kinds, f"{schema}.{name} may be null"


def _models(root: type[BaseModel]) -> set[type[BaseModel]]:
    return {one for child in root.__subclasses__() for one in (child, *_models(child))}


def test_every_model_and_every_answer_is_compared() -> None:
    """A new model, a new answer or a removed field cannot be forgotten here."""
    assert _models(Wire) | {FieldError, Problem} == set(SCHEMAS) | NOT_ANSWERS
    objects = {name for name, schema in SERVER.items() if schema.get("type") == "object"}
    read = {name for names in SCHEMAS.values() for name in names}
    assert objects == read | set(UNREAD)
    assert all(name in SERVER[schema]["properties"] for schema, name in LEFT_OUT)


@pytest.mark.parametrize(
    ("own", "sent", "is_read"),
    [
        ({"type": "number"}, {"type": "integer"}, True),
        ({"type": "integer"}, {"type": "number"}, False),
        ({"type": "string"}, {"$ref": "#/components/schemas/JobState"}, True),
        ({"type": "string", "format": "date-time"}, {"type": "string"}, False),
        ({"type": "string"}, {"anyOf": [{"type": "string"}, {"type": "null"}]}, True),
        ({"type": "string"}, {"anyOf": [{"type": "string"}, {"type": "object"}]}, False),
        ({"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {"type": "object"}}, False),
        ({}, {"type": "object"}, True),
    ],
)
def test_the_comparison_sees_a_wrong_type(own: dict[str, Any], sent: dict[str, Any], is_read: bool) -> None:  # noqa: FBT001
    """Wider is fine, narrower is not; null is dropped by the client."""
    assert _accepts(own, {}, sent) is is_read
