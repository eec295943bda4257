"""The film as a model: pure, from a script to a timeline."""
