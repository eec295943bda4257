"""What no log of a stack may hold: tokens, secrets, signed URLs, text of scripts. Read from the files of a stopped stack."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from infra.local.place import Place

_PATTERNS: Final = {
    "a token": re.compile(r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    "a bearer": re.compile(r"\bBearer [\w.~+/-]{16,}"),
    "a webhook secret": re.compile(r"whsec_[\w+/-]{16,}"),
    "a signed URL": re.compile(r"[?&](?:X-Amz-)?(?:Signature|Security-Token)="),
    "an AWS secret": re.compile(r"(?i)(?:secret_?access_?key|session_?token)\W{1,6}[\w+/=-]{16,}"),
}
_TEXTS: Final = frozenset({"script_content", "prompt"})
_SENTENCE_CHARACTERS: Final = 16
"""Shorter ones may stand in a log by chance."""
_SHOWN_CHARACTERS: Final = 160


def leaks(place: Place) -> list[str]:
    """Return each leak in a log, by its kind and place. Call it after the stack has stopped: it then has written its state."""
    forbidden = {form: "a secret" for secret in secrets(place) for form in _forms(secret)}
    forbidden |= {form: "script text" for sentence in sentences(place) for form in _forms(sentence)}
    return [f"{name}: {leak}" for name, log in logs(place) for leak in _leaks_of(log, forbidden)]


def logs(place: Place) -> Iterator[tuple[str, str]]:
    """Yield name and text of each log: the files of the processes, and the log groups of the functions."""
    for path in sorted(path for path in place.logs.rglob("*") if path.is_file()):
        yield path.name, path.read_text(encoding="utf-8", errors="replace")
    for key, group in _state(place, "cloudwatch_logs", "log_groups").items():
        messages = [event["message"] for stream in group["streams"].values() for event in stream["events"]]
        yield key.rpartition("\0")[2], "\n".join(messages)


def secrets(place: Place) -> set[str]:
    """Return the secrets of this stack: of root, the master secret, of the pool's clients; an empty one is none."""
    clients = [one for pool in _state(place, "cognito", "user_pools").values() for one in pool["_clients"].values()]
    kept = [
        version["SecretString"]
        for secret in _state(place, "secretsmanager", "secrets").values()
        for version in secret["Versions"].values()
    ]
    found = {place.root_secret.read_text(encoding="ascii").strip(), *kept, *_fields(kept)}
    return set(filter(None, found | {one["ClientSecret"] for one in clients}))


def _fields(texts: list[str]) -> Iterator[str]:
    """Yield the keys of providers: a secret may hold several as JSON."""
    for text in texts:
        if text.startswith("{"):
            yield from map(str, json.loads(text).values())


def sentences(place: Place) -> set[str]:
    """Return the sentences of all scripts and ideas that the stored jobs have."""
    tables = _state(place, "dynamodb", "tables").values()
    rows = [row for table in tables for items in table["items"].values() for row in items.values()]
    requests = [json.loads(row["request"]["S"]) for row in rows if "request" in row]
    parts = [part.strip() for text in _texts(requests) for part in re.split(r"[.!?。\n]", text)]
    return {part for part in parts if len(part) >= _SENTENCE_CHARACTERS}


def _state(place: Place, service: str, kind: str) -> dict[str, Any]:
    """Return what the emulator saved; a service that was never used has no file."""
    path: Path = place.state / f"{service}.json"
    if not path.exists():
        return {}
    saved: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["payload"][kind]["data"]
    return saved


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (text for name, text in value.items() if name in _TEXTS and isinstance(text, str))
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(inner)


def _forms(text: str) -> set[str]:
    """Return the text as it is, and as JSON writes it."""
    return {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}


def _leaks_of(log: str, forbidden: dict[str, str]) -> Iterator[str]:
    for kind, pattern in _PATTERNS.items():
        yield from (f"{kind}: {_before(log, found.start())}" for found in pattern.finditer(log))
    yield from (f"{kind}: {_before(log, log.index(text))}" for text, kind in forbidden.items() if text in log)


def _before(log: str, start: int) -> str:
    """Return what precedes the leak: enough to find the line, and not the leak itself."""
    return "after " + repr(log[max(0, start - _SHOWN_CHARACTERS) : start])
