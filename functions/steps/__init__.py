"""The step functions, and the Fargate task that runs the same steps."""
