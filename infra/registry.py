"""Names of the image builder and of the CDK's own resources, for the app and for the rollout."""

from typing import Final

BUILDER_STACK: Final = "reelwright-builder"
"""The stack of the CodeBuild project (`infra.builder`), and the project's own name."""
BUILDS: Final = "reelwright-builds"
"""The prefix of the sources in the CDK's bucket."""
QUALIFIER: Final = "hnb659fds"
"""Of the CDK's bootstrap resources; its default."""
