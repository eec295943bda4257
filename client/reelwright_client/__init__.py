"""Reelwright over HTTPS: the Python client and the command line."""
