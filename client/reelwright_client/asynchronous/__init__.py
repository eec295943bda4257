"""The client on asyncio, written by hand. `reelwright_client.blocking` is generated from it (`make docs`)."""
