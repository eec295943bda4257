"""Signed webhooks about jobs that have ended."""
