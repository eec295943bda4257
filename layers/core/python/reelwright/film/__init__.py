"""The film as a model, from script to timeline. Pure: no I/O, no clock, no randomness without a seed."""
