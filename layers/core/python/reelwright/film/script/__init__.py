"""Scripts: cleaning and splitting any language's text, writing one from an idea, and judging how it will sound."""
