"""Providers as data: their names, models, prices and answers, readable without any SDK."""
