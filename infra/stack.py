"""The stack: all constructs of one environment, and all grants.

1. `api` writes a job as a row of `table`.
2. The table's stream triggers `outbox`, which sends a message to one of `queues`.
3. `dispatcher` receives messages while capacity is free, and starts executions of the state machine (`pipeline`).
4. The steps run on the step functions, a long composition on `fargate`; they write files to `bucket`.
5. The end of an execution triggers `lifecycle`; `webhooks` delivers webhooks.
6. `sweeper` repairs jobs whose events were lost; `dead_letters` ends jobs that could not be started; `alarms` notifies.

Grants are here and not in the constructs, so that the permissions of every function can be read in one place.
"""

from aws_cdk import CfnOutput, IStackSynthesizer, Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra import grants, watches
from infra.alarms import Alarms
from infra.api import Api
from infra.bucket import ARTEFACTS, Bucket
from infra.budget import MonthlyBudget
from infra.canary import NEEDED, Canary
from infra.concurrency import DEFAULT_CONCURRENCY
from infra.console import console_links
from infra.dashboard import Dashboard
from infra.drops import Drops
from infra.environments import Environment
from infra.fargate import Fargate
from infra.functions import MATERIAL_FUNCTION, TRIGGER_FUNCTIONS, FunctionSize, PipelineFunction
from infra.identity import identity_of
from infra.isolation import Isolation
from infra.layers import Layers
from infra.outputs import DESCRIPTIONS, dead_letters_output, queue_output
from infra.partitions import READ, REMOVERS, WRITTEN
from infra.queues import WorkQueue
from infra.secret import Secret
from infra.statemachine.machine import StateMachine
from infra.table import JobsTable
from infra.triggers import ASYNCHRONOUS, Triggers
from infra.user_keys import UserKeyEncryption
from infra.watch import Watch
from infra.webhooks import Webhooks
from reelwright.batches.lines import BATCHES
from reelwright.jobs.output_keys import OUTPUTS, PARTIAL
from reelwright.jobs.upload import BRANDS, INBOX, UPLOADS
from reelwright.pipeline.queues import QUEUES
from reelwright.pipeline.steps import STEP_FUNCTIONS
from reelwright.pipeline.table import BATCH_PREFIX, JOB_PREFIX, USER_PREFIX
from reelwright.settings import Settings
from reelwright.webhooks.lanes import LANE_ATTRIBUTES, LANE_PREFIX
from reelwright.webhooks.log import DELIVERY_ATTRIBUTES


