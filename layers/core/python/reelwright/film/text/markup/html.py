"""HTML and SSML in a script: removes tags, keeps their text, decodes entities."""

import html
import re
from typing import Final

from reelwright.film.text.markup.pauses import pause_mark
from reelwright.film.text.markup.tally import Tally

_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_HIDDEN: Final = re.compile(r"<(script|style|head|title)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_RAISED: Final = re.compile(r"<sup>\s*([0-9+-]+)\s*</sup>", re.IGNORECASE)
_BREAK: Final = re.compile(r"<break\b([^<>]*)/?>", re.IGNORECASE)
_IMAGE: Final = re.compile(r"<(?:img|picture|video|audio|svg)\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTES: Final = r"""(?:\s+[\w:@-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*/?"""
_LINE_TAG: Final = re.compile(
    r"</?(?:p|br|div|h[1-6]|ul|ol|li|tr|table|thead|tbody|blockquote|pre|hr|section|article|header|footer|body|html)"
    rf"{_ATTRIBUTES}>",
    re.IGNORECASE,
)
_INLINE_TAG: Final = re.compile(
    r"</?(?:a|b|i|u|s|q|em|strong|span|small|big|mark|del|ins|sub|sup|code|kbd|samp|var|font|center|cite|abbr|td|th|label"
    r"|speak|prosody|emphasis|say-as|voice|phoneme|lang|sentence|picture|video|audio|svg)"
    rf"{_ATTRIBUTES}>",
    re.IGNORECASE,
)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_RAISED_DIGITS: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def without_html(text: str, left_out: Tally) -> str:
    """Remove known tags and comments; `x < y` and unknown tags are kept.

    Block tags end a line. Digits in `<sup>` become superscript digits; `<break time="1s"/>` (SSML) becomes a pause.
    """
    if "<" in text:
        text = _gone(_COMMENT, text, "", left_out, "comments")
        text = _gone(_HIDDEN, text, "", left_out, "code")
        text = _RAISED.sub(lambda found: found[1].translate(_RAISED_DIGITS), text)
        text = _BREAK.sub(lambda found: pause_mark(found[1]), text)
        text = _gone(_IMAGE, text, " ", left_out, "images")
        text = _gone(_LINE_TAG, text, "\n", left_out, "html_tags")
        text = _gone(_INLINE_TAG, text, "", left_out, "html_tags")
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def _gone(pattern: re.Pattern[str], text: str, instead: str, left_out: Tally, kind: str) -> str:
    text, count = pattern.subn(instead, text)
    if count:
        left_out[kind] += count  # type: ignore[index] # callers name kinds literally
    return text
