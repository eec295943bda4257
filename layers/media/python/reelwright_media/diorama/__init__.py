"""Pictures in planes of depth: a backdrop, cut-outs in front, drifting specks between."""
