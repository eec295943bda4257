"""Webhooks as decisions: which URLs and addresses may be called, what is signed and how, when to try again."""
