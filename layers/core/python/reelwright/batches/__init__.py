"""Batches: many films from one manifest. Pure: manifests are read, lines judged, errors grouped, results written as texts."""
