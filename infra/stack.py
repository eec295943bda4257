"""Reelwright as one stack.

A request becomes a row (`api`, `table`); the row's stream brings it to a queue (`outbox`, `queues`), the `dispatcher`
starts what fits on the state machine (`pipeline`), whose steps run on the step functions and, for long films, on `fargate`,
and leave their files in the `bucket`; the end of an execution comes back to the `lifecycle`, the `sweeper` repairs what an
event should have done, `dead_letters` ends what could not be started, `webhooks` tell whoever asked for it, and `alarms`
ring. Below the constructs stand all grants: who may touch what, and nothing else may.
"""

from aws_cdk import CfnOutput, IStackSynthesizer, Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra import grants
from infra.alarms import Alarms, dead_letter_alarms, drift_alarm
from infra.api import Api
from infra.bucket import ARTEFACTS, Bucket
from infra.environments import Environment
from infra.fargate import Fargate
from infra.functions import MATERIAL_FUNCTION, TRIGGER_FUNCTIONS, FunctionSize, PipelineFunction
from infra.identity import identity_of
from infra.isolation import Isolation
from infra.layers import Layers
from infra.queues import WorkQueue
from infra.secret import Secret
from infra.statemachine.machine import StateMachine
from infra.table import Table
from infra.triggers import Triggers
from infra.webhooks import Webhooks
from reelwright.jobs.output_keys import OUTPUTS
from reelwright.jobs.upload import UPLOADS
from reelwright.pipeline.queues import QUEUES
from reelwright.pipeline.steps import STEP_FUNCTIONS
from reelwright.settings import Settings


