"""Hooks and scripts from an idea."""
