"""The state machine: its states built from the rows of `pipeline.steps`, and the construct that deploys it."""
