"""Sentence embeddings and valence."""
