"""A decoder that takes JPEG, MP4 that ends with its seconds, and files that begin with `picture`, `clip` or `music`.

It decodes them by saying so; of a font it writes what follows the word `font`.
"""

import json
from urllib.parse import unquote, urlsplit

from reelwright.film.decoding import (
    ClipOrder,
    DecodeCommand,
    DecodedFacts,
    DecodeReply,
    FontOrder,
    PageOrder,
    SoundOrder,
)
from tests.memory.artefacts import MemoryArtefacts


class MemoryDecoding:
    """`ports.Decoding` on the objects in memory; `commands` may be read by tests."""

    def __init__(self, artefacts: MemoryArtefacts) -> None:
        self._artefacts = artefacts
        self.commands: list[DecodeCommand] = []

    def decode(self, command: DecodeCommand) -> DecodeReply:
        """Write the content and the order, unless the content is none."""
        self.commands.append(command)
        source = key_of(command.source_url)
        if not self._artefacts.exists(source):
            return DecodeReply(problem="is not there any more: upload it again.")
        content = self._artefacts.get(source)
        order = command.order
        if isinstance(order, PageOrder | FontOrder):
            return self._page_or_font(command, order, content)
        is_film = content[4:8] == b"ftyp"
        if not is_film and not content.startswith(
            (b"music",) if isinstance(order, SoundOrder) else (b"picture", b"clip", b"\xff\xd8\xff")
        ):
            return DecodeReply(problem="is damaged.")
        made = content + (f" for {order.width}x{order.height}".encode() if isinstance(order, ClipOrder) else b"")
        self._artefacts.put_once(key_of(command.target_url), made, content_type=command.target_headers["content-type"])
        if isinstance(order, SoundOrder):
            return DecodeReply(facts=DecodedFacts(kind="sound", seconds=order.seconds))
        if is_film and isinstance(order, ClipOrder):
            seconds = min(float(content.split()[-1]), order.seconds)
            return DecodeReply(facts=DecodedFacts(kind="clip", width=10, height=10, seconds=seconds))
        is_clip = content.startswith(b"clip")
        kind, length = ("clip", 4.0) if is_clip else ("picture", None)
        return DecodeReply(
            facts=DecodedFacts.model_validate({"kind": kind, "width": 10, "height": 10, "seconds": length})
        )

    def _page_or_font(self, command: DecodeCommand, order: PageOrder | FontOrder, content: bytes) -> DecodeReply:
        if isinstance(order, PageOrder):
            made = json.dumps({"title": "", "text": content.decode()[: order.most_characters]}).encode()
        else:
            kind, _, made = content.partition(b" ")
            if kind != b"font":
                return DecodeReply(problem="is no font. Save it as TTF or OTF.")
        self._artefacts.put_once(key_of(command.target_url), made, content_type=command.target_headers["content-type"])
        return DecodeReply(facts=DecodedFacts(kind=order.form))


def key_of(url: str) -> str:
    """Return the key that a signed URL in memory leads to."""
    parts = urlsplit(url)
    return unquote(parts.netloc + parts.path)
