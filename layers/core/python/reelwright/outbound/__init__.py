"""Outgoing webhooks and calls of providers: the only room that connects to hosts outside of AWS."""
