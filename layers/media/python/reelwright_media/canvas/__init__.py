"""The ground of every picture in motion: planes, painters, compositions, encoders."""
