"""Figures of jobs: estimates of time and price, tallies, forecasts, metrics."""
