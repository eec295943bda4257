"""The composition root: settings from the environment, AWS adapters, clock, ids. Built once a process, on first use."""

import os
import secrets
import time
from datetime import datetime, timezone
from functools import cached_property, lru_cache

from reelwright.aws.artefacts import BucketArtefacts
from reelwright.aws.batches import DynamoBatches
from reelwright.aws.breakers import DynamoBreakers
from reelwright.aws.call_rates import DynamoCallRates
from reelwright.aws.clients import client
from reelwright.aws.dead_letters import DynamoDeadLetters
from reelwright.aws.decoding import LambdaDecoding
from reelwright.aws.deliveries import DynamoDeliveries
from reelwright.aws.executions import StateMachineExecutions
from reelwright.aws.jobs import DynamoJobs
from reelwright.aws.key_rings import DynamoKeyRings
from reelwright.aws.lanes import DynamoLanes
from reelwright.aws.load_history import DynamoLoadHistory
from reelwright.aws.long_works import LambdaLongWorks
from reelwright.aws.profiles import DynamoProfiles
from reelwright.aws.queues import SqsQueues
from reelwright.aws.quotas import DynamoQuotas
from reelwright.aws.recounts import DynamoRecounts
from reelwright.aws.reservations import DynamoReservations
from reelwright.aws.secrets import ManagerSecrets
from reelwright.aws.table import Table
from reelwright.aws.tallies import DynamoTallies
from reelwright.aws.uploads import DynamoUploads
from reelwright.aws.user_keys import DynamoUserKeys
from reelwright.aws.webhook_queue import SqsWebhookQueue
from reelwright.entry.batch_lines import CachedBatchLines
from reelwright.entry.breakers import ReportedBreakers
from reelwright.entry.dead_letters import report_dead_letter
from reelwright.entry.figures import report_counted
from reelwright.entry.recent_tallies import CachedTallies
from reelwright.entry.telemetry import logger, tracing
from reelwright.pipeline.breaker import BreakerTimes
from reelwright.ports import (
    Artefacts,
    Batches,
    BatchLines,
    Breakers,
    CallRates,
    Courier,
    DeadLetters,
    Decoding,
    Deliveries,
    Executions,
    Jobs,
    KeyRings,
    Lanes,
    Languages,
    LoadHistory,
    LongWorks,
    Pages,
    Profiles,
    Quotas,
    Recounts,
    Reservations,
    Secrets,
    Tallies,
    Uploads,
    UserKeys,
    WebhookQueue,
    WorkQueues,
    World,
)
from reelwright.recognizing import FastTextLanguages
from reelwright.settings import Settings

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def now() -> datetime:
    """Return the time, UTC."""
    return datetime.now(timezone.utc)


def new_id() -> str:
    """Return a ULID in lower case: 48 bits of milliseconds, 80 random bits; sorts by time, cannot be guessed."""
    number = (int(time.time() * 1000) << 80) | secrets.randbits(80)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -5, -5))


def jitter() -> float:
    """Return a random share 0-1."""
    return secrets.randbelow(1_000_000) / 1_000_000


def _tallies_unread(error: Exception) -> None:
    logger.warning("tallies could not be read", exc_info=error)


def _user_key_undecrypted(error: Exception) -> None:
    logger.warning("a user's own key was not decrypted", extra={"error": type(error).__name__})


def _languages_unknown(error: Exception) -> None:
    logger.error("the language model could not be loaded", exc_info=error)


