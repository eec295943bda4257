"""Shots become film: moviepy clips that paint themselves into YUV planes, encoded in process."""
