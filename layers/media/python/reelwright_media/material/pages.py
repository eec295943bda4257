"""Web pages that users name as sources: the main text of a page, without navigation, advertisements and markup.

Only the decoding process of `reelwright_media.sandbox` calls these functions: a page may attack its parser.
"""

import codecs
import re
from pathlib import Path
from typing import Any, Final, NamedTuple

import lxml.etree
import lxml.html

from reelwright.errors import ContentError

_BLOCKS: Final = (
    *("p", "div", "section", "article", "li", "br", "tr", "blockquote", "pre", "dt", "dd"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
)
_NO_CONTENT: Final = "|".join(
    [
        f"//{name}"
        for name in ("head", "script", "style", "noscript", "template", "nav", "aside", "footer", "form", "button")
    ]
    + [f"//{name}" for name in ("svg", "iframe", "select", "dialog", "figure[not(figcaption)]")]
    + [f"//*[@role='{role}']" for role in ("navigation", "banner", "complementary", "contentinfo", "search", "dialog")]
    + ["//*[@hidden]", "//*[@aria-hidden='true']"]
)
"""What HTML itself says is no content. Libraries that guess the article also drop short lists, which often hold the facts."""
_MENU_LINKS: Final = 3
_MENU_SHARE: Final = 0.8
_LEAST_CHARACTERS: Final = 80
"""Letters. Shorter texts are notices: a consent form, or a page that scripts fill in the browser."""
_SPACES: Final = re.compile(r"[^\S\n]+")


class PageText(NamedTuple):
    """The title of a page, empty if it has none, and its main text in lines."""

    title: str
    text: str


def page_text(path: Path, *, markup: str, charset: str | None, most_characters: int) -> PageText:
    """Read the main text of a page, cut to `most_characters` at the end of a line where possible. Raises ContentError."""
    raw = path.read_bytes()
    page = _from_html(raw, charset) if markup == "html" else PageText("", _decoded(raw, charset))
    text = "\n".join(line for part in page.text.splitlines() if (line := _SPACES.sub(" ", part).strip()))
    if sum(map(str.isalpha, text)) < _LEAST_CHARACTERS:
        raise ContentError("has no text that can be read without a browser.")
    return PageText(_SPACES.sub(" ", page.title).strip()[:200], _cut(text, most_characters))


def _from_html(raw: bytes, charset: str | None) -> PageText:
    parser = lxml.html.HTMLParser(encoding=charset or None, remove_comments=True, remove_pis=True)
    try:
        root: Any = lxml.html.document_fromstring(raw, parser=parser)
    except (lxml.etree.LxmlError, LookupError, ValueError) as error:
        raise ContentError("is no page that can be read.") from error
    title = root.findtext(".//title") or ""
    for element in root.xpath(_NO_CONTENT):
        element.drop_tree()
    for element in root.iter("ul", "ol", "div"):
        if _is_menu(element):
            element.clear(keep_tail=True)
    for element in root.iter(*_BLOCKS):
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    return PageText(title, root.text_content())


def _is_menu(element: Any) -> bool:
    """Whether nearly all of an element's text is in several links."""
    links = element.findall(".//a")
    linked = sum(len(link.text_content()) for link in links)
    return len(links) >= _MENU_LINKS and linked >= _MENU_SHARE * len("".join(element.text_content().split()))


def _decoded(raw: bytes, charset: str | None) -> str:
    try:
        name = codecs.lookup(charset or "utf-8").name
        return raw.decode(name, "replace")
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    end = text.rfind("\n", most // 2, most)
    return text[: end if end > 0 else most]
