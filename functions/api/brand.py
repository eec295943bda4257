"""The saved brand of the caller."""

from aws_lambda_powertools.event_handler import Response

from reelwright.api.brand import brand_view
from reelwright.entry.http import Ask, answer, handles
from reelwright.entry.world import world
from reelwright.jobs.brand import Brand
from reelwright.usecases.save_brand import read_brand, save_brand


@handles("getBrand")
def read(ask: Ask) -> Response[str]:
    """Read the caller's brand."""
    return answer(200, brand_view(read_brand(ask.caller.user_id, world=world())))


@handles("saveBrand")
def save(ask: Ask) -> Response[str]:
    """Replace the caller's brand."""
    brand, user_id = ask.body(Brand), ask.caller.user_id
    return answer(200, brand_view(save_brand(brand, user_id=user_id, world=world())))
