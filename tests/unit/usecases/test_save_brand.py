"""A user saves a brand once, and films carry it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.film.scenes.brand import BrandColours
from reelwright.jobs.brand import Brand
from reelwright.jobs.upload import FileReference, UploadRequest, upload_key
from reelwright.refusals import InvalidField
from reelwright.usecases.open_upload import open_upload
from reelwright.usecases.save_brand import read_brand, save_brand

if TYPE_CHECKING:
    from reelwright.jobs.caller import Caller
    from tests.memory.system import System

BLUE = Brand(colours=BrandColours(main="#0b3d91", accent="#ffb000"), captions="box", intro="Space in a minute")


def uploaded(system: "System", caller: "Caller", **fields: Any) -> str:
    """Open an upload of a logo and return its id."""
    request = UploadRequest.model_validate({"content_type": "image/png", "bytes": 100, "purpose": "brand", **fields})
    return open_upload(request, caller=caller, world=system).upload_id


def test_a_film_has_the_saved_brand_as_it_was_when_the_job_was_created(system: "System", ada: "Caller") -> None:
    """A later brand does not reach a job that waits."""
    save_brand(BLUE, user_id="ada", world=system)
    film = {"script_content": "Hello there, world.", "brand": "saved"}
    job_id = system.create(ada, video_request=film).job_id
    save_brand(Brand(outro="Bye"), user_id="ada", world=system)
    assert system.job(job_id).request.video_request.own_brand == BLUE
    assert read_brand("ada", world=system) == Brand(outro="Bye")


def test_a_saved_brand_that_does_not_exist_is_refused_with_the_remedy(system: "System", ada: "Caller") -> None:
    """Nobody gets a film without the brand that was asked for."""
    with pytest.raises(InvalidField, match="PUT /api/v1/brand"):
        system.create(ada, video_request={"script_content": "Hello there, world.", "brand": "saved"})


def test_nobody_has_the_brand_of_another_user(system: "System", eve: "Caller") -> None:
    """Also an empty brand is an answer."""
    save_brand(BLUE, user_id="ada", world=system)
    assert read_brand("eve", world=system) == Brand()
    with pytest.raises(InvalidField):
        system.create(eve, video_request={"script_content": "Hello there, world.", "brand": "saved"})


def test_logo_and_font_of_a_saved_brand_are_kept_apart_from_films_and_never_dropped_as_unused(
    system: "System", ada: "Caller"
) -> None:
    """Files of films expire within a week."""
    logo, font = uploaded(system, ada), uploaded(system, ada, content_type="font/otf")
    assert all(upload_key("ada", one).startswith("brands/ada/") for one in (logo, font))
    files = {"logo": FileReference(upload=logo), "font": FileReference(upload=font)}
    save_brand(BLUE.model_copy(update=files), user_id="ada", world=system)
    assert read_brand("ada", world=system).font == files["font"]
    assert system.uploads.unused(before=system.clock() + timedelta(days=2), limit=9) == ()


@pytest.mark.parametrize("field", ["logo", "font"])
def test_a_logo_or_font_that_would_expire_is_refused(system: "System", ada: "Caller", field: str) -> None:
    """An upload for films, and an object at an address."""
    logo = FileReference(upload=uploaded(system, ada, purpose="film"))
    for given in (logo, FileReference(s3="s3://films/uploads/ada/logo.png")):
        with pytest.raises(InvalidField, match='"purpose": "brand"') as caught:
            save_brand(Brand.model_validate({field: given}), user_id="ada", world=system)
        assert caught.value.fields[0].field == field
    foreign = FileReference(s3="s3://films/uploads/eve/a")
    with pytest.raises(InvalidField, match="only objects under"):
        save_brand(Brand.model_validate({field: foreign}), user_id="ada", world=system)
