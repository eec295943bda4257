"""What the system does, one verb a file: arguments are ports plus one command, the result is a model."""
