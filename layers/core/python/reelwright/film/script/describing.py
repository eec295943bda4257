"""What a text model says about a written film: its words for publishing, and what each picture shows."""

from typing import Annotated, Final, Protocol, runtime_checkable

from pydantic import AfterValidator, Field, StringConstraints

from reelwright.values import Value

MAX_TITLE_CHARACTERS: Final = 100
"""YouTube's limit of a title."""
MAX_DESCRIPTION_CHARACTERS: Final = 2_000
"""Below the limits of TikTok (2,200) and Instagram (2,200); YouTube allows 5,000."""
MAX_TAGS: Final = 15
MAX_TAG_CHARACTERS: Final = 30
"""YouTube's limit of a tag."""


def _bare(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Remove number signs and repeated tags: a client adds the sign for platforms that have one."""
    return tuple({tag.lstrip("#").strip().casefold(): tag.lstrip("#").strip() for tag in tags}.values())


Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=MAX_TAG_CHARACTERS)]


class FilmText(Value):
    """A written film: the whole text as spoken, its title if the request gave one, and its language (BCP 47)."""

    text: str
    title: str = ""
    language: str


class Publishing(Value):
    """Words for publishing a film, in its language. Tags have no number sign."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=MAX_TITLE_CHARACTERS)]
    description: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MAX_DESCRIPTION_CHARACTERS)
    ]
    tags: Annotated[tuple[Tag, ...], Field(min_length=1, max_length=MAX_TAGS), AfterValidator(_bare)]


class PictureWords(Value):
    """What the picture of one scene shows, in English: picture models and stock search understand it best."""

    shows: Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=400)]
    """One sentence about what is to be seen: subject, place, action."""
    search: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]
    """One to four words that find a photograph of it."""


@runtime_checkable
class DescribingProvider(Protocol):
    """A text model that describes films. Raises as `providers.model.Completion`."""

    name: str

    def publishing(self, film: FilmText) -> Publishing:
        """Write title, description and tags."""

    def pictures(self, film: FilmText, scenes: tuple[str, ...]) -> tuple[PictureWords, ...]:
        """Say what the picture of each scene shows, in the order of the scenes' texts."""
