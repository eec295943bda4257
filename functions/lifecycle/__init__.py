"""Writes the end of attempts."""
