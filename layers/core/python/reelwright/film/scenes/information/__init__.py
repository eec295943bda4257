"""Information scenes: what a sentence states in figures, dates, places, steps or quotations, drawn from its own words.

Requests import `model`, which is small; `rules` read whole languages, so only the steps import them.
"""
