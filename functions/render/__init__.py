"""Lays out, renders and composes films."""
