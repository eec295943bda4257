"""Markdown to plain lines, with `markdown-it-py`: headings, lists, tables and quotes as sentences, links as their labels."""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from reelwright.film.text.cleaning import closed
from reelwright.film.text.markup.tally import Tally

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT_MATTER: Final = re.compile(r"\A---\n(?:[\w-]+:.*\n|[ \t]+.*\n|- .*\n)+---\n")
_STAR_IN_WORD: Final = re.compile(r"(?<=\w)\*(?=\w)")
_TASK_BOX: Final = re.compile(r"^\[[ xX]\]\s+")
_FOOTNOTE: Final = re.compile(r"\[\^[^\]\s]+\](?::[^\n]*)?")
_EVIDENCE: Final = re.compile(
    r"\*\*[^\s*]|(?<!\w)__[^\s_]|~~\S"  # strong, struck
    r"|(?<![\w*])\*[^\s*][^*\n]*(?<!\s)\*(?![\w*])|(?<![\w_])_[^\s_][^_\n]*(?<!\s)_(?![\w_])"  # emphasis
    r"|^[ \t]{0,3}(?:#{1,6}[ \t]+\S|>[ \t]|[-*+][ \t]+\S|```|~~~)"  # headings, quotes, lists, fences
    r"|^[ \t]{0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$|^={3,}[ \t]*$"  # rules and underlined headings
    r"|`[^`\n]+`|!?\[[^\]\n]*\]\([^)\s]*[^)\n]*\)|\[\^\w+\]"  # code, links, images, footnotes
    r"|^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|",  # tables
    re.MULTILINE,
)
_SIGN: Final = re.compile(r"[*_~#>\-+`=\[]")
"""Every alternative of `_EVIDENCE` has one of these: most scripts have none, and searching for one sign takes a tenth."""
_STRAY: Final = frozenset({"strong_open", "em_open", "s_open", "heading_open", "list_item_open", "blockquote_open"})
_SIGNS: Final = "+-"


def looks_like_markdown(text: str) -> bool:
    """Check whether the text contains Markdown; `5 * 3` and `snake_case` do not count."""
    return bool(_SIGN.search(text) and _EVIDENCE.search(text))


def without_markdown(text: str, left_out: Tally, *, strict: bool) -> str:
    """Convert a Markdown document to plain text, one line for each sentence or paragraph.

    `strict` follows CommonMark: a line break within a paragraph is a space, an indented block is code. Otherwise, for
    pasted scripts, line breaks are kept and indented lines are text. Headings, list items and rows end like sentences.
    """
    text, count = _FRONT_MATTER.subn("", text)
    left_out["front_matter"] += count
    text, count = _FOOTNOTE.subn("", text)
    left_out["citations"] += count
    if not strict:
        text = _STAR_IN_WORD.sub(r"\\*", text)
    return _Flattening(left_out, " " if strict else "\n").lines_of(_parser(strict=strict).parse(text))


@cache
def _parser(*, strict: bool) -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 70 ms, which only a script with Markdown needs

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return parser if strict else parser.disable(["code", "reference"])


class _Flattening:
    """Writes the tokens of a document as lines."""

    def __init__(self, left_out: Tally, soft_break: str) -> None:
        self._left_out = left_out
        self._soft_break = soft_break
        self._lines: list[str] = []
        self._lead = ""
        self._closing = 0
        """Number of open headings, list items and table rows."""
        self._cells: list[str] | None = None

    def lines_of(self, tokens: "Sequence[Token]") -> str:
        for place, token in enumerate(tokens):
            self._left_out["formatting"] += token.type in _STRAY
            if token.type in {"heading_open", "list_item_open"}:
                self._closing += 1
                self._lead = self._lead_of(tokens, place) if token.type == "list_item_open" else ""
                self._left_out["formatting"] -= self._lead[:1] in tuple(_SIGNS)
            elif token.type in {"heading_close", "list_item_close"}:
                self._closing -= 1
            elif token.type == "tr_open":
                self._cells = []
            elif token.type == "tr_close":
                row, self._cells = [cell for cell in self._cells or [] if cell], None
                self._write(closed(", ".join(row)))
            elif token.type in {"fence", "code_block"}:
                self._left_out["code"] += 1
            elif token.type == "hr":
                self._left_out["rules"] += 1
            elif token.type == "inline":
                self._inline(token)
        return "\n".join(self._lines)

    def _inline(self, token: "Token") -> None:
        text = "".join(map(self._piece, token.children or ()))
        if self._cells is not None:
            self._cells.append(text.strip())
            return
        is_item = self._closing and self._lead[:1] not in tuple(_SIGNS)
        text = f"{self._lead}{_TASK_BOX.sub('', text)}"
        self._lead = ""
        self._write(closed(text) if is_item else text)

    def _piece(self, token: "Token") -> str:
        self._left_out["formatting"] += token.type in _STRAY
        if token.type in {"softbreak", "hardbreak"}:
            return self._soft_break if token.type == "softbreak" else "\n"
        if token.type == "image":
            self._left_out["images"] += 1
            return ""
        if token.type == "link_open":
            self._left_out["link_addresses"] += token.info != "auto"
        return token.content if token.type in {"text", "code_inline", "text_special"} else ""

    def _lead_of(self, tokens: "Sequence[Token]", place: int) -> str:
        """Keep the part of an item's marker that is text: a list number, or a minus sign before a number ("- 5 degrees")."""
        item = tokens[place]
        if item.info:
            return f"{item.info}{item.markup} "
        text = next((token.content for token in tokens[place:] if token.type == "inline"), "")
        alone = sum(token.type == "list_item_open" and token.level == item.level for token in tokens) == 1
        return f"{item.markup} " if alone and item.markup in _SIGNS and text[:1].isdigit() else ""

    def _write(self, text: str) -> None:
        if text.strip():
            self._lines.append(text)
