"""Ends the attempt of an execution that has ended."""
