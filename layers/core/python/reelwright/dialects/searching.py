"""What sources of stock share: their own hosts, the key, and the words of their searches."""

from typing import Any, Final
from urllib.parse import quote, urlencode

from reelwright.dialects.answers import get_json
from reelwright.errors import ProviderMisconfiguredError
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.setup import ClipSetup, PictureSetup
from reelwright.providers.stock import SearchOrder

HITS: Final = 40
LONGEST_QUERY: Final = 100
_SQUARE: Final = 0.1
"""How far a shape may be from a square to count as one."""
_LOCALES: Final = {
    one.split("-")[0]: one
    for one in (
        *("en-US", "pt-BR", "es-ES", "de-DE", "it-IT", "fr-FR", "sv-SE", "id-ID", "pl-PL", "ja-JP", "zh-CN", "ko-KR"),
        *("th-TH", "nl-NL", "hu-HU", "vi-VN", "cs-CZ", "da-DK", "fi-FI", "uk-UA", "el-GR", "ro-RO", "nb-NO", "sk-SK"),
        *("tr-TR", "ru-RU"),
    )
}
"""The locales of Pexels by language."""
_PIXABAY_LANGUAGES: Final = frozenset(
    "cs da de en es fr id it hu nl no pl pt ro sk fi sv tr vi th bg ru el ja ko zh".split()  # noqa: SIM905 - data
)
PEXELS_TERMS: Final = {"licence": "Pexels License", "licence_page": "https://www.pexels.com/license/"}
PIXABAY_TERMS: Final = {
    "licence": "Pixabay Content License",
    "licence_page": "https://pixabay.com/service/license-summary/",
}


class StockSource:
    """One configured source."""

    hosts: tuple[str, ...]
    """Those of its files, by HTTPS, besides that of its base."""

    def __init__(self, setup: PictureSetup | ClipSetup, caller: HttpCaller, *, key: str | None) -> None:
        self.name: str = setup.provider
        self.model = setup.model
        self._setup, self._caller, self._key = setup, caller, key
        self._base = (setup.address or "").rstrip("/")

    def _needed_key(self) -> str:
        if self._key is None:
            raise ProviderMisconfiguredError(f"{self.name} needs a key in the providers' secret")
        return self._key


class PexelsSource(StockSource):
    """A source of Pexels: photographs and videos are searched alike."""

    def _found(self, path: str, order: SearchOrder) -> Any:
        """Search once below the base, in the film's language where Pexels has it, for the film's shape."""
        query = {
            "query": order.query[:LONGEST_QUERY],
            "orientation": orientation_of(order),
            "per_page": HITS,
            "size": "medium",
            **_pexels_locale(order),
        }
        url = f"{self._base}{path}?{urlencode(query, quote_via=quote)}"
        headers = {"Authorization": self._needed_key()}
        return get_json(self._caller, self.name, url, headers=headers, seconds=order.seconds)


class PixabaySource(StockSource):
    """A source of Pixabay: its key is in the URL, and no message has it. Its terms are for requests of people."""

    def _found(self, path: str, order: SearchOrder, **kind: str) -> Any:
        """Search once below the base; `kind` are the parameters that differ between photographs and videos."""
        key = self._needed_key()
        query = {
            "key": key,
            "q": order.query[:LONGEST_QUERY],
            **kind,
            "safesearch": "true",
            "per_page": HITS,
            **_pixabay_language(order),
        }
        url = f"{self._base}{path}?{urlencode(query, quote_via=quote)}"
        return get_json(self._caller, self.name, url, headers={}, seconds=order.seconds, secret=key)


def orientation_of(order: SearchOrder) -> str:
    """Name the shape of an order: portrait, landscape or square."""
    ratio = order.width / order.height
    return "square" if abs(ratio - 1) < _SQUARE else "portrait" if ratio < 1 else "landscape"


def _pexels_locale(order: SearchOrder) -> dict[str, str]:
    """Return the parameter for the film's language; none where Pexels does not have it."""
    locale = _LOCALES.get(order.language.split("-")[0].lower())
    return {} if locale is None else {"locale": locale}


def _pixabay_language(order: SearchOrder) -> dict[str, str]:
    """Return the parameter for the film's language; none where Pixabay does not have it."""
    language = order.language.split("-")[0].lower()
    return {"lang": language} if language in _PIXABAY_LANGUAGES else {}
