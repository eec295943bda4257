"""A stack of its own with a CodeBuild project that builds images, for machines without Docker. One an account and region.

`infra.rollout` deploys it when it is needed, and starts one build for each image that the CDK's repository does not have yet.
"""

from typing import Any, Final

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.registry import BUILDER_STACK, BUILDS, QUALIFIER

BUILD_MINUTES: Final = 60
BUILD: Final[dict[str, Any]] = {
    "version": "0.2",
    "env": {"shell": "bash"},
    "phases": {
        "pre_build": {
            "commands": [
                'aws ecr get-login-password | docker login --username AWS --password-stdin "${REPOSITORY%%/*}"',
            ]
        },
        "build": {
            "commands": [
                'docker build --platform linux/amd64 --file "$DOCKERFILE" --build-arg BASE="$BASE" --tag "$REPOSITORY:$TAG" .',
                'docker push "$REPOSITORY:$TAG"',
            ]
        },
    },
}


class BuilderStack(Stack):
    """The project. Its role may read the sources, and push to the CDK's repository."""

    def __init__(self, scope: Construct) -> None:
        super().__init__(
            scope,
            "builder",
            stack_name=BUILDER_STACK,
            description="Reelwright: builds the media image for machines without Docker",
        )
        log_group = logs.LogGroup(
            self, "log", log_group_name=f"/aws/codebuild/{BUILDER_STACK}", retention=logs.RetentionDays.ONE_MONTH
        )
        project = codebuild.Project(
            self,
            "project",
            project_name=BUILDER_STACK,
            description="Builds one image of Reelwright from its sources in the CDK's bucket",
            build_spec=codebuild.BuildSpec.from_object(BUILD),
            environment=codebuild.BuildEnvironment(
                build_image=codebuild.LinuxBuildImage.STANDARD_7_0,
                compute_type=codebuild.ComputeType.LARGE,
                privileged=True,  # Docker's own server needs it
            ),
            environment_variables={
                # The CDK turns the same off: Lambda refuses an image with a list of attestations.
                "BUILDX_NO_DEFAULT_ATTESTATIONS": codebuild.BuildEnvironmentVariable(value="1")
            },
            timeout=Duration.minutes(BUILD_MINUTES),
            logging=codebuild.LoggingOptions(cloud_watch=codebuild.CloudWatchLoggingOptions(log_group=log_group)),
        )
        for statement in self._statements():
            project.add_to_role_policy(statement)
        CfnOutput(self, "Project", value=project.project_name, description="CodeBuild project that builds images")

    def _statements(self) -> list[iam.PolicyStatement]:
        place = f"{self.account}-{self.region}"
        bucket = f"arn:{self.partition}:s3:::cdk-{QUALIFIER}-assets-{place}"
        repository = (
            f"arn:{self.partition}:ecr:{self.region}:{self.account}:repository/cdk-{QUALIFIER}-container-assets-{place}"
        )
        return [
            iam.PolicyStatement(actions=["s3:GetObject", "s3:GetObjectVersion"], resources=[f"{bucket}/{BUILDS}/*"]),
            iam.PolicyStatement(actions=["ecr:GetAuthorizationToken"], resources=["*"]),
            iam.PolicyStatement(
                actions=[
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:CompleteLayerUpload",
                    "ecr:InitiateLayerUpload",
                    "ecr:PutImage",
                    "ecr:UploadLayerPart",
                ],
                resources=[repository],
            ),
        ]
