"""The painted backgrounds: one function per scenery, from canvas and palette to image."""
