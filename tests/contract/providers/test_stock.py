"""The promises of every source of stock photographs, each against its twin over real HTTP."""

import time
from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from reelwright.entry.pictures import stock_models
from reelwright.errors import ProviderError, ProviderMisconfiguredError, ProviderThrottledError
from reelwright.providers.pictures import Painted
from reelwright.providers.setup import PictureSetup, ProvidersSetup
from reelwright.providers.stock import SearchOrder, StockModel, TakeOrder
from tests.twins.dialects import KEY
from tests.twins.server import Fault
from tests.twins.stock import Photo, StockTwin, running_stock

ORDER = SearchOrder(query="humpback whale", language="en-US", width=1080, height=1920, seconds=5)
NAMES = ("pexels", "pixabay", "wikimedia")


def model_of(twin: StockTwin, *, key: str | None = KEY) -> StockModel:
    """Build the source that calls this twin, as the function with keys does."""
    setup = PictureSetup.model_validate({"provider": twin.name, "base": twin.base, "contact": "ops@example.com"})
    return stock_models(ProvidersSetup(picture=(setup,)), {} if key is None else {twin.name: key})[twin.name]


@pytest.fixture(params=NAMES)
def twin(request: pytest.FixtureRequest) -> Iterator[StockTwin]:
    """Run the twin of each source."""
    with running_stock(StockTwin(request.param)) as started:
        yield started


def test_a_search_finds_photographs_with_author_licence_and_the_sentence_to_publish(twin: StockTwin) -> None:
    """C1: in the source's own order; the twin accepts every parameter."""
    hits = model_of(twin).search(ORDER).hits
    assert [hit.id for hit in hits] == ["1", "2", "3", "4", "5", "6"]
    credit = hits[0].credit
    assert (credit.provider, credit.author) == (twin.name, "Ada Lovelace")
    assert credit.page.startswith("https://")
    assert credit.author_page is not None
    assert credit.licence
    for part in ("Ada Lovelace", credit.page):
        assert part in credit.text
    assert twin.refused == []


def test_a_photograph_is_fetched_as_it_is_with_its_credit_and_costs_nothing(twin: StockTwin) -> None:
    """The key goes to the search alone."""
    model = model_of(twin)
    hit = model.search(ORDER).hits[1]
    made = model.take(TakeOrder(hit=hit))
    assert isinstance(made.answer, Painted)
    assert made.raw == twin.photos[1].bytes
    assert (made.answer.credit, made.answer.bill.usd, made.answer.media_type) == (hit.credit, 0.0, "image/jpeg")
    assert twin.files == ["/files/2.jpg"]
    assert KEY not in str(twin.headers[-1])


@pytest.mark.parametrize("language", ["en-US", "de", "pt-BR", "ar", "th-TH"])
@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (1080, 1080)])
@pytest.mark.parametrize("query", ["w", "глаз кита", "a&b=c?d#e", "word " * 60])
def test_every_search_passes_the_documented_parameters(
    twin: StockTwin, language: str, size: tuple[int, int], query: str
) -> None:
    """C8: languages that a source does not have are not sent; long words are cut."""
    width, height = size
    model_of(twin).search(SearchOrder(query=query, language=language, width=width, height=height))
    assert twin.refused == []


def test_a_throttle_carries_the_delay_in_all_its_forms(twin: StockTwin) -> None:
    """C2: `Retry-After`, the seconds or the moment of the limit's reset, or none."""
    soon = str(int(time.time()) + 600)
    twin.plan = [
        Fault(status=429, retry_after=7),
        Fault(status=429, headers=(("X-RateLimit-Reset", "30"),)),
        Fault(status=429, headers=(("X-Ratelimit-Reset", soon),)),
        Fault(status=429, body=b"<html>a challenge</html>"),
    ]
    delays = []
    for _ in range(4):
        with pytest.raises(ProviderThrottledError) as caught:
            model_of(twin).search(ORDER)
        delays.append(caught.value.retry_after_seconds)
    assert delays[:2] == [7, 30]
    assert delays[2] is not None
    assert 500 < delays[2] <= 600
    assert delays[3] is None


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), Fault(half=True), Fault(body=b"<html>"), Fault(body=b'{"photos": 3, "hits": 3, "query": 3}')],
)
def test_failures_of_the_source_are_provider_errors(twin: StockTwin, fault: Fault) -> None:
    """C3, C5: never an error of a library."""
    twin.plan = [fault]
    with pytest.raises(ProviderError):
        model_of(twin).search(ORDER)


