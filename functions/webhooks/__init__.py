"""Delivers signed webhooks when jobs end."""
