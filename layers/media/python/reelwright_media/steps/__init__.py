"""The work of each pipeline step: one function per step, from StepContext to StepOutcome."""
