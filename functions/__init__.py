"""One folder per trigger, a handler in each."""
