"""The bucket: artefacts of steps and outputs of jobs. Private, encrypted, and nothing in it lives for ever."""

from typing import Final

from aws_cdk import Aws, Duration
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.environments import Environment
from infra.retention import removal_policy
from reelwright.jobs.output_keys import OUTPUTS
from reelwright.jobs.upload import UPLOADS

ARTEFACTS: Final = "artefacts/"


def bucket_name(environment: Environment) -> str:
    """Return the bucket's name, one in the world: account and region are in it."""
    return f"{environment.stack_name}-{Aws.ACCOUNT_ID}-{Aws.REGION}"


class Bucket(Construct):
    """No CORS rule: browsers play signed URLs without one, and no page of ours uploads.

    Keys are the core's; prefixes carry the retention.
    """

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        self.bucket = s3.Bucket(
            self,
            "bucket",
            # A name that is known before the bucket is: the queue that S3 tells of outcomes names it in its policy, and S3
            # wants that policy before it makes the bucket.
            bucket_name=bucket_name(environment),
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=environment.tls_only,
            minimum_tls_version=1.2 if environment.tls_only else None,
            removal_policy=removal_policy(environment),
            lifecycle_rules=[
                s3.LifecycleRule(id="artefacts", prefix=ARTEFACTS, expiration=Duration.days(environment.artefact_days)),
                s3.LifecycleRule(id="outputs", prefix=OUTPUTS, expiration=Duration.days(environment.output_days)),
                s3.LifecycleRule(id="uploads", prefix=UPLOADS, expiration=Duration.days(environment.upload_days)),
                s3.LifecycleRule(id="broken-uploads", abort_incomplete_multipart_upload_after=Duration.days(1)),
            ],
        )
