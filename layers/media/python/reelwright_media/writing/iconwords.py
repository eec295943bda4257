"""The names of the icons in thirteen languages, from emojibase (CLDR); implements `Lexicons`."""

import json
import re
from functools import cache
from typing import Any, Final

from reelwright.film.scenes.lexicon import IconNames
from reelwright.film.text.languages import primary_language
from reelwright_media.assets import icons, locate
from reelwright_media.assets.words import GROUPS

LANGUAGES: Final = ("de", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "zh")
_NOT_A_NAME: Final = re.compile(r"[^a-z0-9]+")
_TILES: Final = re.compile(
    r"oclock|thirty$|sunrise|sunset|night|dusk|motorway|railway-track|cityscape|bridge|foggy|milky-way|desert|national-park"
    r"|beach|camping|^family|white-flower|arrow|button|fireworks$|newspaper|pool-8-ball|thread$"
)
"""Icons that are square pictures of a scenery, clock faces or signs: they would be a tile in the picture."""
_NARROW: Final = frozenset(
    """jack-o-lantern christmas-tree tanabata-tree pine-decoration japanese-dolls carp-streamer curling-stone moon-cake
    tokyo-tower""".split()  # noqa: SIM905 - words read better than quotes
)
"""Icons of one feast, one game or one place, which only their whole name means: a lantern is no
pumpkin, a stone is not for curling."""
_ANIMALS: Final = 3
_FACES: Final = 0
_PERSONS: Final = 1


class IconWords:
    """Reads the tables of the assets; each language once per process."""

    def names(self, language: str) -> tuple[IconNames, ...]:
        """List the names in a language, empty for English and for languages without a table.

        Raises MissingAssetError if the tables were not fetched.
        """
        primary = primary_language(language)
        return _names(primary) if primary in LANGUAGES else ()


@cache
def _names(language: str) -> tuple[IconNames, ...]:
    english: dict[str, list[str]] = {row[0]: row[2:] for row in _table("en")}
    rows = []
    for code, group, label, *tags in _table(language):
        icon = _icon(english.get(code, [""])[0], group)
        if icon is not None:
            # Tags of faces and persons name feelings and verbs ("cold", "run"), which are too broad.
            narrow = group in {_FACES, _PERSONS} or icon.partition(":")[2] in _NARROW
            kept = () if narrow else tuple(tags)
            same = () if narrow else tuple(word.casefold() for word in english[code])
            rows.append(IconNames(icon=icon, label=label, tags=kept, english=same, theme=GROUPS[group]))
    return tuple(rows)


def _icon(label: str, group: int) -> str | None:
    """Name the icon of an English label, in the set that draws its kind better; None if neither has it."""
    slug = _NOT_A_NAME.sub("-", label.casefold().replace("’", "")).strip("-")  # noqa: RUF001 - an apostrophe of CLDR
    if _TILES.search(slug):
        return None
    for prefix in ("noto", "fluent") if group == _ANIMALS else ("fluent", "noto"):
        if slug in icons.names(locate(f"icons/{prefix}.zip")):
            return f"{prefix}:{slug}"
    return None


def _table(language: str) -> list[Any]:
    rows: list[Any] = json.loads(locate(f"words/{language}.json").read_text("utf-8"))
    return rows
