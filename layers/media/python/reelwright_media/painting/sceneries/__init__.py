"""The painted backgrounds, one function each: canvas and palette in, picture out."""
