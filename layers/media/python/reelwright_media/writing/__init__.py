"""Script writers, embeddings and sentiment."""
