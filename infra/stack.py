"""Reelwright as one stack.

A request becomes a row (`api`, `table`); the row's stream brings it to a queue (`outbox`, `queues`), the `dispatcher`
starts what fits on the state machine (`pipeline`), whose steps run on the step functions and, for long films, on `fargate`,
and leave their files in the `bucket`; the end of an execution comes back to the `lifecycle`, the `sweeper` repairs what an
event should have done, `dead_letters` ends what could not be started, and `alarms` ring. Below the paragraph stand all
grants: who may touch what, and nothing else may.
"""

from aws_cdk import CfnOutput, IStackSynthesizer, Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.alarms import Alarms
from infra.api import Api
from infra.bucket import Bucket
from infra.environments import Environment
from infra.fargate import Fargate
from infra.functions import TRIGGER_FUNCTIONS, FunctionSize, PipelineFunction
from infra.grants import Grants
from infra.identity import Identity
from infra.layers import Layers
from infra.queues import WorkQueue
from infra.statemachine.machine import StateMachine
from infra.table import Table
from infra.triggers import (
    DISPATCHER_FILTERS,
    OUTBOX_FILTERS,
    DeadLetterTrigger,
    ExecutionEndTrigger,
    MinuteTrigger,
    StreamTrigger,
)
from reelwright.pipeline.queues import QUEUES
from reelwright.pipeline.steps import STEP_FUNCTIONS
from reelwright.settings import Settings
