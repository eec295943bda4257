"""Texts that announce and praise, and say nothing: what small models write of a topic that they have learnt little about."""

import re
from typing import Final

from reelwright.film.text.languages import primary_language
from reelwright.film.text.sentences import split_sentences

_EMPTY: Final[dict[str, str]] = {
    "en": (
        r"(?:you )?won't believe|change(?:s|d)? your (?:life|world)|chang(?:es|ed|ing) everything|game.?changer"
        r"|dive (?:right )?in"
        r"|let's explore|in today's (?:fast.paced )?world|(?:truly|absolutely|simply) (?:amazing|incredible|fascinating)"
        r"|so much more than|more than you (?:think|know)|possibilities are endless|unlock (?:the|your)|journey of"
        r"|secrets? (?:of|to|behind)|stay tuned|one thing is (?:certain|clear)|important (?:topic|to remember|than ever)"
        r"|fascinating (?:world|topic|subject)|something for everyone|the rest is history|only the beginning"
    ),
    "de": (
        r"(?:wirst|werdet) (?:du |ihr )?(?:es )?(?:nicht|kaum) glauben|veränder\w* (?:dein|euer|alles)|tauch\w* (?:wir )?ein"
        r"|in der heutigen|einfach (?:unglaublich|faszinierend)|geheimnis\w* (?:von|des|der|hinter)|bleib\w* dran|viel mehr als"
        r"|faszinierende welt|grenzenlos|wichtiger denn je"
    ),
    "es": (
        r"no (?:lo )?vas a creer|cambiar\w* tu (?:vida|mundo)|lo cambia todo|mundo de hoy|simplemente (?:increíble|fascinante)"
        r"|secretos? (?:de|del|detrás)|mucho más que|mundo fascinante|no hay límites|más importante que nunca"
    ),
    "fr": (
        r"n'allez pas (?:le )?croire|chang\w* (?:votre|ta) vie|change tout|monde d'aujourd'hui"
        r"|tout simplement (?:incroyable|fascinant)"
        r"|secrets? (?:de|du|des|derrière)|bien plus qu|monde fascinant|plus important que jamais"
    ),
    "it": (
        r"non ci crederai|cambier\w* la (?:tua )?vita|cambia tutto|mondo di oggi|semplicemente (?:incredibile|affascinante)"
        r"|segret[oi] (?:di|del|dietro)|molto più di|mondo affascinante|più importante che mai"
    ),
    "pt": (
        r"não vai acreditar|mudar\w* (?:a )?sua vida|muda tudo|mundo de hoje|simplesmente (?:incrível|fascinante)"
        r"|segredos? (?:de|do|da|por trás)|muito mais (?:do )?que|mundo fascinante|mais importante do que nunca"
    ),
}
"""Phrases that promise or praise, by language."""
_MOST_SHARE: Final = 0.5


def says_nothing(text: str, language: str) -> bool:
    """Check whether half of the sentences or more only promise or praise. False in a language without a list.

    A sentence with a figure says something, whatever else it has.
    """
    pattern = _EMPTY.get(primary_language(language))
    sentences = split_sentences(text, language)
    if pattern is None or not sentences:
        return False
    empty = [
        one
        for one in sentences
        if re.search(rf"(?<!\w)(?:{pattern})", one, re.IGNORECASE) and not any(map(str.isdigit, one))
    ]
    return len(empty) >= _MOST_SHARE * len(sentences)
