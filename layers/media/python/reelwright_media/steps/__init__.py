"""The work of each step of the pipeline, one function a step: context in, outcome out."""
