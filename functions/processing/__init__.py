"""Thumbnails, exports, batches, and an attempt's end."""
