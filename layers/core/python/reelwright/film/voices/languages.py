"""The espeak-ng code of a BCP 47 language, and the languages that local voices speak."""

import json
from collections.abc import Collection
from functools import lru_cache
from importlib import resources
from typing import Final

# Tags whose espeak code is not the tag itself or its beginning. espeak's plain "en", "pt" are British and European.
_ESPEAK_CODES = {
    "en": "en-us",
    "en-ca": "en-us",
    "en-ph": "en-us",
    "en-au": "en-gb",
    "en-ie": "en-gb",
    "en-in": "en-gb",
    "en-nz": "en-gb",
    "en-za": "en-gb",
    "es-us": "es-419",
    "es-mx": "es-419",
    "es-ar": "es-419",
    "es-cl": "es-419",
    "es-co": "es-419",
    "es-pe": "es-419",
    "es-ve": "es-419",
    "fr": "fr-fr",
    "fr-ca": "fr-fr",
    "zh-hk": "yue",
    "zh-mo": "yue",
    "zh": "cmn",
    "pt": "pt-br",
    "pt-pt": "pt",
    "no": "nb",
    "iw": "he",
    "in": "id",
    "zh-yue": "yue",
}
# espeak-ng 1.52 names Chinese and Cantonese by these; only they can read Han characters aloud.
HAN_READERS = frozenset({"cmn", "yue", "hak"})

ESPEAK_LANGUAGES: Final = frozenset(json.loads(resources.files(__package__).joinpath("espeak.json").read_text("utf-8")))
"""The language codes of espeak-ng 1.52. Requests are checked without the library; a test compares the list with it."""


HAN = range(0x3400, 0xA000)
"""CJK ideographs in daily use; espeak reads them as "Chinese letter" in languages outside `HAN_READERS`."""


def reads_aloud(text: str, language: str) -> bool:
    """Check whether local voices can pronounce the script of a text in a BCP 47 `language`.

    No local voice can pronounce kanji: their reading needs a dictionary, and espeak would say "Chinese letter".
    """
    return language.lower().replace("_", "-").split("-")[0] != "ja" or not any(ord(mark) in HAN for mark in text)


def espeak_code(language: str, offered: Collection[str]) -> str | None:
    """Choose the one of espeak's `offered` language codes for `language`; None if none fits.

    The most specific part of the tag wins: zh-Hant-HK is tried as zh-hant-hk, zh-hant, zh, with the region
    (`zh-hk`) before the bare language.
    """
    parts = language.lower().replace("_", "-").split("-")
    regions = [part for part in parts[1:] if len(part) == 2]  # noqa: PLR2004 - ISO 3166 regions have two letters
    tags = ["-".join(parts[:length]) for length in range(len(parts), 1, -1)]
    tags += [f"{parts[0]}-{region}" for region in regions]
    for tag in [*tags, parts[0]]:
        code = _ESPEAK_CODES.get(tag, tag)
        if code in offered:
            return code
        if tag in _ESPEAK_CODES:
            return None  # the accent is known but not offered: pt-PT must not become Brazilian
    return None


@lru_cache(maxsize=512)
def is_spoken(language: str) -> bool:
    """Check whether a local voice, Kokoro or espeak, speaks a BCP 47 `language`."""
    return espeak_code(language, ESPEAK_LANGUAGES) is not None


SPOKEN: Final = tuple(
    sorted(
        {tag for tag in {code.lower().split("-")[0] for code in (*ESPEAK_LANGUAGES, *_ESPEAK_CODES)} if is_spoken(tag)}
    )
)
"""The primary tags of all spoken languages; most take any region, as `en-GB` and `pt-BR`."""
