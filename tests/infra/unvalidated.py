"""An app whose synthesis leaves out CDK's own check of the template."""

from pathlib import Path

from aws_cdk import App


def unvalidated_app(outdir: str | Path | None = None) -> App:
    """Return an app for a test of one part; the check takes two thirds of a synthesis, and the assembly of prod has it."""
    return App(outdir=None if outdir is None else str(outdir), builtin_cloud_formation_validation=False)
