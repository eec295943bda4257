"""Cloud providers, one file each: their own dialect of a request, an answer and an error, and nothing else."""
