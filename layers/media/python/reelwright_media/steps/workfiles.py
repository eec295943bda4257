"""The files of one piece of long work, below the user's artefacts: each is written once, and outlives attempts and jobs.

A generation is one submit. Its intent is written before the submit, and only the worker that writes it first may submit: two
workers that run the same step at the same time pay once. The handle is written after it. An end says that the generation
left no clip.
"""

from datetime import datetime
from typing import Final, Literal, NamedTuple, TypeVar

from reelwright.errors import MissingArtefactError
from reelwright.ports import Artefacts
from reelwright.providers.clips import FetchedClip, Handle
from reelwright.values import Value

EndKind = Literal["unpaid", "lost", "failed", "refused", "spoilt"]
"""`unpaid`: the submit failed. `lost`: it may have been paid, and its handle is unknown. `failed`: by the
provider, unpaid. `refused`: by moderation. `spoilt`: paid, and no clip that can be used."""
_JSON: Final = "application/json"
_Fact = TypeVar("_Fact", bound=Value)


class WorkIntent(Value):
    """The work is about to be submitted: by which job, under which token, and for at most how much."""

    job_id: str
    token: str
    usd: float
    at: datetime


class WorkBegun(Value):
    """The work was submitted."""

    handle: Handle
    at: datetime


class WorkProbe(Value):
    """The work is the probe of an open breaker, by the token of its permission."""

    probe: str


class WorkEnd(Value):
    """The generation left no clip. `usd` is booked for it by the job, as a doubt."""

    kind: EndKind
    reason: str
    job_id: str
    attempt: int
    usd: float = 0.0


class WorkResult(Value):
    """The bytes were fetched, and the job that fetched them first books the bill."""

    job_id: str
    fetched: FetchedClip
    raw_key: str


class WorkSpent(Value):
    """What the run that began the work had paid besides: the picture of a single clip. Its job books it with the clip."""

    job_id: str
    usd: float


class Generation(NamedTuple):
    """One submit, as far as it came."""

    number: int
    intent: WorkIntent
    begun: WorkBegun | None
    end: WorkEnd | None


class WorkFiles:
    """The files below one prefix."""

    def __init__(self, artefacts: Artefacts, prefix: str) -> None:
        self._artefacts, self.prefix = artefacts, prefix

    def generations(self) -> list[Generation]:
        """Read all generations, oldest first."""
        found: list[Generation] = []
        while (intent := self._read(f"{len(found)}.intent", WorkIntent)) is not None:
            number = len(found)
            end = self._read(f"{number}.end", WorkEnd)
            begun = self._read(f"{number}.handle", WorkBegun)
            found.append(Generation(number, intent, begun, end))
        return found

    def result(self) -> WorkResult | None:
        """Read the result; None if none was fetched."""
        return self._read("result", WorkResult)

    def spent(self) -> WorkSpent | None:
        """Read what the first run had paid; None if it paid nothing."""
        return self._read("spent", WorkSpent)

    def probe(self, number: int) -> str | None:
        """Read the token of the breaker's probe; None if the generation is none."""
        found = self._read(f"{number}.probe", WorkProbe)
        return None if found is None else found.probe

    def put(self, name: str, fact: Value) -> bool:
        """Write a file once; return whether this call was the first."""
        return self._artefacts.put_once(
            f"{self.prefix}{name}.json", fact.model_dump_json().encode(), content_type=_JSON
        )

    def _read(self, name: str, shape: type[_Fact]) -> _Fact | None:
        try:
            return shape.model_validate_json(self._artefacts.get(f"{self.prefix}{name}.json"))
        except MissingArtefactError:
            return None
