"""Writes and judges scripts, plans scenes."""
