"""Only `reelwright.film.text` cuts and classifies scripts; other packages have no grammar of their own."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
FILM: Final = ROOT / "layers/core/python/reelwright/film"
MEDIA: Final = ROOT / "layers/media/python/reelwright_media"
GRAMMARS: Final = frozenset({"re", "unicodedata"})
EXCEPTIONS: Final = {
    "film/script/genres.py": "a grammar of English wishes: it reads prompts, and no script comes here",
    "film/script/topic.py": "a grammar of English topics and questions: it reads prompts, and no script comes here",
    "reelwright_media/material/pages.py": "reads web pages, and no script",
    "reelwright_media/assets/icons.py": "reads SVG files",
    "reelwright_media/painting/icon_filters.py": "reads SVG files",
    "reelwright_media/writing/iconwords.py": "reads names of icons, and no script",
    "reelwright_media/speech/espeak_library.py": "reads what espeak-ng answers: phonemes with language switches",
    "reelwright_media/speech/english_letters.py": "reads phonemes of spelt letters",
    "reelwright_media/speech/kokoro_alphabet.py": "rewrites phonemes",
    "reelwright_media/speech/espeak.py": "finds words within the text that espeak-ng times by character",
}
"""Path -> why the file may read text by itself."""


def rooms() -> Iterator[Path]:
    """Give every file of the film rooms and the media layer outside the text room."""
    for path in (*FILM.rglob("*.py"), *MEDIA.rglob("*.py")):
        if FILM / "text" not in path.parents:
            yield path


def short(path: Path) -> str:
    """Return the path as `EXCEPTIONS` names it."""
    return str(path.relative_to(FILM.parent if FILM in path.parents else MEDIA.parent))


def own_grammar(path: Path) -> list[str]:
    """Return the lines of a file that import a grammar or split a text at its white space."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        module = [node.module] if isinstance(node, ast.ImportFrom) else []
        if not GRAMMARS.isdisjoint((*names, *module)) or is_split_of_text(node):
            found.append(f"{short(path)}:{getattr(node, 'lineno', 0)}")
    return found


def is_split_of_text(node: ast.AST) -> bool:
    """Say whether a node is `text.split()`; a list of words as data, which is split where it is written, is none."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "split"
        and not node.args
        and not node.keywords
        and not (isinstance(node.func.value, ast.Constant))
    )


def test_only_the_text_room_reads_scripts() -> None:
    """No regex, no Unicode table and no split at white space elsewhere: `film.text` has the function that is needed."""
    assert [line for path in rooms() if short(path) not in EXCEPTIONS for line in own_grammar(path)] == []
