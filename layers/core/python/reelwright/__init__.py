"""Reelwright's core: jobs, the pipeline as data, and everything about a film that needs no codec."""
