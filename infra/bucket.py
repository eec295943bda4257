"""The bucket: artefacts of steps and outputs of jobs. Private, encrypted, and nothing in it lives for ever."""

from typing import Final

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.environments import Environment

ARTEFACTS: Final = "artefacts/"
OUTPUTS: Final = "outputs/"


class Bucket(Construct):
    """No CORS rule: browsers play signed URLs without one. Keys are the core's; prefixes carry the retention."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        self.bucket = s3.Bucket(
            self,
            "bucket",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=environment.tls_only,
            minimum_tls_version=1.2 if environment.tls_only else None,
            removal_policy=RemovalPolicy.RETAIN if environment.keep_data else RemovalPolicy.DESTROY,
            lifecycle_rules=[
                s3.LifecycleRule(id="artefacts", prefix=ARTEFACTS, expiration=Duration.days(environment.artefact_days)),
                s3.LifecycleRule(id="outputs", prefix=OUTPUTS, expiration=Duration.days(environment.output_days)),
                s3.LifecycleRule(id="broken-uploads", abort_incomplete_multipart_upload_after=Duration.days(1)),
            ],
        )
