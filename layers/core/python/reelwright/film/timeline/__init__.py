"""The edit decision list: everything a renderer needs, as data."""