class ReelwrightStack(Stack):
    """Everything of one environment."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        stack_name: str,
        synthesizer: IStackSynthesizer,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            stack_name=stack_name,
            synthesizer=synthesizer,
            description=f"Reelwright ({environment.name}): scripts in, finished short videos out",
            termination_protection=environment.keep_data,
        )
        self._environment = environment
        self._table = Table(self, "table", environment=environment)
        self._bucket = Bucket(self, "bucket", environment=environment)
        self._secret = Secret(self, "secret", environment=environment)
        self._webhooks = Webhooks(self, "webhooks", environment=environment, bucket=self._bucket.bucket)
        queues = Construct(self, "queues")
        self._queues = {
            row.name: WorkQueue(queues, row.name, environment=environment, row=row) for row in QUEUES.values()
        }
        layers = Layers(self, "layers", environment=environment)
        functions = Construct(self, "functions")
        material = self._material_function(functions, layers)
        steps = self._step_functions(functions, layers)
        self._fargate = Fargate(self, "fargate", environment=environment, variables=self._settings().to_environment())
        self._pipeline = StateMachine(
            self,
            "pipeline",
            environment=environment,
            functions={name: step.function for name, step in steps.items()},
            fargate=self._fargate,
        )
        self._functions = {material.size.name: material, **steps, **self._trigger_functions(functions, layers)}
        self._identity = identity_of(self, "identity", environment=environment)
        self._api = Api(
            self,
            "api",
            environment=environment,
            function=self._functions["api"].function,
            identity=self._identity,
        )
        triggers = Triggers(
            self,
            "triggers",
            environment=environment,
            functions={name: one.function for name, one in self._functions.items()},
            stream_arn=self._table.stream_arn,
            state_machine_arn=self._pipeline.machine.state_machine_arn,
            dead_letters={name: queue.dead_letters for name, queue in self._queues.items()},
        )
        self._webhooks.deliver_by(self._functions["webhooks"].function)
        alarms = [alarm for queue in self._queues.values() for alarm in queue.alarms]
        alarms += [*triggers.alarms, self._webhooks.alarm, *self._pipeline.alarms]
        alarms += dead_letter_alarms(Construct(self, "dead-letters"))
        alarms.append(drift_alarm(Construct(self, "recount")))
        self._alarms = Alarms(self, "alarms", environment=environment, alarms=alarms)
        self._grant_triggers(triggers)
        self._grant_steps()
        self._grant_machine(steps)
        self._outputs()

    def _settings(self, *, machine: bool = False) -> Settings:
        """Return what functions know; the machine's and queues' names only for those that are not part of the machine."""
        environment = self._environment
        settings = Settings(
            environment=environment.name,
            table_name=self._table.table.table_name,
            bucket_name=self._bucket.bucket.bucket_name,
            decoding_function=MATERIAL_FUNCTION.named_in(self),
            claims=environment.claims,
            capacity=environment.capacity,
            minute_jobs_limit=environment.minute_jobs_limit,
            retention_hours=environment.retention_hours,
            retry_scale=environment.retry_scale,
            queue_wait_seconds=environment.queue_wait_seconds,
            fargate_from_seconds=environment.fargate_from_seconds,
            assets_path=environment.assets_path,
            render_threads=environment.render_threads,
        )
        if not machine:
            return settings
        return settings.model_copy(
            update={
                "queue_urls": {name: queue.queue.queue_url for name, queue in self._queues.items()},
                "state_machine_arn": self._pipeline.machine.state_machine_arn,
                "cluster_arn": self._fargate.cluster.cluster_arn,
                "secret_arn": self._secret.arn,
                "webhook_queue_url": self._webhooks.queue.queue_url,
                "webhook_dead_letters_url": self._webhooks.dead_letters.queue_url,
            }
        )

    def _step_functions(self, scope: Construct, layers: Layers) -> dict[str, PipelineFunction]:
        return {
            row.name: PipelineFunction(
                scope,
                row.name,
                environment=self._environment,
                size=FunctionSize(
                    name=row.name,
                    memory_mb=row.memory_mb,
                    timeout_seconds=row.timeout_seconds,
                    ephemeral_storage_mb=row.ephemeral_storage_mb,
                ),
                variables=self._settings().to_environment(),
                layers=layers.steps,
            )
            for row in STEP_FUNCTIONS.values()
        }

    def _material_function(self, scope: Construct, layers: Layers) -> PipelineFunction:
        """Make the function that decodes users' files: it knows no name of ours, and reaches nothing but the bucket."""
        return PipelineFunction(
            scope,
            MATERIAL_FUNCTION.name,
            environment=self._environment,
            size=MATERIAL_FUNCTION,
            variables={},
            layers=layers.steps,
            isolation=Isolation(self, "isolation", bucket=self._bucket.bucket),
        )

    def _trigger_functions(self, scope: Construct, layers: Layers) -> dict[str, PipelineFunction]:
        variables = self._settings(machine=True).to_environment()
        return {
            size.name: PipelineFunction(
                scope,
                size.name,
                environment=self._environment,
                size=size,
                variables=variables,
                layers=layers.triggers,
            )
            for size in TRIGGER_FUNCTIONS.values()
        }

    def _grant(self, name: str, *statements: iam.PolicyStatement) -> None:
        for statement in statements:
            self._functions[name].role.add_to_principal_policy(statement)

    def _grant_triggers(self, triggers: Triggers) -> None:
        """Let every function read and write jobs, and do its own errand beyond that."""
        table, bucket = self._table, self._bucket.bucket
        machine, fargate = self._pipeline.machine, self._fargate
        queues = [queue.queue for queue in self._queues.values()]
        dead_letters = [queue.dead_letters for queue in self._queues.values()]
        stop = [grants.stop_executions(machine), grants.watch_tasks(fargate), grants.list_tasks(fargate)]
        for name in TRIGGER_FUNCTIONS:
            self._grant(name, grants.read_rows(table), grants.write_rows(table))
        for name in ("lifecycle", "sweeper", "api"):
            self._grant(name, grants.remove_rows(table))
        for name in ("outbox", "dispatcher"):
            failed = triggers.stream_failures[name]
            self._grant(name, grants.read_stream(table), grants.list_streams(), grants.send_to([failed]))
        self._grant(
            "api",
            grants.find_objects(bucket),
            grants.read_objects(bucket, OUTPUTS, ARTEFACTS),
            grants.write_objects(bucket, UPLOADS),  # what a signed upload may do, its signer must be allowed to
            grants.see_executions(machine),
            grants.read_secret(self._secret.arn),
            grants.measure([*queues, *dead_letters]),
            *stop,
        )
        # Reading outputs is for the copies that answer a request which was done before.
        self._grant(
            "outbox",
            grants.send_to(queues),
            grants.find_objects(bucket),
            grants.read_objects(bucket, OUTPUTS),
            grants.write_objects(bucket, OUTPUTS),
        )
        self._grant(
            "dispatcher",
            grants.receive_from(queues),
            grants.start_executions(machine),
            grants.see_executions(machine),
        )
        self._grant(
            "sweeper",
            grants.send_to(queues),
            grants.measure(queues),
            grants.start_executions(machine),
            grants.see_executions(machine),
            grants.find_objects(bucket),
            grants.read_objects(bucket, OUTPUTS),
            grants.write_objects(bucket, OUTPUTS),
            grants.remove_many_rows(table),
            grants.remove_objects(bucket, OUTPUTS),
            *stop,
        )
        self._grant("dead_letters", grants.receive_from(dead_letters), grants.see_executions(machine))
        self._grant(
            "webhooks",
            grants.receive_from([self._webhooks.queue]),
            grants.send_to([self._webhooks.dead_letters]),
            grants.read_secret(self._secret.arn),
        )

    def _grant_steps(self) -> None:
        """Let steps, and the task that runs one of them, write their artefacts and report on their job."""
        table, bucket = self._table, self._bucket.bucket
        work = [
            grants.read_rows(table),
            grants.write_rows(table),
            grants.find_objects(bucket),
            grants.read_objects(bucket, ARTEFACTS, OUTPUTS),
            grants.write_objects(bucket, ARTEFACTS, OUTPUTS),
        ]
        for name in STEP_FUNCTIONS.keys() - {"intake"}:
            self._grant(name, *work)
        # It signs what the decoder reads and writes, so it may do that itself; nothing that it runs decodes.
        self._grant(
            "intake",
            grants.read_rows(table),
            grants.write_rows(table),
            grants.find_objects(bucket),
            grants.read_objects(bucket, ARTEFACTS, UPLOADS),
            grants.write_objects(bucket, ARTEFACTS),
            grants.invoke([self._functions["material"].function.function_arn]),
        )
        self._grant("material", *grants.join_network(MATERIAL_FUNCTION.named_in(self)))
        # The clean-up task removes its user's expired jobs with their files.
        self._grant(
            "processing",
            grants.remove_rows(table),
            grants.remove_many_rows(table),
            grants.remove_objects(bucket, OUTPUTS),
        )
        # Beside the role, not below it: the task definition waits for its role's own policy, and the machine that the
        # task answers to waits for the task definition.
        iam.Policy(
            self,
            "task-policy",
            statements=[*work, grants.answer_tasks(self._pipeline.machine)],
            roles=[self._fargate.task_role],
        )

    def _grant_machine(self, steps: dict[str, PipelineFunction]) -> None:
        """Let the machine invoke its steps, and run, watch and stop its task."""
        for statement in (
            grants.invoke([step.function.function_arn for step in steps.values()]),
            grants.run_tasks(self._fargate),
            grants.watch_tasks(self._fargate),
            grants.pass_task_roles(self._fargate),
            grants.watch_task_events(),
        ):
            self._pipeline.machine.role.add_to_principal_policy(statement)

    def _outputs(self) -> None:
        """Name what people, clients and the local environment need; every output is also a variable of `docs/operations`."""
        values = {
            "ApiUrl": self._api.url,
            **self._identity.outputs,
            "TableName": self._table.table.table_name,
            "BucketName": self._bucket.bucket.bucket_name,
            "StateMachineArn": self._pipeline.machine.state_machine_arn,
            "ClusterArn": self._fargate.cluster.cluster_arn,
            "AlarmTopicArn": self._alarms.topic.topic_arn,
            "WebhooksQueueUrl": self._webhooks.queue.queue_url,
            "WebhooksDeadLettersUrl": self._webhooks.dead_letters.queue_url,
        }
        for name, queue in self._queues.items():
            words = "".join(word.capitalize() for word in name.split("-"))
            values[f"Queue{words}Url"] = queue.queue.queue_url
            values[f"DeadLetters{words}Url"] = queue.dead_letters.queue_url
        for name, value in values.items():
            CfnOutput(self, name, value=value)
