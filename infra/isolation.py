"""The network of the function that decodes users' files: two private subnets, no way out but to our bucket.

There is no internet gateway, no NAT and no peer. The only route that leaves is the one of the S3 gateway endpoint, which costs
nothing; its policy names the prefixes. The network of the Fargate task has an internet gateway, so this is another one.
Logs and traces leave a function by Lambda's own service, not by its network.
"""

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.bucket import ARTEFACTS
from reelwright.jobs.upload import BRANDS, UPLOADS
from reelwright.pipeline.sandbox import RAW

_ZONES = 2
_HTTPS = 443


class Isolation(Construct):
    """Public: `vpc`, `subnets` and `security_group`, for the function."""

    def __init__(self, scope: Construct, construct_id: str, *, bucket: s3.Bucket) -> None:
        super().__init__(scope, construct_id)
        self.vpc = ec2.Vpc(
            self,
            "network",
            max_azs=_ZONES,
            nat_gateways=0,
            restrict_default_security_group=False,
            subnet_configuration=[
                ec2.SubnetConfiguration(name="closed", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=26)
            ],
        )
        self.subnets = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
        endpoint = self.vpc.add_gateway_endpoint("s3", service=ec2.GatewayVpcEndpointAwsService.S3)
        for action, prefix in (
            ("s3:GetObject", UPLOADS),
            ("s3:GetObject", BRANDS),
            ("s3:GetObject", f"{ARTEFACTS}*/{RAW}"),
            ("s3:PutObject", ARTEFACTS),
        ):
            endpoint.add_to_policy(
                iam.PolicyStatement(
                    principals=[iam.AnyPrincipal()],
                    actions=[action],
                    resources=[bucket.arn_for_objects(f"{prefix}*")],
                )
            )
        self.security_group = ec2.SecurityGroup(
            self, "https-only", vpc=self.vpc, description="Nothing may enter", allow_all_outbound=False
        )
        self.security_group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(_HTTPS), "The route table knows S3 only")
