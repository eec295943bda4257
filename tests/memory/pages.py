"""Pages that a test sets by their address."""

from reelwright.errors import ContentError
from reelwright.ports import RawPage


class MemoryPages:
    """`ports.Pages`; `read_urls` may be read by tests. An exception in place of a page is raised."""

    def __init__(self) -> None:
        self.known: dict[str, str | Exception] = {}
        self.read_urls: list[str] = []

    def read(self, url: str) -> RawPage:
        """Return the stated page."""
        self.read_urls.append(url)
        found = self.known.get(url, ContentError("answered 404: give the address of a page that needs no sign-in."))
        if isinstance(found, Exception):
            raise found
        return RawPage(url=url, markup="html", charset="utf-8", body=found.encode())
