"""Outgoing webhooks: the only package that connects to hosts named by users."""
