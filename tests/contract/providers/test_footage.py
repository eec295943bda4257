"""The promises of every source of stock clips, each against its twin over real HTTP. Numbers are those of `test_stock`."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from reelwright.entry.clips import footage_models
from reelwright.errors import (
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
)
from reelwright.providers.clips import FetchedClip
from reelwright.providers.setup import ClipSetup, ProvidersSetup
from reelwright.providers.stock import SearchOrder, StockModel, TakeOrder
from tests.twins.dialects import KEY
from tests.twins.footage import footage_twin, video
from tests.twins.server import Fault
from tests.twins.stock import StockTwin, running_stock

ORDER = SearchOrder(query="humpback whale", language="en-US", width=1080, height=1920, seconds=5)


def model_of(twin: StockTwin, *, key: str | None = KEY) -> StockModel:
    """Build the source that calls this twin, as the function with keys does."""
    setup = ClipSetup.model_validate({"provider": twin.name, "base": twin.base})
    return footage_models(ProvidersSetup(clip=(setup,)), {} if key is None else {twin.name: key})[twin.name]


@pytest.fixture(params=["pexels", "pixabay"])
def twin(request: pytest.FixtureRequest) -> Iterator[StockTwin]:
    """Run the twin of each source."""
    with running_stock(footage_twin(request.param)) as started:
        yield started


def test_a_search_finds_clips_with_length_author_licence_and_the_sentence_to_publish(twin: StockTwin) -> None:
    """C1: in the source's own order; the twin accepts every parameter."""
    hits = model_of(twin).search(ORDER).hits
    assert [(hit.id, hit.seconds) for hit in hits] == [(str(number), 12) for number in range(1, 7)]
    credit = hits[0].credit
    assert (credit.provider, credit.id, credit.author) == (twin.name, "1", "Ada Lovelace")
    assert credit.page.startswith(f"https://{'www.' if twin.name == 'pexels' else ''}{twin.name}.com/video")
    assert credit.author_page is not None
    assert credit.licence.endswith("License")
    assert credit.text == f"Video by Ada Lovelace on {twin.name.capitalize()}: {credit.page}"
    assert "whale" in hits[0].about
    assert twin.refused == []


def test_the_smallest_file_that_covers_the_film_is_chosen(twin: StockTwin) -> None:
    """A film in 4K is downloaded for no film in HD; where all are smaller, the largest is."""
    hit = model_of(twin).search(ORDER).hits[0]
    assert (hit.width, hit.height) == (1080, 1920)
    twin.photos = [video(1, width=540, height=960)]
    assert model_of(twin).search(ORDER).hits[0].height == {"pexels": 1920, "pixabay": 960}[twin.name]


def test_clips_of_the_films_shape_come_first() -> None:
    """Pexels searches by orientation; Pixabay cannot, so its answer is put in order."""
    with running_stock(footage_twin("pixabay")) as twin:
        twin.photos = [video(1, width=1920, height=1080), video(2), video(3, width=1920, height=1080), video(4)]
        hits = model_of(twin).search(ORDER).hits
        assert [hit.id for hit in hits] == ["2", "4", "1", "3"]
    with running_stock(footage_twin("pexels")) as twin:
        model_of(twin).search(ORDER)
        assert twin.searches[0]["orientation"] == "portrait"


def test_a_clip_is_fetched_as_it_is_without_the_key_and_costs_nothing(twin: StockTwin) -> None:
    """The key goes to the search alone."""
    model = model_of(twin)
    made = model.take(TakeOrder(hit=model.search(ORDER).hits[1]))
    assert isinstance(made.answer, FetchedClip)
    assert made.raw == twin.photos[1].bytes
    assert (made.answer.bill.usd, made.answer.size_bytes) == (0.0, len(made.raw))
    assert twin.files == ["/files/2.mp4"]
    assert KEY not in str(twin.headers[-1])


