"""The only room that draws, mixes and encodes: it implements the media ports of the core."""
