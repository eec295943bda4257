"""Ends jobs whose messages could not be started."""
