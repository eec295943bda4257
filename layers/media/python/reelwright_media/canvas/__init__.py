"""Shared drawing of video frames: planes, painters, compositions, encoders."""
