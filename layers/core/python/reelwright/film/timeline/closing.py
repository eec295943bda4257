"""The closing card after the last word, in the film's language and the platform's wording."""

from typing import Final, Literal

from reelwright.film.platforms.presets import Preset
from reelwright.film.text.languages import primary_language
from reelwright.film.timeline.model import ClosingCard

CARD_SECONDS: Final = 1.7
"""Long enough to read a title and five words (200 words per minute, about three per second), short enough to be watched."""
SHORTEST_WITH_CARD_SECONDS: Final = 20.0
"""In a shorter film the card would be a tenth of its time; viewers of short films swipe when nothing more is said."""
BREATH_SECONDS: Final = 0.35
"""Time between the last word and the card."""

Call = Literal["subscribe", "follow"]

_CALLS: Final[dict[str, Call]] = {"shorts": "subscribe", "youtube_wide": "subscribe"}
"""Preset to the platform's own call to action; all other presets use `follow`."""

CALLS: Final[dict[str, dict[Call, str]]] = {
    "ar": {"subscribe": "اشترك لمشاهدة المزيد", "follow": "تابع لمشاهدة المزيد"},
    "de": {"subscribe": "Abonnieren für mehr", "follow": "Folgen für mehr"},
    "en": {"subscribe": "Subscribe for more", "follow": "Follow for more"},
    "es": {"subscribe": "Suscríbete para más", "follow": "Síguenos para más"},
    "fr": {"subscribe": "Abonnez-vous pour la suite", "follow": "Suivez-nous pour la suite"},
    "he": {"subscribe": "הירשמו לעוד", "follow": "עקבו לעוד"},
    "hi": {"subscribe": "और देखने के लिए सब्सक्राइब करें", "follow": "और देखने के लिए फ़ॉलो करें"},
    "it": {"subscribe": "Iscriviti per altri video", "follow": "Seguici per altri video"},
    "ja": {"subscribe": "チャンネル登録はこちら", "follow": "フォローはこちら"},
    "ko": {"subscribe": "구독하고 더 보기", "follow": "팔로우하고 더 보기"},
    "nl": {"subscribe": "Abonneer voor meer", "follow": "Volg voor meer"},
    "pl": {"subscribe": "Subskrybuj po więcej", "follow": "Obserwuj po więcej"},
    "pt": {"subscribe": "Inscreva-se para ver mais", "follow": "Siga para ver mais"},
    "th": {"subscribe": "กดติดตามเพื่อดูเพิ่ม", "follow": "ติดตามเพื่อดูเพิ่ม"},
    "tr": {"subscribe": "Daha fazlası için abone ol", "follow": "Daha fazlası için takip et"},  # noqa: RUF001 - Turkish has a dotless i
    "zh": {"subscribe": "订阅看更多", "follow": "关注看更多"},
}
"""By primary language subtag. In other languages the card shows only the title, so that no film has foreign words."""


def closing_card(title: str, language: str, preset: Preset, *, outro: str | None = None) -> ClosingCard | None:
    """Build the card of a film, with `outro` as its call if given; None if there is neither a title nor a call."""
    calls = CALLS.get(primary_language(language), {})
    call = outro or calls.get(_CALLS.get(preset.name, "follow"), "")
    if not title and not call:
        return None
    return ClosingCard(title=title, call=call, frames=round(CARD_SECONDS * preset.fps))
