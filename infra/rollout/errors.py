"""The error of the rollout's verbs."""


class RolloutError(Exception):
    """The verb cannot go on. The message says why and what to do."""
