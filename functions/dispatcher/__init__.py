"""Fills free capacity from the queues."""
