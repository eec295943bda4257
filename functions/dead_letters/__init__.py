"""Ends jobs that could not be started."""
