"""Text: the one place that cleans, cuts and classifies a script. Every other room takes its words from here."""