class ReelwrightStack(Stack):
    """One environment of Reelwright."""

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
            termination_protection=environment.protected,
        )
        self._environment = environment
        self._table = JobsTable(self, "table", environment=environment)
        self._api = Api(self, "api", environment=environment)
        page_origin = self._api.url if environment.tls_only else None  # the emulator serves page and bucket together
        self._bucket = Bucket(self, "bucket", environment=environment, page_origin=page_origin)
        self._secret = Secret(self, "secret", environment=environment)
        self._user_keys = (
            UserKeyEncryption(self, "user-keys", environment=environment) if environment.providers.user_keys else None
        )
        self._webhooks = Webhooks(self, "webhooks", environment=environment, bucket=self._bucket.bucket)
        self._drops = Drops(self, "batches", environment=environment, bucket=self._bucket.bucket)
        self._identity = identity_of(self, "identity", environment=environment, page_url=f"{self._api.url}/")
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
            functions={name: step.called for name, step in steps.items()},
            fargate=self._fargate,
        )
        self._functions = {material.size.name: material, **steps, **self._trigger_functions(functions, layers)}
        self._api.serve(self._functions["api"].function, self._identity)
        triggers = Triggers(
            self,
            "triggers",
            environment=environment,
            functions={name: one.function for name, one in self._functions.items()},
            stream_arn=self._table.stream_arn,
            state_machine_arn=self._pipeline.machine.state_machine_arn,
            dead_letters={name: queue.dead_letters for name, queue in self._queues.items()},
        )
        self._webhooks.add_consumer(self._functions["webhooks"].function)
        self._drops.add_consumer(self._functions["batches"].function)
        rows = self._watches(triggers)
        canary = self._canary(functions, layers)
        watched = dict(self._functions)
        if canary is not None:
            rows.append(canary.watch)
            watched["canary"] = canary.function
        self._alarms = Alarms(self, "alarms", environment=environment, watches=rows)
        budget = environment.monthly_budget_usd
        if budget is not None:
            MonthlyBudget(self, "budget", environment=environment, topic=self._alarms.topic, monthly_usd=budget)
        Dashboard(
            self,
            "dashboard",
            environment=environment,
            watches=rows,
            alarms=self._alarms.alarms,
            log_group_names=[one.log_group.log_group_name for one in watched.values()],
        )
        self._grant_triggers(triggers)
        self._grant_steps()
        self._grant_machine(steps)
        self._outputs()

    def _canary(self, functions: Construct, layers: Layers) -> Canary | None:
        """Make the canary where the environment has one, and tokens come from the stack's own pool."""
        outputs = self._identity.outputs
        if not self._environment.canary or not set(NEEDED) <= outputs.keys():
            return None
        return Canary(
            self,
            "canary",
            environment=self._environment,
            functions=functions,
            layers=layers.triggers,
            url=self._api.url,
            outputs=outputs,
        )

    def _watches(self, triggers: Triggers) -> list[Watch]:
        """List everything that has an alarm and a graph."""
        functions = {name: one.function for name, one in self._functions.items()}
        rows = [
            *watches.function_watches(functions),
            *watches.stream_watches(functions),
            *watches.account_watches(self._environment.lambda_concurrency or DEFAULT_CONCURRENCY),
            *watches.api_watches(self._api.api_id),
            *watches.table_watches(self._table),
            *watches.queue_watches({name: queue.queue for name, queue in self._queues.items()}),
            *watches.machine_watches(self._pipeline.machine),
            *watches.counter_watches(),
            *watches.model_watches(),
            *watches.spend_watches(self._pipeline.machine, self._environment.monthly_budget_usd),
            *(row for queue in self._queues.values() for row in queue.watches),
            *triggers.watches,
            self._webhooks.watch,
            self._drops.watch,
        ]
        return rows if self._environment.metric_math else [row for row in rows if not row.is_expression]

    def _settings(self, *, machine: bool = False) -> Settings:
        """Build the settings of functions; `machine` adds the state machine and the queues.

        Step functions must do without them: the state machine refers to the step functions, so that would be a cycle.
        """
        environment = self._environment
        settings = Settings(
            environment=environment.name,
            table_name=self._table.table.table_name,
            bucket_name=self._bucket.bucket.bucket_name,
            decoding_function=MATERIAL_FUNCTION.named_in(self),
            calling_function=f"{self.stack_name}-providers" if environment.providers.called else "",
            providers=environment.providers,
            user_key_arn=self._user_keys.arn if self._user_keys else "",
            claims=environment.claims,
            capacity=environment.capacity,
            minute_jobs_limit=environment.minute_jobs_limit,
            limits=environment.limits,
            batch_lines=environment.batch_lines,
            waits_at_once=environment.waits_at_once,
            trace_share=environment.trace_share,
            retention_hours=environment.retention_hours,
            retry_scale=environment.retry_scale,
            queue_wait_seconds=environment.queue_wait_seconds,
            partial_batches=environment.partial_batches,
            is_billed=environment.is_billed,
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
                "client_tiers": dict(self._identity.client_tiers),
                # On the emulator `make up` prints an address that signs in.
                "sign_in": self._identity.sign_in if self._environment.tls_only else None,
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
        """Make the function that decodes users' files: no variable names a resource, its network leads to the bucket."""
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

    def _reads(self, name: str) -> iam.PolicyStatement:
        return grants.read_partitions(self._table, *READ[name]) if name in READ else grants.read_rows(self._table)

    def _writes(self, name: str) -> iam.PolicyStatement:
        return grants.write_partitions(self._table, *WRITTEN[name], removing=name in REMOVERS)

    def _grant_triggers(self, triggers: Triggers) -> None:
        """Grant every trigger function to read rows and write its partitions, and what only it needs."""
        table, bucket = self._table, self._bucket.bucket
        machine, fargate = self._pipeline.machine, self._fargate
        queues = [queue.queue for queue in self._queues.values()]
        dead_letters = [queue.dead_letters for queue in self._queues.values()]
        stop = [grants.stop_executions(machine), grants.watch_tasks(fargate), grants.list_tasks(fargate)]
        for name in TRIGGER_FUNCTIONS.keys() - {"webhooks"}:
            self._grant(name, self._reads(name), self._writes(name))
        for name in ("outbox", "dispatcher"):
            failed = triggers.stream_failures[name]
            self._grant(name, grants.read_stream(table), grants.list_streams(), grants.send_to([failed]))
        for name in ASYNCHRONOUS:
            self._grant(name, grants.send_to([triggers.failed_runs.queue]))
        self._grant(
            "api",
            grants.find_objects(bucket),
            # It reads manifests as texts and stores their lines.
            grants.read_objects(bucket, OUTPUTS, ARTEFACTS, INBOX, BATCHES),
            # A signed URL of an upload has the permissions of its signer; the last prefix has results of batches that run.
            grants.write_objects(bucket, UPLOADS, BRANDS, INBOX, BATCHES, f"{OUTPUTS}*/{PARTIAL}"),
            grants.remove_objects(bucket, BATCHES),
            grants.describe_executions(machine),
            grants.read_secret(self._secret.arn),
            grants.read_depths([*queues, *dead_letters]),
            *stop,
        )
        # It copies the outputs of an earlier job for a repeated request.
        self._grant(
            "outbox",
            grants.send_to(queues),
            grants.find_objects(bucket),
            grants.read_objects(bucket, OUTPUTS, BATCHES),
            grants.write_objects(bucket, OUTPUTS),
        )
        self._grant(
            "batches",
            grants.receive_from([self._drops.queue]),
            grants.find_objects(bucket),
            grants.read_objects(bucket, INBOX),
            grants.write_objects(bucket, BATCHES, INBOX),  # the lines, and the answer beside the manifest
            grants.remove_objects(bucket, BATCHES),
        )
        self._grant(
            "dispatcher",
            grants.receive_from(queues),
            grants.start_executions(machine),
            grants.describe_executions(machine),
        )
        self._grant(
            "sweeper",
            grants.send_to(queues),
            grants.read_depths([*queues, *dead_letters]),
            grants.start_executions(machine),
            grants.describe_executions(machine),
            grants.find_objects(bucket),
            grants.read_objects(bucket, OUTPUTS, BATCHES),
            grants.write_objects(bucket, OUTPUTS),
            grants.remove_many_rows(table, JOB_PREFIX, BATCH_PREFIX, USER_PREFIX),
            grants.remove_objects(bucket, OUTPUTS, UPLOADS, BRANDS, INBOX, BATCHES),
            *stop,
        )
        self._grant("dead_letters", grants.receive_from(dead_letters), grants.describe_executions(machine))
        # It talks to hosts that users name, so it may only log its tries, and hold its owner's lanes.
        self._grant(
            "webhooks",
            self._reads("webhooks"),
            grants.put_rows_of(table, DELIVERY_ATTRIBUTES, JOB_PREFIX),
            grants.put_rows_of(table, LANE_ATTRIBUTES, LANE_PREFIX),
            grants.receive_from([self._webhooks.queue]),
            grants.send_to([self._webhooks.queue, self._webhooks.dead_letters]),
            grants.read_secret(self._secret.arn),
        )

    def _grant_steps(self) -> None:
        """Grant the step functions and the Fargate task to read and write files and rows."""
        table, bucket = self._table, self._bucket.bucket
        files = [
            grants.find_objects(bucket),
            grants.read_objects(bucket, ARTEFACTS, OUTPUTS),
            grants.write_objects(bucket, ARTEFACTS, OUTPUTS),
        ]
        for name in STEP_FUNCTIONS.keys() - {"intake"}:
            self._grant(name, self._reads(name), self._writes(name), *files)
        # It signs the URLs of the decoder, so it may itself read uploads. It runs no decoder.
        self._grant(
            "intake",
            self._reads("intake"),
            self._writes("intake"),
            grants.find_objects(bucket),
            grants.read_objects(bucket, ARTEFACTS, UPLOADS, BRANDS),
            grants.write_objects(bucket, ARTEFACTS),
            grants.invoke_newest(self._functions["material"].function),
        )
        # The only function with keys: of the configured providers alone.
        self._grant("providers", *grants.call_providers(self._environment.providers))
        if self._environment.providers.called:
            self._grant("media", grants.invoke_newest(self._functions["providers"].function))
        if self._user_keys is not None:
            self._grant("api", self._user_keys.allow("kms:Encrypt"))
            self._grant("providers", self._user_keys.allow("kms:Decrypt"))
        setup = self._environment.providers
        if setup.has_work_to_stop:
            # A job that was cancelled or has failed has the work of its providers stopped.
            self._grant("outbox", grants.invoke_newest(self._functions["providers"].function))
        if setup.picture or setup.clip or setup.has("speech", "polly"):
            # What a provider sends is decoded where users' files are.
            self._grant("media", grants.invoke_newest(self._functions["material"].function))
        self._grant("material", *grants.join_network(MATERIAL_FUNCTION.named_in(self)))
        # `process_batch` opens a batch, and `cleanup_old_results` removes expired jobs of its user, with their files.
        self._grant(
            "processing",
            grants.write_objects(bucket, BATCHES),
            grants.remove_many_rows(table, JOB_PREFIX),
            grants.remove_objects(bucket, OUTPUTS, BATCHES),
        )
        # A policy outside the role avoids a cycle: it names the state machine, which depends on the task definition, which
        # depends on the role and the policies inside it.
        iam.Policy(
            self,
            "task-policy",
            statements=[
                self._reads("media"),
                self._writes("media"),
                *files,
                grants.answer_tasks(self._pipeline.machine),
            ],
            roles=[self._fargate.task_role],
        )

    def _grant_machine(self, steps: dict[str, PipelineFunction]) -> None:
        """Grant the state machine to invoke the step functions, and to run, watch and stop the Fargate task."""
        for statement in (
            grants.invoke([step.function for step in steps.values()]),
            grants.run_tasks(self._fargate),
            grants.watch_tasks(self._fargate),
            grants.pass_task_roles(self._fargate),
            grants.watch_task_events(),
        ):
            self._pipeline.machine.role.add_to_principal_policy(statement)

    def _outputs(self) -> None:
        """Output what operators, clients and the local stack need; `docs/operations.md` refers to the names."""
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
            **{queue_output(name): queue.queue.queue_url for name, queue in self._queues.items()},
            **{dead_letters_output(name): queue.dead_letters.queue_url for name, queue in self._queues.items()},
        }
        if self._environment.name != "local":
            values |= console_links(
                region=self.region,
                stack=self.stack_name,
                stack_id=self.stack_id,
                api_id=self._api.api_id,
                outputs=values,
            )
        for name, value in values.items():
            CfnOutput(self, name, value=value, description=DESCRIPTIONS[name])
