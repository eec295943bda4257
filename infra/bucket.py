"""The bucket of artefacts, outputs and uploads: private and encrypted; every object expires."""

from typing import Final

from aws_cdk import Aws, Duration
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.environments import Environment
from infra.retention import removal_policy
from reelwright.batches.lines import BATCHES
from reelwright.jobs.output_keys import OUTPUTS
from reelwright.jobs.upload import BRANDS, INBOX, UPLOADS

ARTEFACTS: Final = "artefacts/"


def bucket_name(environment: Environment) -> str:
    """Name the bucket. Account and region make the name globally unique."""
    return f"{environment.stack_name}-{Aws.ACCOUNT_ID}-{Aws.REGION}"


class Bucket(Construct):
    """Public: `bucket`. Retention is set by key prefix; `reelwright.jobs` defines the keys.

    The page at `page_origin` may send uploads by signed URLs and read signed files; no other page may. None: the page is of
    the bucket's own origin, as on the emulator.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, environment: Environment, page_origin: str | None
    ) -> None:
        super().__init__(scope, construct_id)
        self.bucket = s3.Bucket(
            self,
            "bucket",
            # A fixed name, because of a cycle: the policy of the queue that S3 notifies names the bucket, and S3 checks that
            # policy when it creates the bucket.
            bucket_name=bucket_name(environment),
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=environment.tls_only,
            minimum_tls_version=1.2 if environment.tls_only else None,
            removal_policy=removal_policy(environment),
            cors=None if page_origin is None else [_page_rule(page_origin)],
            lifecycle_rules=[
                s3.LifecycleRule(id="artefacts", prefix=ARTEFACTS, expiration=Duration.days(environment.artefact_days)),
                s3.LifecycleRule(id="outputs", prefix=OUTPUTS, expiration=Duration.days(environment.output_days)),
                s3.LifecycleRule(id="uploads", prefix=UPLOADS, expiration=Duration.days(environment.upload_days)),
                s3.LifecycleRule(id="brands", prefix=BRANDS, expiration=Duration.days(environment.brand_days)),
                # A batch lives at most a week, and a day longer with its results: orphans of a crash go with this rule.
                s3.LifecycleRule(id="batches", prefix=BATCHES, expiration=Duration.days(environment.output_days)),
                s3.LifecycleRule(id="inbox", prefix=INBOX, expiration=Duration.days(environment.output_days)),
                s3.LifecycleRule(id="broken-uploads", abort_incomplete_multipart_upload_after=Duration.days(1)),
            ],
        )


def _page_rule(origin: str) -> s3.CorsRule:
    """Permit the page the signed headers of an upload (`aws.artefacts`), and nothing else."""
    return s3.CorsRule(
        allowed_origins=[origin],
        allowed_methods=[s3.HttpMethods.GET, s3.HttpMethods.PUT],
        allowed_headers=["content-type", "if-none-match"],
        max_age=3600,
    )
