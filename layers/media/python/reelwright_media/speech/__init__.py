"""Speech synthesis with the start and end time of each word."""