@pytest.mark.parametrize("fault", [Fault(body=b"<html>"), Fault(half=True), Fault(status=404), Fault(body=b"")])
def test_a_broken_file_is_an_error_of_the_provider(twin: StockTwin, fault: Fault) -> None:
    """C5, C12: what does not begin as a picture is not kept."""
    model = model_of(twin)
    hit = model.search(ORDER).hits[0]
    twin.plan = [fault]
    with pytest.raises((ProviderError, ProviderMisconfiguredError)):
        model.take(TakeOrder(hit=hit))


@pytest.mark.parametrize(
    "host",
    ["http://169.254.169.254", "https://example.com", "http://127.0.0.1:1", "https://images.pexels.com@example.com"],
)
def test_a_file_on_another_host_is_not_fetched(twin: StockTwin, host: str) -> None:
    """C12: an answer does not decide whom we call."""
    twin.photos = [Photo(1, host=host)]
    model = model_of(twin)
    hit = model.search(ORDER).hits[0]
    with pytest.raises(ProviderError, match="another host"):
        model.take(TakeOrder(hit=hit))
    assert twin.files == []


def test_a_source_without_its_key_is_misconfigured_and_no_message_has_a_key() -> None:
    """C7: Pixabay's key is in the URL, and in no error."""
    for name in ("pexels", "pixabay"):
        with running_stock(StockTwin(name)) as twin:
            with pytest.raises(ProviderMisconfiguredError, match="key"):
                model_of(twin, key=None).search(ORDER)
            for status in (400, 401, 403, 429, 500):
                twin.plan = [Fault(status=status, body=f'{{"error": "bad key {KEY}"}}'.encode())]
                with pytest.raises(Exception, match=name) as caught:
                    model_of(twin).search(ORDER)
                assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("licence", "is_used"),
    [
        *(("CC0", True), ("CC BY 4.0", True), ("CC BY 2.0", True), ("Public domain", True), ("CC BY 3.0 de", True)),
        *(("CC BY-SA 4.0", False), ("CC BY-NC 2.0", False), ("GFDL", False), ("Fair use", False), ("", False)),
        *(("CC BY-ND 4.0", False), ("CC BY 4.0 NC", False)),
    ],
)
def test_only_licences_that_need_attribution_alone_are_used(licence: str, is_used: bool) -> None:  # noqa: FBT001 - a row
    """Share-alike would bind the whole film, and others forbid its sale or the crop."""
    with running_stock(StockTwin("wikimedia", photos=[Photo(1, licence=licence)])) as twin:
        assert bool(model_of(twin).search(ORDER).hits) is is_used


def test_a_picture_of_unknown_author_is_not_used() -> None:
    """Nobody could be credited."""
    with running_stock(StockTwin("wikimedia", photos=[Photo(1, author="")])) as twin:
        assert model_of(twin).search(ORDER).hits == ()


def test_the_sentence_for_wikimedia_names_licence_and_change() -> None:
    """As Creative Commons' licences demand: title, author, licence with its page, source, and that it is cropped."""
    with running_stock(StockTwin("wikimedia")) as twin:
        credit = model_of(twin).search(ORDER).hits[0].credit
    assert credit.text == (
        "“Picture 1” by Ada Lovelace, CC BY 4.0 (https://creativecommons.org/licenses/by/4.0), via Wikimedia Commons: "
        "https://commons.wikimedia.org/wiki/File:Picture_1.jpg; cropped"
    )
    assert credit.author_page == "https://commons.wikimedia.org/wiki/User:Ada"


def test_wikimedia_wants_a_contact_of_the_operator() -> None:
    """Its policy of User-Agents."""
    with pytest.raises(ValidationError, match="contact"):
        PictureSetup.model_validate({"provider": "wikimedia"})
