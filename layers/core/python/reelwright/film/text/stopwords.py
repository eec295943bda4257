"""Stop words: the small words of a language that carry no meaning of their own. `stopwords.json` holds them."""

import json
from functools import cache
from importlib import resources

from reelwright.film.text.languages import primary_language


@cache
def stop_words(language: str) -> frozenset[str]:
    """Load the stop words of a BCP 47 language, case-folded; empty if none are known."""
    table = json.loads(resources.files(__package__).joinpath("stopwords.json").read_text("utf-8"))
    return frozenset(table.get(primary_language(language), "").split())
