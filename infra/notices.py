"""S3's notifications to queues."""

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs

from infra.bucket import bucket_name
from infra.environments import Environment


def notify(
    queue: sqs.Queue, *, bucket: s3.Bucket, environment: Environment, prefix: str, suffixes: tuple[str, ...]
) -> None:
    """Send a notification of every object under `prefix` with one of `suffixes` to the queue.

    The queue accepts them only from this bucket and account. CDK's own construct would add a function with permission to change
    the notifications of every bucket.
    """
    queue.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal("s3.amazonaws.com")],
            actions=["sqs:SendMessage"],
            resources=[queue.queue_arn],
            conditions={
                "ArnEquals": {"aws:SourceArn": f"arn:{Aws.PARTITION}:s3:::{bucket_name(environment)}"},
                "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
            },
        )
    )
    resource = bucket.node.default_child
    if not isinstance(resource, s3.CfnBucket):
        raise TypeError("the bucket's default child is not a CfnBucket")
    known = resource.notification_configuration
    configured = (
        known.queue_configurations if isinstance(known, s3.CfnBucket.NotificationConfigurationProperty) else None
    )
    added = [_configuration(queue, prefix, suffix) for suffix in suffixes]
    resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
        queue_configurations=[*(configured if isinstance(configured, list) else []), *added]
    )
    resource.node.add_dependency(queue.node.find_child("Policy"))


def _configuration(queue: sqs.Queue, prefix: str, suffix: str) -> s3.CfnBucket.QueueConfigurationProperty:
    rules = [
        s3.CfnBucket.FilterRuleProperty(name="prefix", value=prefix),
        s3.CfnBucket.FilterRuleProperty(name="suffix", value=suffix),
    ]
    return s3.CfnBucket.QueueConfigurationProperty(
        event="s3:ObjectCreated:*",
        queue=queue.queue_arn,
        filter=s3.CfnBucket.NotificationFilterProperty(s3_key=s3.CfnBucket.S3KeyFilterProperty(rules=rules)),
    )
