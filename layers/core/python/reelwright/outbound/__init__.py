"""Webhooks on their way out: the only room that connects to hosts which users name."""
