"""`python -m reelwright_client` is `reelwright`."""

from reelwright_client.cli import app

app()
