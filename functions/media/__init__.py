"""Speaks, draws and films scenes."""
