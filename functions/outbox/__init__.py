"""Reads the table's stream and sends jobs to their queues."""
