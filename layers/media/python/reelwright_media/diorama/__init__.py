"""A picture in planes of depth: what stands behind, what stands in front, what drifts between."""
