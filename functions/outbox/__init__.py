"""Reads the table's stream and brings jobs to their queues."""