@pytest.mark.parametrize("language", ["en-US", "pt-BR", "ar"])
@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (1080, 1080)])
@pytest.mark.parametrize("query", ["глаз кита", "a&b=c?d#e", "word " * 60])
def test_every_search_passes_the_documented_parameters(
    twin: StockTwin, language: str, size: tuple[int, int], query: str
) -> None:
    """C8: languages that a source does not have are not sent; long words are cut."""
    width, height = size
    model_of(twin).search(SearchOrder(query=query, language=language, width=width, height=height))
    assert twin.refused == []


def test_a_throttle_carries_the_delay(twin: StockTwin) -> None:
    """C2: of the search and of the file."""
    model = model_of(twin)
    hit = model.search(ORDER).hits[0]
    for call in (lambda: model.search(ORDER), lambda: model.take(TakeOrder(hit=hit))):
        twin.plan = [Fault(status=429, retry_after=7)]
        with pytest.raises(ProviderThrottledError) as caught:
            call()
        assert caught.value.retry_after_seconds == 7


@pytest.mark.parametrize(
    "fault", [Fault(status=500), Fault(half=True), Fault(body=b"<html>"), Fault(body=b'{"videos": [{}], "hits": [{}]}')]
)
def test_failures_of_the_source_are_provider_errors(twin: StockTwin, fault: Fault) -> None:
    """C3, C5: never an error of a library."""
    twin.plan = [fault]
    with pytest.raises(ProviderError):
        model_of(twin).search(ORDER)


def test_a_silent_source_times_out(twin: StockTwin) -> None:
    """C4: within the time limit of the order."""
    twin.plan = [Fault(silent_seconds=1.0)]
    with pytest.raises(ProviderTimeoutError):
        model_of(twin).search(ORDER.model_copy(update={"seconds": 0.2}))


@pytest.mark.parametrize("fault", [Fault(body=b"<html>"), Fault(half=True), Fault(status=404), Fault(body=b"")])
def test_a_broken_file_is_an_error_of_the_provider(twin: StockTwin, fault: Fault) -> None:
    """C5, C12: what does not begin as an MP4 is not kept."""
    model = model_of(twin)
    hit = model.search(ORDER).hits[0]
    twin.plan = [fault]
    with pytest.raises((ProviderError, ProviderRefusedError)):
        model.take(TakeOrder(hit=hit))


@pytest.mark.parametrize(
    "host",
    ["http://169.254.169.254", "https://example.com", "http://127.0.0.1:1", "https://videos.pexels.com@example.com"],
)
def test_a_file_on_another_host_is_not_fetched(twin: StockTwin, host: str) -> None:
    """C12: an answer does not decide whom we call."""
    twin.photos = [video(1, host=host)]
    model = model_of(twin)
    hit = model.search(ORDER).hits[0]
    with pytest.raises(ProviderRefusedError, match="not its own"):
        model.take(TakeOrder(hit=hit))
    assert twin.files == []


def test_a_source_without_its_key_is_misconfigured_and_no_message_has_a_key(twin: StockTwin) -> None:
    """C7: Pixabay's key is in the URL, and in no error."""
    with pytest.raises(ProviderMisconfiguredError, match="key"):
        model_of(twin, key=None).search(ORDER)
    for status in (400, 401, 403, 429, 500):
        twin.plan = [Fault(status=status, body=f'{{"error": "bad key {KEY}"}}'.encode())]
        with pytest.raises(Exception, match=twin.name) as caught:
            model_of(twin).search(ORDER)
        assert KEY not in str(caught.value)


@pytest.mark.parametrize("wrong", [{"provider": "wikimedia"}, {"provider": "pexels", "seconds": (5,)}])
def test_a_source_of_clips_has_no_lengths_and_wikimedia_is_none(wrong: dict[str, Any]) -> None:
    """The setup says so before anything is deployed."""
    with pytest.raises(ValidationError):
        ClipSetup.model_validate(wrong)
