"""The only table: on-demand capacity, a stream, point-in-time recovery, a TTL. `pipeline.table` defines its keys."""

from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from infra.environments import Environment
from infra.retention import removal_policy
from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY, TABLE_INDEXES, TTL_ATTRIBUTE


def _string(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)


class JobsTable(Construct):
    """Public: `table`, `stream_arn`, and `index_arns`: a role needs them beside the table's ARN to query the indexes."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        self.table = dynamodb.Table(
            self,
            "table",
            table_name=f"{environment.stack_name}-jobs",
            partition_key=_string(PARTITION_KEY),
            sort_key=_string(SORT_KEY),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            # Old images too: consumers compare the states before and after a change.
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
            time_to_live_attribute=TTL_ATTRIBUTE,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            # The key that DynamoDB owns: encrypted as well, and without a fee for each use of an account's key.
            encryption=dynamodb.TableEncryption.DEFAULT,
            deletion_protection=environment.protected,
            removal_policy=removal_policy(environment),
        )
        for index in TABLE_INDEXES:
            self.table.add_global_secondary_index(
                index_name=index.name,
                partition_key=_string(index.partition_key),
                sort_key=_string(index.sort_key),
                projection_type=dynamodb.ProjectionType.INCLUDE,
                non_key_attributes=list(index.projected),
            )
        self.index_names = [index.name for index in TABLE_INDEXES]
        self.index_arns = [f"{self.table.table_arn}/index/{index.name}" for index in TABLE_INDEXES]

    @property
    def stream_arn(self) -> str:
        """The stream's ARN."""
        if self.table.table_stream_arn is None:
            raise TypeError("the table has no stream")
        return self.table.table_stream_arn
