"""The main text of web pages, as the sandbox reads it."""

from pathlib import Path

import pytest

from reelwright.errors import ContentError
from reelwright_media.material.pages import page_text

ARTICLE = """<html><head><title>Sourdough - Bread Blog</title><meta charset="utf-8"><script>track("x" * 500)</script></head>
<body><nav><a href="/">Home</a><a href="/shop">Shop</a></nav><div><ul><li><a href="/1">Cakes</a></li><li><a href="/2">Pies</a>
</li><li><a href="/3">Tarts</a></li></ul></div><aside>Buy flour, 20 % off</aside>
<article><h1>Sourdough</h1><p>Sourdough rises with wild yeast, which lives in the starter, and needs feeding every 24 hours.</p>
<ul><li>450 g flour</li><li>320 g water</li></ul><p>Bake it at 250 °C for 20 minutes, then at 220 °C until it sounds hollow.</p>
</article><footer>Imprint. Cookies.</footer></body></html>"""


def read(tmp_path: Path, raw: bytes, *, markup: str = "html", charset: str | None = None, most: int = 10_000) -> str:
    """Read a page's text."""
    path = tmp_path / "page"
    path.write_bytes(raw)
    return page_text(path, markup=markup, charset=charset, most_characters=most).text


def test_navigation_and_advertisements_are_left_out(tmp_path: Path) -> None:
    """Blocks are lines; items of lists stay."""
    lines = read(tmp_path, ARTICLE.encode()).split("\n")
    assert "450 g flour" in lines
    assert any(line.startswith("Bake it at 250 °C") for line in lines)
    assert not any(word in line for line in lines for word in ("Shop", "off", "Cookies", "track", "Pies"))


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", None])
def test_the_declared_charset_counts(tmp_path: Path, charset: str | None) -> None:
    """The server's declaration wins; without one the page's own does."""
    assert "250 °C" in read(tmp_path, ARTICLE.encode(charset or "utf-8"), charset=charset)


def test_plain_text_is_kept_line_by_line_and_cut_at_a_line(tmp_path: Path) -> None:
    """An unknown charset is read as UTF-8."""
    text = "\n".join(f"Line {number} says something about bread and water." for number in range(40))
    assert read(tmp_path, text.encode(), markup="plain", charset="x-unknown", most=200) == "\n".join(
        text.split("\n")[:4]
    )


@pytest.mark.parametrize("raw", [b"", b"<html><body><p>Accept cookies</p></body></html>", b"\x00\x01\x02<<<>>>" * 9])
def test_a_page_without_text_is_refused(tmp_path: Path, raw: bytes) -> None:
    """A consent form, or a page that scripts fill, is no source."""
    with pytest.raises(ContentError):
        read(tmp_path, raw)