class AwsWorld:
    """The adapters of this process, each created on first use: a create needs only the table's client."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = now
        self.ids = new_id
        self.random = jitter

    @cached_property
    def jobs(self) -> Jobs:
        """The table of jobs."""
        return DynamoJobs(self.settings.table_name, client("dynamodb"), clock=now, on_dead_letter=report_dead_letter)

    @cached_property
    def batches(self) -> Batches:
        """The table of batches."""
        return DynamoBatches(self.settings.table_name, client("dynamodb"), clock=now)

    @cached_property
    def batch_lines(self) -> BatchLines:
        """The stored lines of batches."""
        return CachedBatchLines(self.artefacts)

    @cached_property
    def profiles(self) -> Profiles:
        """The profiles of users."""
        return DynamoProfiles(Table(self.settings.table_name, client("dynamodb")), clock=now)

    @cached_property
    def dead_letters(self) -> DeadLetters:
        """The store of dead letters."""
        return DynamoDeadLetters(
            self.settings.table_name, client("dynamodb"), clock=now, on_dead_letter=report_dead_letter
        )

    @cached_property
    def queues(self) -> WorkQueues:
        """The work queues."""
        return SqsQueues(self.settings.queue_urls, client("sqs"), wait_seconds=self.settings.queue_wait_seconds)

    @cached_property
    def deliveries(self) -> Deliveries:
        """The log of webhooks."""
        return DynamoDeliveries(self.settings.table_name, client("dynamodb"))

    @cached_property
    def key_rings(self) -> KeyRings:
        """The generations of users' webhook secrets."""
        return DynamoKeyRings(self.settings.table_name, client("dynamodb"))

    @cached_property
    def lanes(self) -> Lanes:
        """The lanes of owners' webhooks."""
        return DynamoLanes(Table(self.settings.table_name, client("dynamodb")))

    @cached_property
    def webhook_queue(self) -> WebhookQueue:
        """The queue in which webhooks wait for their next try."""
        url, dead_letters_url = self.settings.webhook_queue_url, self.settings.webhook_dead_letters_url
        return SqsWebhookQueue(url=url, dead_letters_url=dead_letters_url, client=client("sqs"))

    @cached_property
    def courier(self) -> Courier:
        """The sender of webhooks; only in the local environment it also calls `http://localhost`."""
        # TLS and its certificates take time to load: only a process that sends a webhook pays for them.
        from reelwright.outbound.courier import HttpsCourier  # noqa: PLC0415 - see the line above

        return HttpsCourier(local=self.settings.environment == "local", own_port=self.settings.emulator_port)

    @cached_property
    def pages(self) -> Pages:
        """The reader of users' sources; only in the local environment it also reads `http://localhost`."""
        from reelwright.outbound.pages import PageReader  # noqa: PLC0415 - TLS, as above

        return PageReader(local=self.settings.environment == "local", own_port=self.settings.emulator_port)

    @cached_property
    def executions(self) -> Executions:
        """The state machine's executions."""
        machine, cluster = self.settings.state_machine_arn, self.settings.cluster_arn
        share = self.settings.trace_share
        return StateMachineExecutions(
            machine, client("stepfunctions"), client("ecs"), cluster, trace_share=share, span=tracing.job
        )

    @cached_property
    def artefacts(self) -> Artefacts:
        """The bucket."""
        return BucketArtefacts(self.settings.bucket_name, client("s3"))

    @cached_property
    def decoding(self) -> Decoding:
        """The function that decodes users' files."""
        return LambdaDecoding(self.settings.decoding_function, client("lambda"))

    @cached_property
    def uploads(self) -> Uploads:
        """The opened uploads."""
        return DynamoUploads(Table(self.settings.table_name, client("dynamodb")))

    @cached_property
    def quotas(self) -> Quotas:
        """The counters of users."""
        return DynamoQuotas(Table(self.settings.table_name, client("dynamodb")), clock=now)

    @cached_property
    def reservations(self) -> Reservations:
        """What jobs have reserved of their budgets."""
        return DynamoReservations(Table(self.settings.table_name, client("dynamodb")))

    @cached_property
    def long_works(self) -> LongWorks:
        """The long work of providers."""
        settings = self.settings
        has_any = settings.providers.has_work_to_stop
        return LambdaLongWorks(settings.calling_function, lambda: client("lambda"), has_any=has_any)

    @cached_property
    def breakers(self) -> Breakers:
        """The providers' circuit breakers."""
        times = BreakerTimes.scaled(self.settings.retry_scale)
        return ReportedBreakers(DynamoBreakers(self.settings.table_name, client("dynamodb"), times=times))

    @cached_property
    def call_rates(self) -> CallRates:
        """The rates of calls of providers."""
        return DynamoCallRates(Table(self.settings.table_name, client("dynamodb")), random=jitter)

    @cached_property
    def user_keys(self) -> UserKeys:
        """Users' own keys of providers."""
        table = Table(self.settings.table_name, client("dynamodb"))
        return DynamoUserKeys(
            table, lambda: client("kms"), key_arn=self.settings.user_key_arn, on_error=_user_key_undecrypted
        )

    @cached_property
    def secrets(self) -> Secrets:
        """The master secret, read when the first key is derived."""
        return ManagerSecrets(self.settings.secret_arn, client("secretsmanager"))

    @cached_property
    def tallies(self) -> Tallies:
        """The counters of jobs."""
        return DynamoTallies(self.settings.table_name, client("dynamodb"), clock=now, on_counted=report_counted)

    @cached_property
    def load_history(self) -> LoadHistory:
        """The load of queues and pools over time."""
        return DynamoLoadHistory(Table(self.settings.table_name, client("dynamodb")))

    @cached_property
    def recounts(self) -> Recounts:
        """The data of the hourly recount."""
        return DynamoRecounts(self.settings.table_name, client("dynamodb"))

    @cached_property
    def languages(self) -> Languages:
        """The model that recognizes languages."""
        return FastTextLanguages(on_error=_languages_unknown)

    @cached_property
    def recent_tallies(self) -> CachedTallies:
        """This process's cache of the tallies, for places in queues and remaining times."""
        return CachedTallies(self.tallies, clock=now, on_error=_tallies_unread)


@lru_cache(maxsize=1)
def world() -> World:
    """Return this process's world; the first call reads the environment and fails on a malformed one."""
    return AwsWorld(Settings.from_environment(os.environ))
