"""Scripts: writing one from an idea, and scoring its hook, coherence, pacing and emotional arc."""
