"""Webhooks as decisions: allowed URLs and addresses, signatures, and the retry schedule."""
