"""Repairs each minute what an event should have done."""
