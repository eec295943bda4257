"""The function that decodes users' files, in a sandbox."""
