"""The blocking client. Its other modules are generated from `reelwright_client.asynchronous` (`make docs`): edit those."""
