"""`read_sources`: the web pages of a request, read once a job and reduced to their main text.

The page is read by this function and parsed by the sandbox of `material`, which has no rights.
"""

import json

from reelwright.errors import AttemptError
from reelwright.film.decoding import PageOrder
from reelwright.jobs.source import MAX_SOURCE_CHARACTERS, Source
from reelwright.values import Value
from reelwright_media.steps.checkpoint import artefact_key, checkpoint
from reelwright_media.steps.context import StepContext, StepOutcome, json_bytes
from reelwright_media.steps.decode import Located, errand


class ReadPage(Value):
    """The title, empty if the page has none, and the main text of a page."""

    title: str
    text: str

    @property
    def whole(self) -> str:
        """Return title and text."""
        return f"{self.title}\n{self.text}" if self.title else self.text


class ReadPages(Value):
    """The artefact of `read_sources`: each page by its address in the request."""

    pages: dict[str, ReadPage]


def read_sources(context: StepContext) -> StepOutcome:
    """Read every page that the request names. Raises ContentError that names the first unusable one."""
    urls = {source.url: place for place, source in enumerate(context.video.sources) if source.url is not None}
    key = artefact_key(context, {"urls": list(urls), "job": context.job.job_id}, "json")

    def make() -> bytes:
        pages = {}
        for done, (url, place) in enumerate(urls.items(), 1):
            pages[url] = _read(context, url, f"sources.{place}.url")
            context.report(done / len(urls), f"Read source {done}/{len(urls)}")
        return json_bytes(ReadPages(pages=pages))

    cached = checkpoint(context, key, make)
    return StepOutcome(key=key, cached=cached, message_values={"total": len(urls)})


def source_texts(context: StepContext) -> tuple[str, ...]:
    """Return the text of each source, in the request's order: given, or read by `read_sources`."""
    sources = context.video.sources
    if not any(source.url for source in sources):
        return tuple(source.text or "" for source in sources)
    read = ReadPages.model_validate(context.load(context.key("read_sources")))
    return tuple(_text_of(source, read) for source in sources)


def _text_of(source: Source, read: ReadPages) -> str:
    return read.pages[source.url].whole if source.url is not None else source.text or ""


def _read(context: StepContext, url: str, name: str) -> ReadPage:
    """Read one page and have it parsed. The page is kept: a repeated step of the same job does not read it again."""
    raw_key = artefact_key(context, {"url": url, "job": context.job.job_id}, "page")
    facts_key = raw_key.removesuffix("page") + "json"
    if not context.artefacts.exists(facts_key):
        try:
            page = context.world.pages.read(url)
        except AttemptError as error:
            raise type(error)(f"{name} {error}") from error
        context.artefacts.put_once(raw_key, page.body, content_type="application/octet-stream")
        located = Located(name=name, key=raw_key, etag="", size_bytes=len(page.body))
        order = PageOrder(markup=page.markup, charset=page.charset, most_characters=MAX_SOURCE_CHARACTERS)
        errand(context, located, order, facts_key)
    return ReadPage.model_validate(json.loads(context.artefacts.get(facts_key)))
