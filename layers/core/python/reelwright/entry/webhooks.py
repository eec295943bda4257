"""What sends webhooks in this process; loaded by those alone who send some: TLS and its certificates take their time."""

from functools import lru_cache

from reelwright.entry.world import new_id, now, world
from reelwright.ports import Courier
from reelwright.posting.courier import HttpsCourier
from reelwright.usecases.send_webhook import Post
from reelwright.usecases.sign_webhook import Signer


@lru_cache(maxsize=1)
def courier() -> Courier:
    """Return this process's courier; only the local environment's also calls `http://localhost`."""
    return HttpsCourier(local=world().settings.environment == "local")


@lru_cache(maxsize=1)
def signer() -> Signer:
    """Return what signs for users."""
    return Signer(rings=world().key_rings, secrets=world().secrets)


def post() -> Post:
    """Return everything that a try needs."""
    here = world()
    return Post(
        deliveries=here.deliveries,
        signer=signer(),
        courier=courier(),
        settings=here.settings,
        clock=now,
        ids=new_id,
    )
