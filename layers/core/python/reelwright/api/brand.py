"""The saved brand of a user."""

from typing import Final

from reelwright.api.route import Route, Success
from reelwright.film.captions.styles import CaptionStyleName
from reelwright.film.scenes.brand import BrandColours, Corner
from reelwright.jobs.brand import Brand
from reelwright.jobs.upload import FileReference
from reelwright.payload import Payload


class BrandView(Payload):
    """A saved brand; null where it leaves a choice to the film."""

    colours: BrandColours | None
    captions: CaptionStyleName | None
    intro: str | None
    outro: str | None
    logo: FileReference | None
    font: FileReference | None
    corner: Corner


def brand_view(brand: Brand) -> BrandView:
    """Convert a brand for its owner."""
    return BrandView.of(**{name: getattr(brand, name) for name in BrandView.model_fields})


_TAG: Final = "brand"
_PATH: Final = "/api/v1/brand"

BRAND_ROUTES: Final = (
    Route(
        method="GET",
        path=_PATH,
        operation="getBrand",
        tag=_TAG,
        summary="Get your saved brand",
        answers=(Success(status=200, description="The brand; all fields are null if none is saved.", body=BrandView),),
    ),
    Route(
        method="PUT",
        path=_PATH,
        operation="saveBrand",
        tag=_TAG,
        summary="Save your brand",
        description=(
            'It replaces the saved brand whole. Films take it with `"brand": "saved"`, as it is when the job is created. '
            'Logo and font are uploads that were opened with `"purpose": "brand"`.'
        ),
        body=Brand,
        examples={
            "colours_and_texts": {
                "colours": {"main": "#0b3d91", "accent": "#ffb000"},
                "captions": "box",
                "intro": "Space in a minute",
                "outro": "More every Friday",
            }
        },
        answers=(Success(status=200, description="The saved brand.", body=BrandView),),
        problems=("invalid_request", "too_large"),
    ),
)
