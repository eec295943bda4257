"""The pipeline as data: tasks, steps, queues. Code runs by these rows and infra builds from them."""
