"""What a job takes, in seconds and dollars, before and after."""
