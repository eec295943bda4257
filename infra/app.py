"""The CDK app: `python -m infra.app`, with the context key `environment` (local, dev or prod; default dev).

The keys `oidc_...` (`environments.oidc_from`) name an OpenID Connect issuer to use instead of a user pool, `alarm_email` an
address to notify of alarms; from `fargate_from_seconds` on, films are composed by Fargate; `builder=true` synthesizes the image
builder alone. `infra.rollout` sets `deployed_before` and `lambda_concurrency`.

It is started as a module (`cdk.json`), so that the checkout is importable without PYTHONPATH.
"""

from dataclasses import replace
from typing import Final

from aws_cdk import App, CliCredentialsStackSynthesizer, DefaultStackSynthesizer, IStackSynthesizer, Tags

from infra.builder import BuilderStack
from infra.concurrency import planned
from infra.environments import OIDC_KEYS, Environment, environment_named, oidc_from, providers_from
from infra.stack import ReelwrightStack

GROUPED: Final = ("functions", "queues")
"""Parts of the stack whose members are capabilities of their own."""


def synthesizer_of(environment: Environment) -> IStackSynthesizer:
    """Choose the credentials that upload assets and deploy: bootstrap roles on AWS, the caller's own locally.

    With IAM enforced, the emulator denies its bootstrap roles access to the asset bucket.
    """
    return CliCredentialsStackSynthesizer() if environment.name == "local" else DefaultStackSynthesizer()


def build(app: App, environment: Environment) -> ReelwrightStack:
    """Add the environment's stack, with its tags, to an app."""
    stack = ReelwrightStack(
        app,
        "reelwright",
        environment=environment,
        stack_name=environment.stack_name,
        synthesizer=synthesizer_of(environment),
    )
    Tags.of(stack).add("application", "reelwright")
    Tags.of(stack).add("environment", environment.name)
    Tags.of(stack).add("stack", environment.stack_name)
    for part in stack.node.children:
        for construct in part.node.children if part.node.id in GROUPED else [part]:
            Tags.of(construct).add("capability", construct.node.id)
    return stack


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def main() -> None:
    """Synthesize the stack of the environment in the context; raises ValueError if its name is unknown."""
    app = App()
    if app.node.try_get_context("builder") == "true":
        Tags.of(BuilderStack(app)).add("application", "reelwright")
        app.synth()
        return
    environment = environment_named(app.node.try_get_context("environment") or "dev")
    context = {key: app.node.try_get_context(key) for key in OIDC_KEYS}
    asked_for = replace(
        environment,
        oidc=oidc_from(context, plain=not environment.tls_only),
        providers=providers_from(app.node.try_get_context("providers") or None),
        alarm_email=app.node.try_get_context("alarm_email") or None,
        fargate_from_seconds=_number(app.node.try_get_context("fargate_from_seconds"))
        or environment.fargate_from_seconds,
        lambda_concurrency=_number(app.node.try_get_context("lambda_concurrency")),
        deployed_before=app.node.try_get_context("deployed_before") == "true",
    )
    build(app, planned(asked_for))
    app.synth()


if __name__ == "__main__":
    main()
