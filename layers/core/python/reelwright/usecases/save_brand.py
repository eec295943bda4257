"""Save the brand of a user, read it, and put it in the place of `brand: saved`."""

from reelwright.errors import ContentError
from reelwright.jobs.brand import Brand
from reelwright.jobs.upload import BRAND, FileReference, material_key
from reelwright.jobs.video_request import VideoRequest
from reelwright.ports import World
from reelwright.refusals import InvalidField


def save_brand(brand: Brand, *, user_id: str, world: World) -> Brand:
    """Replace the user's brand; from then on its logo and font are kept. Idempotent.

    Raises InvalidField for a logo or font that is not the user's, or that would expire with the files of films.
    """
    files = {"logo": brand.logo, "font": brand.font}
    uploads = [_kept(file, field, user_id, world) for field, file in files.items() if file is not None]
    if uploads:
        world.uploads.use(user_id, uploads)
    world.profiles.keep_brand(user_id, brand)
    return brand


def _kept(file: FileReference, field: str, user_id: str, world: World) -> str:
    """Return the upload of a file that is kept; raises as `save_brand`."""
    try:
        material_key(file, user_id, world.settings.bucket_name)
    except ContentError as error:
        raise InvalidField(f"{field}.s3", str(error)) from error
    if file.upload is None or not file.upload.startswith(BRAND):
        raise InvalidField(field, 'a saved brand needs an upload that was opened with "purpose": "brand"')
    return file.upload


def read_brand(user_id: str, *, world: World) -> Brand:
    """Return the user's saved brand; an empty one if there is none."""
    return world.profiles.brand(user_id) or Brand()


def settle_brand(video: VideoRequest, *, field: str, user_id: str, world: World) -> VideoRequest:
    """Replace `brand: saved` by the saved brand, as it is now: later changes do not reach the job.

    Reads only if the request asks for it. Raises InvalidField if no brand is saved.
    """
    if video.brand != "saved":
        return video
    brand = world.profiles.brand(user_id)
    if brand is None:
        raise InvalidField(f"{field}.brand", "no brand is saved: send it with PUT /api/v1/brand first")
    return video.model_copy(update={"brand": brand})
