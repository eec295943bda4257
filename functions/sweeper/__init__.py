"""Repairs, every minute, jobs whose events were lost."""
