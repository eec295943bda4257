"""The port of stock photographs and clips: words go in, hits come out, and then the bytes of one of them, with its credit."""

from typing import Protocol

from reelwright.providers.calls import Carried
from reelwright.providers.model import Bill
from reelwright.providers.pictures import Credit
from reelwright.values import Value

FREE: Bill = Bill(usd=0.0)


class SearchOrder(Value):
    """A search: a few words in a language (BCP 47), and the size that a photograph or clip is cropped to."""

    query: str
    language: str
    width: int
    height: int
    seconds: float = 20.0


class StockHit(Value):
    """One photograph or clip."""

    id: str
    url: str
    """The file; its host is checked before each use."""
    width: int
    height: int
    seconds: float | None = None
    """The length of a clip."""
    about: str = ""
    """The provider's own words about it: title, description, tags."""
    credit: Credit


class StockAnswer(Value):
    """Photographs or clips, best first."""

    hits: tuple[StockHit, ...]


class TakeOrder(Value):
    """Fetch one photograph or clip."""

    hit: StockHit
    seconds: float = 60.0


class StockModel(Protocol):
    """Stock photographs or clips, free of charge. Raises the errors of `Completion`; a search may have no hits."""

    name: str

    def search(self, order: SearchOrder) -> StockAnswer:
        """Search once."""

    def take(self, order: TakeOrder) -> Carried:
        """Fetch the file: a `Painted` with its credit or a `FetchedClip`, and the bytes. A host of someone else is an error."""
