"""Starts jobs from the queues while capacity is free."""
